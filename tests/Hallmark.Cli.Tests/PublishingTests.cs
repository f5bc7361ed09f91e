using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Evidence.Notes;
using Hallmark.Evidence.Tiles;

namespace Hallmark.Cli.Tests;

/// <summary>A ledger published, witnessed and served by real processes, and an outsider who has nothing but what was served.</summary>
public sealed class PublishingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Home => _folder["home"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task From_a_ledger_to_an_outsider_and_back()
    {
        MakeLedger();
        string[] keys = [.. Do(Home, "publish")["keys"]!.AsArray().Select(key => (string)key!)];
        using var witness = ServiceProcess.Start(
            _folder["none"], "witness", "--dir", _folder["witness"], "--name", "w.example", "--log", keys[0]);
        string witnessKey = witness.ReadLine();
        string asked = $"{witness.Address}={witnessKey}";
        TemporaryFolder.Copy(Home, _folder["rolled-back"]);
        string rolledBack = _folder["rolled-back"];

        using var log = ServiceProcess.Start(Home, "serve");
        string old = await FetchAsync(log.Address, "old");
        Do(Home, "member", "add", "late", "--role", "provider", "--head-out", _folder["late.head"]);
        int size = await GrownAsync(log.Address, Checkpoint.Read(SignedNote.Read(File.ReadAllBytes(old + "/checkpoint")).Text).Size);
        Assert.Equal("w.example", (string?)Assert.Single(Do(Home, "publish", "--witness", asked)["cosigned"]!.AsArray()));
        string copy = await FetchAsync(log.Address, "copy");

        JsonNode outsider = Outsider(log.Address, [.. keys, witnessKey]).Expect(0).Json;
        Assert.Equal((size, 2 + 1), ((int)outsider["size"]!, (int)outsider["tiles"]!));
        Assert.Equal((string?)Do(Home, "publish")["root"], (string?)outsider["root"]);
        CliResult unwitnessed = Outsider(log.Address, [.. keys, StrangersKey()]).Expect(1);
        Assert.Contains("no signature of type 4", unwitnessed.Error, StringComparison.Ordinal);
        Assert.Equal((0, 0), (log.Stop(), (int)Do(Home, "publish")["cosigned"]!.AsArray().Count));

        EverythingFromTheCopyAlone(old, copy, keys[0], size);
        DamageIsNamed(copy);
        // Whoever goes back in time cannot have it cosigned, nor put it where the newer one lies.
        CliResult elsewhere = Cli.Run(rolledBack, "publish", "--out", _folder["again"], "--witness", asked).Expect(3);
        Assert.Contains("it was rolled back", elsewhere.Error, StringComparison.Ordinal);
        CliResult there = Cli.Run(rolledBack, "publish", "--out", Home + "/log").Expect(3);
        Assert.Contains("it was rolled back", there.Error, StringComparison.Ordinal);
        Assert.Equal(0, witness.Stop());
        Assert.Contains("cannot be reached", Cli.Run(Home, "publish", "--witness", asked).Expect(1).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_changed_is_rebuilt_and_a_lost_key_is_not_replaced()
    {
        MakeLedger();
        Do(Home, "publish");
        string bundle = Directory.GetFiles(Path.Combine(Home, "log", "tile", "entries"), "*", SearchOption.AllDirectories)[0];
        byte[] good = File.ReadAllBytes(bundle);
        byte[] changed = [.. good];
        changed[70] ^= 1;
        File.WriteAllBytes(bundle, changed);
        Assert.Equal("tampered", (string?)Cli.Run(Home, "audit", "--json").Expect(3).Json["verdict"]);
        string log = Path.Combine(Home, "log");
        Assert.Contains("tile/entries", Cli.Run(Home, "serve", "--log", log).Expect(3).Error, StringComparison.Ordinal);
        Do(Home, "publish");
        Do(Home, "audit");
        Assert.Equal(good, File.ReadAllBytes(bundle));

        string key = Path.Combine(Home, "keys", "log.ed25519");
        File.Delete(key);
        Assert.Contains("log.ed25519 is missing", Cli.Run(Home, "publish").Expect(2).Error, StringComparison.Ordinal);
        Assert.False(File.Exists(key));
    }

    [Fact]
    public void Nothing_is_published_under_another_key_than_the_one_on_record()
    {
        MakeLedger();
        Do(Home, "publish");
        string file = Path.Combine(Home, "keys", "log.ed25519");
        string old = File.ReadAllText(file);
        using var other = Ed25519Key.Create();
        File.WriteAllText(file, other.ToPem());
        Assert.Contains("log.ed25519 is another key", Cli.Run(Home, "publish").Expect(2).Error, StringComparison.Ordinal);
        JsonNode audit = Cli.Run(Home, "audit", "--json").Expect(3).Json;
        Assert.Contains(audit["findings"]!.AsArray(), finding => finding!.Code() == "key.replaced");

        Do(Home, "publish", "name-key");
        Do(Home, "audit");
        Assert.Contains(
            Do(Home, "publish")["keys"]!.AsArray(), key => NoteKey.Parse((string)key!).PublicKey.AsSpan().SequenceEqual(other.PublicKey));
        Do(Home, "audit");
        Cli.Run(Home, "publish", "name-key").Expect(4);
        File.WriteAllText(file, old);
        Cli.Run(Home, "publish").Expect(2);
    }

    [Fact]
    public void A_ledger_that_came_from_older_rules_names_its_key_before_it_is_published()
    {
        ZipFile.ExtractToDirectory(Path.Combine(Cli.Repository, "tests", "fixtures", "rules-7.zip"), Home);
        Do(Home, "publish");
        string file = Path.Combine(Home, "keys", "log.ed25519");
        string old = File.ReadAllText(file);
        using (var other = Ed25519Key.Create())
        {
            File.WriteAllText(file, other.ToPem());
        }
        Assert.Contains("was published with the key before", Cli.Run(Home, "publish").Expect(2).Error, StringComparison.Ordinal);
        File.WriteAllText(file, old);
        Do(Home, "rules", "adopt", "8");
        Assert.Contains("publish name-key", Cli.Run(Home, "publish").Expect(2).Error, StringComparison.Ordinal);
        Do(Home, "publish", "name-key");
        Do(Home, "publish");
        Do(Home, "audit");
    }

    [Fact]
    public void Wrong_use_is_named()
    {
        using var key = Ed25519Key.Create();
        string log = NoteKey.Of("log.example", NoteKeyType.Ed25519, key.PublicKey).ToText();
        string cosigner = Cosignature.KeyOf("w.example", key).ToText();
        Do(Home, "init", "--head-out", _folder["first.head"]);
        string[][] wrong =
        [
            ["'http://w.example' is not URL=VKEY", "publish", "--witness", "http://w.example"],
            ["is not a witness's key", "publish", "--witness", $"http://w.example={log}"],
            ["--witness: note key", "publish", "--witness", "http://w.example=vkey"],
            ["--listen: 'https://127.0.0.1:0'", "serve", "--listen", "https://127.0.0.1:0"],
            ["there is no folder", "serve", "--log", _folder["nowhere"]],
            ["is a witness's key", "witness", "--dir", _folder["witness"], "--name", "w.example", "--log", cosigner],
            ["white space", "witness", "--dir", _folder["witness"], "--name", "two words", "--log", log],
            ["neither a file with a head or a checkpoint nor a tree size", "consistency", "first", "2"],
            ["the log has only 2 entries", "consistency", "2", "3"],
            ["no receipt for an empty tree nor for equal sizes", "consistency", "2", _folder["first.head"], "--out", _folder["r"]],
            ["nothing is published in", "receipt", "1", "--tlog-proof", "--out", _folder["proof"]],
            ["FILE is missing", "verify", "--receipt", "r", "--key", "k"],
            ["--receipt is missing", "verify", "--old", _folder["first.head"], "--key", "k"],
            ["made from the home", "receipt", "1", "--bundle", "--log", _folder["nowhere"]],
            ["goes with --bundle", "receipt", "1", "--witnessed"],
            ["of 0 that are named", "trust", "--witnesses", "1"],
        ];
        foreach (string[] call in wrong)
        {
            Assert.Contains(call[0], Cli.Run(Home, call[1..]).Expect(2).Error, StringComparison.Ordinal);
        }
        Assert.False(File.Exists(_folder["r"]));
        Assert.Equal("good", (string?)Do(Home, "audit")["verdict"]);
        Do(Home, "publish");
        Assert.Equal("good", (string?)Do(Home, "audit")["verdict"]);
        string keyFile = Path.Combine(Home, "keys", "log.ed25519");
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(keyFile));
        }
        File.WriteAllText(keyFile, "no key");
        Assert.Contains($"{keyFile}: Ed25519 private key", Cli.Run(Home, "publish").Expect(1).Error, StringComparison.Ordinal);
    }

    /// <summary>More than one tile of entries.</summary>
    private void MakeLedger()
    {
        var csv = new StringBuilder("height,kind\n");
        for (int i = 0; i < 520; i++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"{i},{(i % 2 == 0 ? "daisy" : "rose")}\n");
        }
        Do(Home, "init", "--head-out", _folder["first.head"]);
        Do(Home, "member", "add", "garden", "--role", "provider");
        Do(Home, "register", _folder.Write("plants.csv", csv.ToString()), "--dataset", "plants", "--label", "kind", "--batch-size", "2");
    }

    private void EverythingFromTheCopyAlone(string old, string copy, string logKey, int size)
    {
        string nowhere = _folder["nowhere"];
        JsonNode files = Do(nowhere, "receipt", "257", "--log", copy, "--tlog-proof", "--out", _folder["proof"]);
        string key = (string)files["key"]!;
        string statement = (string)files["statement"]!;
        string issuer = Path.Combine(Home, "keys", "garden.pem");
        string ledger = Head.Read(File.ReadAllBytes(_folder["first.head"])).Ledger.ToString();
        foreach ((string proof, string by) in ((string, string)[])[("receipt", key), ("tlogProof", logKey), ("tlogProof", key)])
        {
            string[] which = by == logKey ? [] : ["--ledger", ledger];
            string[] verify = ["verify", statement, "--receipt", (string)files[proof]!, "--key", by, .. which];
            Assert.All(which, _ => Assert.Contains(
                "--ledger or --trust is missing", Cli.Run(nowhere, [.. verify[..^2], "--json"]).Expect(2).Error, StringComparison.Ordinal));
            Assert.Equal("Registered", (string?)Do(nowhere, [.. verify, "--issuer-key", issuer])["status"]);
            Assert.Equal("IssuerNotVerified", (string?)Cli.Run(nowhere, [.. verify, "--json"]).Expect(1).Json["status"]);
            string other = _folder.Write("other.pem", KeySigner.Create().ToPublicPem());
            Assert.Equal("NotIssued", (string?)Cli.Run(nowhere, [.. verify, "--issuer-key", other, "--json"]).Expect(3).Json["status"]);
            Assert.Contains(
                "is the ledger's own key", Cli.Run(nowhere, [.. verify, "--issuer-key", key]).Expect(2).Error, StringComparison.Ordinal);
        }
        string text = (string)files["tlogProof"]!;
        CliResult bad = Cli.Run(nowhere, "verify", key, "--receipt", text, "--key", key, "--ledger", ledger, "--json").Expect(3);
        Assert.Equal("BadProof", (string?)bad.Json["status"]);

        string receipt = _folder["growth.receipt"];
        foreach (string from in (string[])[_folder["first.head"], old + "/checkpoint"])
        {
            JsonNode grown = Do(nowhere, "consistency", from, copy + "/checkpoint", "--log", copy, "--out", receipt, "--key", key);
            Assert.Equal((true, size), ((bool)grown["consistent"]!, (int)grown["new"]!["size"]!));
            Assert.Equal(size, (int)Do(nowhere, "verify", "--receipt", receipt, "--old", from, "--key", key)["newSize"]!);
        }
        Assert.True((bool)Do(Home, "consistency", "2", _folder["late.head"])["consistent"]!);
        // The receipt begins at the old checkpoint, not at the first head.
        Assert.Equal("BadProof", (string?)Cli.Run(
            nowhere, "verify", "--receipt", receipt, "--old", _folder["first.head"], "--key", key, "--json").Expect(3).Json["status"]);

        string head = File.ReadAllText(_folder["first.head"]);
        Head kept = Head.Read(Encoding.UTF8.GetBytes(head));
        string forked = _folder.Write("forked.head", (kept with { TreeRoot = kept.HeaderHash }).ToText());
        string stranger = _folder.Write("stranger.head", (kept with { Ledger = kept.HeaderHash }).ToText());
        using KeySigner own = KeySigner.FromPem(File.ReadAllText(Path.Combine(Home, "keys", "ledger.pem")));
        var elsewhere = Checkpoint.Read(SignedNote.Read(File.ReadAllBytes(old + "/checkpoint")).Text) with
        {
            Origin = "hallmark.ledger/other",
        };
        var ownName = new EcdsaNoteSigner(Checkpoint.OriginOf(kept.Ledger), own);
        string otherOrigin = _folder["other.checkpoint"]; // a good signature by the ledger's own key, under another log's name
        File.WriteAllBytes(otherOrigin, SignedNote.Sign(elsewhere.ToText(), ownName).ToBytes());
        foreach ((string from, string to, string reason) in ((string, string, string)[])
        [
            (otherOrigin, copy + "/checkpoint", "not of hallmark.ledger/"),
            (forked, copy + "/checkpoint", "one of them was rewritten"),
            (stranger, copy + "/checkpoint", "not of hallmark.ledger/"),
            (copy + "/checkpoint", old + "/checkpoint", "entries were taken away"),
        ])
        {
            JsonNode answer = Cli.Run(nowhere, "consistency", from, to, "--log", copy, "--json").Expect(3).Json;
            Assert.Contains(reason, (string)answer["reason"]!, StringComparison.Ordinal);
        }
        CliResult shorter = Cli.Run(nowhere, "consistency", "2", copy + "/checkpoint", "--log", old).Expect(3);
        Assert.Contains("entries were taken away", shorter.Out, StringComparison.Ordinal);
        Assert.False(Directory.Exists(nowhere));
    }

    private void DamageIsNamed(string copy)
    {
        foreach (string name in (string[])["tile/entries/000", "tile/0/000", "seal", "checkpoint"])
        {
            byte[] bytes = File.ReadAllBytes($"{copy}/{name}");
            byte[] flipped = [.. bytes];
            flipped[bytes.Length / 4] ^= 1; // in a checkpoint the name on its first signature line
            File.WriteAllBytes($"{copy}/{name}", flipped);
            CliResult damaged = Cli.Run(_folder["nowhere"], "receipt", "7", "--log", copy, "--out", _folder["damaged"]).Expect(3);
            Assert.Contains(name, damaged.Error, StringComparison.Ordinal);
            File.WriteAllBytes($"{copy}/{name}", bytes);
        }
    }

    /// <summary>Everything that a log of the checkpoint's size has, over HTTP.</summary>
    private async Task<string> FetchAsync(string address, string name)
    {
        using var client = new HttpClient { BaseAddress = new Uri(address) };
        byte[] checkpoint = await client.GetByteArrayAsync(new Uri("checkpoint", UriKind.Relative));
        TreeSize size = Checkpoint.Read(SignedNote.Read(checkpoint).Text).Size;
        int[] levels = [TileId.Entries, .. Enumerable.Range(0, TileId.MaxLevel + 1)];
        string[] files = ["checkpoint", "seal", .. levels.SelectMany(level => TileId.Of(size, level)).Select(tile => tile.Path)];
        foreach (string file in files)
        {
            string path = Path.Combine(_folder[name], file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllBytesAsync(path, await client.GetByteArrayAsync(new Uri(file, UriKind.Relative)));
        }
        return _folder[name];
    }

    /// <summary>Waits until the running server has published more than this, and answers how much.</summary>
    private static async Task<int> GrownAsync(string address, TreeSize before)
    {
        using var client = new HttpClient();
        for (int i = 0; i < 600; i++)
        {
            string text = await client.GetStringAsync(new Uri(address + "checkpoint"));
            ulong size = ulong.Parse(text.Split('\n')[1], CultureInfo.InvariantCulture);
            if (size > before.Value)
            {
                return (int)size;
            }
            await Task.Delay(100);
        }
        throw new TimeoutException("The server did not publish the ledger's growth.");
    }

    private static CliResult Outsider(string address, string[] keys)
    {
        string script = Path.Combine(Cli.Repository, "tests", "Hallmark.Cli.Tests", "outsider.py");
        using Process process = Process.Start(new ProcessStartInfo("python3", [script, address, .. keys])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new CliResult(process.ExitCode, output, error.Result);
    }

    private static string StrangersKey()
    {
        using Ed25519Key key = Ed25519Key.Create();
        return Cosignature.KeyOf("w.example", key).ToText();
    }

    private static JsonNode Do(string home, params string[] arguments) => Cli.Run(home, [.. arguments, "--json"]).Expect(0).Json;
}
