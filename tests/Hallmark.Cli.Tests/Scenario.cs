using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Hallmark.Client;
using Hallmark.Data.Store;

namespace Hallmark.Cli.Tests;

/// <summary>A home of its own, worked on command by command.</summary>
internal sealed class Scenario : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public Scenario()
    {
    }

    /// <summary>Goes on from a copy of a home.</summary>
    public Scenario(string from) => TemporaryFolder.Copy(from, Home);

    public string Home => _folder["home"];

    /// <summary>Runs a command that must succeed and answers its JSON.</summary>
    public JsonNode Do(params string[] arguments) => Run(0, arguments).Json;

    public CliResult Run(int exit, params string[] arguments) => Cli.Run(Home, [.. arguments, "--json"]).Expect(exit);

    /// <summary>Runs a command that the ledger must deny by this rule, and answers the entry of the denial.</summary>
    public ulong Denied(string rule, params string[] arguments)
    {
        CliResult result = Run(4, arguments);
        Assert.Contains($"(rule {rule}, recorded as entry ", result.Error, StringComparison.Ordinal);
        string entry = result.Error[(result.Error.LastIndexOf("entry ", StringComparison.Ordinal) + 6)..].Trim().TrimEnd(')');
        return ulong.Parse(entry, CultureInfo.InvariantCulture);
    }

    /// <summary>Audits, insists on exit code and verdict, and answers the codes of the findings, notes too.</summary>
    public IReadOnlyList<JsonNode> Audit(int exit, string verdict, params string[] more)
    {
        JsonNode json = Run(exit, ["audit", .. more]).Json;
        Assert.Equal(verdict, (string?)json["verdict"]);
        return [.. json["findings"]!.AsArray().Select(finding => finding!)];
    }

    /// <summary>Looks into the ledger as it stands on disk.</summary>
    public T Look<T>(Func<Catalog, T> look) => HomeCopy.Look(Home, look);

    public string File(params string[] parts) => Path.Combine([Home, .. parts]);

    public string Object(ObjectReference reference)
    {
        string name = reference.Digest.ToString();
        return File("objects", name[..2], name[2..]);
    }

    /// <summary>Writes a file beside the home and answers its path.</summary>
    public string Write(string name, string text) => _folder.Write(name, text);

    public string Outside(string name) => _folder[name];

    public void Dispose() => _folder.Dispose();

    /// <summary>Two kinds of plants that are easily told apart, as CSV.</summary>
    public static string Plants(int records, int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder("height,leaf,kind\n");
        for (int i = 0; i < records; i++)
        {
            int kind = i % 2;
            double height = 10 + 20 * kind + random.NextDouble();
            double leaf = 1 + 3 * kind + random.NextDouble();
            text.Append(CultureInfo.InvariantCulture, $"{height:R},{leaf:R},{(kind == 0 ? "daisy" : "rose")}\n");
        }
        return text.ToString();
    }
}

/// <summary>Shorthand for reading what commands answer.</summary>
internal static class Answers
{
    public static IReadOnlyList<JsonNode> List(this JsonNode json, string name) => [.. json[name]!.AsArray().Select(item => item!)];

    public static string Text(this JsonNode json, string name) => (string)json[name]!;

    public static IReadOnlyList<string> Texts(this JsonNode json, string name) => [.. json[name]!.AsArray().Select(item => (string)item!)];
}
