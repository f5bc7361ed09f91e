using System.Text.Json.Nodes;
using Hallmark.Data.Custody;
using Hallmark.Files;

namespace Hallmark.Cli.Tests;

/// <summary>
/// No file of a home is overlooked: in each of them one byte is changed, and the audit says so, or had said before that the file is
/// nobody's word.
/// </summary>
public sealed class EveryFileTests(GardenRun garden)
{
    /// <summary>What the audit names by what it holds, not by where it lies.</summary>
    private static readonly string[] NamedByContent = ["ledger.log", "objects/", "keys/", "runs/", "timestamps/", "hallmark.json"];

    [Fact]
    public void A_changed_byte_in_any_file_of_a_home_is_named()
    {
        using Scenario home = Rich();
        HashSet<string> before = Audit(home);
        string[] files = [.. Directory.EnumerateFiles(home.Home, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(home.Home, path)).Order(StringComparer.Ordinal)];
        foreach (string folder in (string[])["custody", "keys", "log", "objects", "private", "runs", "timestamps", "locks"])
        {
            Assert.Contains(files, file => file.StartsWith(folder + "/", StringComparison.Ordinal));
        }
        var unseen = new List<string>();
        foreach (string file in files)
        {
            string path = home.File(file);
            byte[] good = File.ReadAllBytes(path);
            File.WriteAllBytes(path, Changed(good));
            string[] told = [.. Audit(home).Except(before)];
            File.WriteAllBytes(path, good);
            bool isNamed = told.Any(line => line.Contains(file, StringComparison.Ordinal));
            if (!isNamed && !before.Any(line => Declares(line, file))
                && !(told.Length > 0 && NamedByContent.Any(kind => file.StartsWith(kind, StringComparison.Ordinal))))
            {
                unseen.Add($"{file}: {string.Join("; ", told)}");
            }
        }
        Assert.True(unseen.Count == 0, $"{files.Length} files, unseen:\n{string.Join('\n', unseen)}\nbefore:\n{string.Join('\n', before)}");
        Assert.Equal(before, Audit(home));
    }

    [Fact]
    public void Thousands_of_strangers_files_are_two_notes()
    {
        using Scenario home = garden.Open();
        for (int i = 0; i < 2000; i++)
        {
            string folder = home.File("objects", $"{i % 256:x2}");
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, $"{i:x62}"), "stray");
            File.WriteAllText(home.File($"note-{i:d4}.txt"), "mine");
        }
        IReadOnlyList<JsonNode> findings = home.Audit(0, "good");
        Assert.Contains("2000 files", findings.Only("object.orphan").Text("message"), StringComparison.Ordinal);
        Assert.Contains("2000 files", findings.Only("file.stray").Text("message"), StringComparison.Ordinal);
        Assert.All(findings, finding => Assert.InRange(finding.Text("message").Length, 1, 4000));
    }

    [Fact]
    public void Wraps_and_dataset_keys_of_others_are_not_taken_for_ones_own()
    {
        using Scenario home = garden.Sealed();
        string wraps = home.File("custody", "garden", "wraps");
        string[] files = Directory.GetFiles(wraps, "*", SearchOption.AllDirectories);
        string key = Directory.GetFiles(home.File("custody", "garden", "datasets")).Single();
        home.Audit(0, "good");
        File.Copy(files[0], Path.Combine(Path.GetDirectoryName(files[0])!, "3"));
        string told = home.Audit(3, "tampered").Only("custody.altered").Text("message");
        Assert.Contains("/3 is not what its custodian kept: is for a use that is not on record", told, StringComparison.Ordinal);
        File.Delete(Path.Combine(Path.GetDirectoryName(files[0])!, "3"));

        File.Copy(Directory.GetFiles(home.File("custody", "garden", "secrets"))[0], key, overwrite: true);
        Assert.Contains(
            Path.GetFileName(key), home.Audit(3, "tampered").Only("custody.altered").Text("message"), StringComparison.Ordinal);

        var other = new RegularFiles(home.Outside("other"));
        using (var own = AgreementKey.FromPem(File.ReadAllText(home.File("keys", "garden.agreement"))))
        using (var custody = new CustodyFolder(other, own))
        using (var another = DatasetKey.Create())
        {
            custody.KeepDatasetKey("plants", another);
        }
        File.Copy(other.PathOf($"datasets/{Path.GetFileName(key)}"), key, overwrite: true);
        Assert.Contains("of plants: it does not open the fingerprints of plants/garden/1",
            home.Audit(3, "tampered").Only("key.replaced").Text("message"), StringComparison.Ordinal);
    }

    /// <summary>All that can lie in a home: a kept file, sealed, absent and withdrawn batches, wraps, a comparison, a log, a stamp, old
    /// keys.</summary>
    private Scenario Rich()
    {
        Scenario home = garden.Sealed();
        string test = home.Write("test.csv", Scenario.Plants(40, seed: 9));
        home.Do("train", "plants", "--hidden", "0", "--epochs", "1", "--test", test, "--compare", "1");
        home.Do("grant", "press", "plants/garden/1", "--purpose", "research");
        home.Do("read", "plants/garden/1", "--as", "press", "--purpose", "research", "--out", home.Outside("read.csv"));
        string far = home.Write("far.csv", Scenario.Plants(20, seed: 5));
        home.Do("register", far, "--dataset", "far", "--label", "kind", "--batch-size", "20", "--tier", "absent");
        string kept = home.Write("kept.csv", Scenario.Plants(20, seed: 6));
        home.Do("register", kept, "--dataset", "kept", "--label", "kind", "--as", "garden", "--keep-source");
        home.Do(
            "withdraw", "plants/garden/4", "--as", "garden", "--ground", "GDPR article 17",
            "--stated-by", "data office");
        home.Do("member", "rotate", "press");
        home.Do("gateway", "add", "gate", "--dataset", "plants", "--as", "garden");
        home.Do("seed", "commit", "--as", "school");
        home.Do("publish");
        using var authority = new OpensslAuthority();
        using (var server = LoopbackServer.Of(authority.Reply))
        {
            home.Do("timestamp", "--tsa", server.Url);
        }
        home.Do("member", "add", "zoe", "--role", "reader", "--head-out", home.File("report.head"));
        Cli.Run(home.Home, "report");
        return home;
    }

    private static bool Declares(string line, string file) =>
        line.Contains(file, StringComparison.Ordinal)
        || (file.StartsWith("locks/", StringComparison.Ordinal) && line.Contains("locks/ (they are only held", StringComparison.Ordinal));

    private static byte[] Changed(byte[] good)
    {
        byte[] changed = good.Length == 0 ? [1] : [.. good];
        changed[changed.Length / 2] ^= 1;
        return changed;
    }

    private static HashSet<string> Audit(Scenario home) =>
    [
        .. Cli.Run(home.Home, "audit", "--json").Json["findings"]!.AsArray().Select(finding => $"{finding!.Code()}: {finding!["message"]}"),
    ];
}
