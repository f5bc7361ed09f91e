using System.Text.Json.Nodes;
using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Schedules;
using Hallmark.Data.Batches;
using Hallmark.Data.Store;
using Hallmark.Ledger.Storage;

namespace Hallmark.Cli.Tests;

/// <summary>A copy of a home, to be tampered with.</summary>
internal sealed class HomeCopy : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public HomeCopy(string from) => TemporaryFolder.Copy(from, Path);

    public string Path => _folder["home"];

    public string Ledger => System.IO.Path.Combine(Path, "ledger.log");

    public string Outside(string name) => _folder[name];

    public string File(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    public string Object(ObjectReference reference)
    {
        string name = reference.Digest.ToString();
        return File("objects", name[..2], name[2..]);
    }

    /// <summary>Looks into the ledger as it stands on disk.</summary>
    public T Look<T>(Func<Catalog, T> look) => Look(Path, look);

    public static T Look<T>(string home, Func<Catalog, T> look)
    {
        using FileStorage storage = FileStorage.OpenRead(System.IO.Path.Combine(home, "ledger.log"));
        using var store = new DirectoryContentStore(System.IO.Path.Combine(home, "objects"));
        return look(new Catalog(Hallmark.Ledger.Ledger.OpenRead(storage, new ContractSet()), store));
    }

    public BatchManifest Manifest(string batch) => Look(catalog => catalog.Manifest(catalog.Batch(batch)));

    /// <summary>The batches that were trained on, in order.</summary>
    public IReadOnlyList<string> Scheduled() => Look(catalog => catalog.Ledger.State.List(ScheduleKeys.All)[0].Batches);

    public CliResult Audit(params string[] more) => Cli.Run(Path, ["audit", "--json", .. more]);

    /// <summary>Audits, insists on exit code and verdict, and answers the findings that are more than notes.</summary>
    public IReadOnlyList<JsonNode> Audit(int exit, string verdict, params string[] more)
    {
        CliResult result = Audit(more).Expect(exit);
        Assert.Equal(verdict, (string?)result.Json["verdict"]);
        return [.. result.Json["findings"]!.AsArray()
            .Where(finding => (string?)finding!["severity"] != "note").Select(finding => finding!)];
    }

    public static void Flip(string path, long position, byte mask = 1)
    {
        using FileStream file = System.IO.File.Open(path, FileMode.Open, FileAccess.ReadWrite);
        file.Position = position;
        int old = file.ReadByte();
        file.Position = position;
        file.WriteByte((byte)(old ^ mask));
    }

    public void Dispose() => _folder.Dispose();
}

/// <summary>Shorthand for reading findings.</summary>
internal static class FindingText
{
    public static string? Code(this JsonNode finding) => (string?)finding["code"];

    /// <summary>The findings of an audit but for its notes: of what files nobody vouches for there are always some.</summary>
    public static IReadOnlyList<JsonNode> Troubles(this JsonNode audit) =>
        [.. audit["findings"]!.AsArray().Where(finding => (string?)finding!["severity"] != "note").OfType<JsonNode>()];

    public static JsonNode Only(this IReadOnlyList<JsonNode> findings, string code)
    {
        JsonNode[] found = [.. findings.Where(finding => finding.Code() == code)];
        Assert.True(
            found.Length == 1,
            $"{found.Length} findings {code} among:\n{string.Join('\n', findings.Select(finding => finding.ToJsonString()))}");
        return found[0];
    }

    public static JsonNode First(this IReadOnlyList<JsonNode> findings, string code)
    {
        JsonNode? found = findings.FirstOrDefault(finding => finding.Code() == code);
        Assert.True(
            found is not null, $"no finding {code} among:\n{string.Join('\n', findings.Select(finding => finding.ToJsonString()))}");
        return found;
    }
}
