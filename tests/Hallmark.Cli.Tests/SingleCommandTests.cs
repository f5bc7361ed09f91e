using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Hallmark.Cli.Tests;

/// <summary>The same job by hand, one command after the other, on a small file.</summary>
public sealed class SingleCommandTests
{
    [Fact]
    public void The_main_job_can_be_done_by_hand()
    {
        using var folder = new TemporaryFolder();
        string home = folder["home"];
        string csv = folder.Write("plants.csv", Plants(80, seed: 1));
        string test = folder.Write("test.csv", Plants(40, seed: 9));

        JsonNode Do(params string[] arguments) => Cli.Run(home, [.. arguments, "--json"]).Expect(0).Json;

        JsonNode made = Do("init", "--name", "plants", "--admin", "boss", "--head-out", folder["first.head"]);
        Assert.Contains((string)made["head"]!["header"]!, File.ReadAllText(folder["first.head"]), StringComparison.Ordinal);
        Do("member", "add", "garden", "--role", "provider");
        Do("member", "add", "lab", "--role", "validator");
        Do("member", "add", "school", "--role", "trainer", "--as", "boss");
        Assert.Equal(
            ["boss", "garden", "lab", "school"],
            Do("member", "list")["members"]!.AsArray().Select(member => (string)member!["member"]!).Order());
        JsonNode registered = Do(
            "register", csv, "--dataset", "plants", "--label", "kind", "--batch-size", "20", "--origin", "a garden", "--step", "weeded",
            "--step", "watered");
        Assert.Equal((80, 4), ((int)registered["records"]!, registered["batches"]!.AsArray().Count));
        Assert.Equal(4, (int)Do("register", csv, "--dataset", "plants", "--batch-size", "20")["known"]!);
        Assert.Equal(4, Do("judge", "plants")["batches"]!.AsArray().Count);
        Assert.Empty(Do("judge", "plants")["batches"]!.AsArray());
        Assert.All(Do("batches", "plants")["batches"]!.AsArray(), batch => Assert.Equal("accepted", (string?)batch!["verdict"]));
        Do("grant", "school", "plants", "--until", "2999-12-31");
        Assert.Equal("lab", (string?)Do("evaluation", "commit", test, "--dataset", "plants")["by"]);
        Assert.Equal(40, (int)Assert.Single(Do("evaluation", "list")["evaluations"]!.AsArray())!["records"]!);
        JsonNode schedule = Do("schedule", "plants", "--budget", "60", "--method", "greedy", "--seed", "3");
        Assert.Equal("chosen", (string?)schedule["seedOrigin"]);
        Assert.Equal("operator-grindable", (string?)Do("schedule", "plants", "--budget", "40")["seedOrigin"]);
        JsonNode run = Do(
            "train", "plants", "--schedule", (string)schedule["schedule"]!, "--hidden", "4", "--epochs", "5", "--test", test, "--compare",
            "2");
        Assert.Equal(("closed", 5), ((string?)run["state"], (int)run["steps"]!));
        Assert.Equal(2, (int)run["comparison"]!["seeds"]!);
        Assert.Equal((string?)run["modelDigest"], (string?)Assert.Single(Do("runs")["runs"]!.AsArray())!["modelDigest"]);
        JsonNode audit = Do("audit", "--replay", "--head", folder["first.head"], "--run", (string)run["id"]!);
        Assert.Equal("good", (string?)audit["verdict"]);
        Assert.Equal(1, (int)audit["coverage"]!["runsReplayed"]!);
        Assert.Equal("good", (string?)Do("report", "--out", folder["plants.html"])["verdict"]);
        Assert.Contains("plants", File.ReadAllText(folder["plants.html"]), StringComparison.Ordinal);

        JsonNode receipt = Do("receipt", "6", "--out", folder["proof"]);
        Verify(folder, receipt);
        VerifyBundle(folder, (string)Do("receipt", "6", "--bundle", "--out", folder["6.evidence"])["file"]!);
    }

    /// <summary>Offline: the home is somewhere else.</summary>
    private static void Verify(TemporaryFolder folder, JsonNode files)
    {
        string statement = (string)files["statement"]!;
        string receipt = (string)files["receipt"]!;
        string key = (string)files["key"]!;
        string issuer = Path.Combine(folder["home"], "keys", "garden.pem");
        string ledger = (string)Cli.Run(folder["home"], "trust", "--out", folder["its.trust"], "--json").Expect(0).Json["ledger"]!;
        CliResult Check(string what, string proof, string by) => Cli.Run(
            folder["nowhere"], "verify", what, "--receipt", proof, "--key", by, "--ledger", ledger, "--issuer-key", issuer, "--json");

        JsonNode good = Check(statement, receipt, key).Expect(0).Json;
        Assert.True((bool)good["registered"]!);
        Assert.Equal((string?)files["kind"], (string?)good["kind"]);

        byte[] altered = File.ReadAllBytes(statement);
        altered[^70] ^= 1;
        Assert.False((bool)Check(folder.Write("altered", altered), receipt, key).Expect(3).Json["registered"]!);

        string other = folder.Write("other.pem", Evidence.Cose.KeySigner.Create().ToPublicPem());
        Assert.Equal("OtherKey", (string?)Check(statement, receipt, other).Expect(3).Json["status"]);
        string trust = folder["its.trust"];
        CliResult stranger = Cli.Run(folder["nowhere"], "verify", statement, "--receipt", receipt, "--trust", trust).Expect(1);
        Assert.StartsWith("issuer not verified: ", stranger.Out);
        string[] ofWhich = ["verify", statement, "--receipt", receipt, "--key", key, "--issuer-key", issuer];
        Assert.Contains("--ledger or --trust is missing", Cli.Run(folder["nowhere"], ofWhich).Expect(2).Error, StringComparison.Ordinal);
        CliResult own = Cli.Run(
            folder["nowhere"], "verify", statement, "--receipt", receipt, "--trust", trust, "--issuer-key", key).Expect(2);
        Assert.Contains("--issuer-key: is the ledger's own key, which vouches for no member", own.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["nowhere"]));
    }

    private static void VerifyBundle(TemporaryFolder folder, string bundle)
    {
        string trust = folder["plants.trust"];
        JsonNode root = Cli.Run(folder["home"], "trust", "--out", trust, "--json").Expect(0).Json;
        CliResult good = Cli.Run(folder["nowhere"], "verify", bundle, "--trust", trust).Expect(0);
        Assert.Contains("signed by garden", good.Out, StringComparison.Ordinal);
        Assert.Contains("no revocation shown up to height", good.Out, StringComparison.Ordinal);
        string key = Path.Combine(folder["home"], "keys", "ledger.pem");
        Cli.Run(folder["nowhere"], "verify", bundle, "--key", key, "--ledger", (string)root["ledger"]!).Expect(0);
        string[][] wrong =
        [
            ["--ledger or --trust is missing", bundle, "--key", key],
            ["--trust or --key is missing", bundle],
            ["leave --key and --ledger out", bundle, "--trust", trust, "--key", key],
            ["is not a ledger id", bundle, "--key", key, "--ledger", "mine"],
            ["goes with --receipt", bundle, "--trust", trust, "--issuer-key", key],
            ["trust: is not at least four whole lines", bundle, "--trust", key],
            ["bundle: is not a deterministic CBOR map", trust, "--trust", trust],
        ];
        foreach (string[] call in wrong)
        {
            Assert.Contains(call[0], Cli.Run(folder["nowhere"], ["verify", .. call[1..]]).Expect(2).Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Help_names_every_command()
    {
        using var folder = new TemporaryFolder();
        CliResult help = Cli.Run(folder["home"], "--help").Expect(0);

        foreach (string command in (string[])
        [
            "init", "member", "grant", "register", "judge", "batches", "schedule", "train", "runs", "audit", "report", "receipt", "verify",
            "run", "publish", "serve", "witness", "consistency",
        ])
        {
            Assert.Contains($"  {command} ", help.Out, StringComparison.Ordinal);
        }
    }

    /// <summary>Two kinds that are easily told apart.</summary>
    private static string Plants(int records, int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder("height,leaf,kind\n");
        for (int i = 0; i < records; i++)
        {
            int kind = i % 2;
            text.Append(
                CultureInfo.InvariantCulture,
                $"{10 + 20 * kind + random.NextDouble():F4},{1 + 3 * kind + random.NextDouble():F4},{(kind == 0 ? "daisy" : "rose")}\n");
        }
        return text.ToString();
    }
}
