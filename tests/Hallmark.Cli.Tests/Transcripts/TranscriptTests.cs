using System.Text;
using System.Text.RegularExpressions;

namespace Hallmark.Cli.Tests.Transcripts;

/// <summary>
/// What commands print, held against transcripts in files. A line <c>$ hallmark …</c> is a command; what follows is what it prints,
/// messages
/// for people after <c>! </c>, and its exit code where that is not 0. What differs from run to run stands as HEX, TIME, KEY or NUMBER.
/// <c>HALLMARK_TRANSCRIBE=1</c> writes the files anew: read the difference before it is committed.
/// </summary>
public sealed partial class TranscriptTests
{
    private const string Prompt = "$ hallmark ";

    private static string Folder => Path.Combine(Cli.Repository, "tests", "Hallmark.Cli.Tests", "Transcripts");

    public static TheoryData<string> Files =>
        [.. Directory.GetFiles(Folder, "*.transcript").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Commands_print_what_their_transcript_shows(string name)
    {
        string path = Path.Combine(Folder, name);
        string expected = File.ReadAllText(path);
        using var folder = new TemporaryFolder();
        folder.Write("plants.csv", Scenario.Plants(80, 1));
        folder.Write("more.csv", Scenario.Plants(40, 5));
        folder.Write("test.csv", Scenario.Plants(40, 9));
        folder.Write("pipeline.yaml", Pipeline);
        folder.Write("gardens.csv", Gardens);
        string actual = Replay(expected, folder);
        if (Environment.GetEnvironmentVariable("HALLMARK_TRANSCRIBE") == "1")
        {
            File.WriteAllText(path, actual);
        }
        Assert.Equal(expected, actual);
    }

    private static string Replay(string transcript, TemporaryFolder folder)
    {
        var text = new StringBuilder();
        foreach (string line in transcript.Split('\n'))
        {
            if (line.StartsWith('#') || line.StartsWith(Prompt, StringComparison.Ordinal))
            {
                text.Append(text.Length == 0 ? "" : "\n").Append(line).Append('\n');
            }
            if (line.StartsWith(Prompt, StringComparison.Ordinal))
            {
                text.Append(Run(line[Prompt.Length..], folder));
            }
        }
        return text.ToString();
    }

    private static string Run(string line, TemporaryFolder folder)
    {
        string[] arguments = [.. Words().Matches(line).Select(word => Place(word.Value.Trim('\''), folder))];
        CliResult result = Cli.Run(folder["home"], arguments);
        var text = new StringBuilder();
        foreach (string printed in Lines(result.Out))
        {
            text.Append(Normal(printed, folder)).Append('\n');
        }
        foreach (string said in Lines(result.Error).Where(said => !Progress().IsMatch(said)))
        {
            text.Append("! ").Append(Normal(said, folder)).Append('\n');
        }
        return result.Exit == 0 ? text.ToString() : text.Append("exit ").Append(result.Exit).Append('\n').ToString();
    }

    private static string Place(string word, TemporaryFolder folder) =>
        word.Replace("DIR", folder.Path, StringComparison.Ordinal).Replace(
            "EXAMPLES", Path.Combine(Cli.Repository, "examples"), StringComparison.Ordinal);

    private static IEnumerable<string> Lines(string text) => text.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0);

    private static string Normal(string line, TemporaryFolder folder)
    {
        line = line.Replace(folder.Path, "DIR", StringComparison.Ordinal).Replace(
            Path.Combine(Cli.Repository, "examples"), "EXAMPLES", StringComparison.Ordinal);
        line = Time().Replace(line, "TIME");
        line = Hex().Replace(line, "HEX");
        line = Key().Replace(line, "+KEY");
        line = Block().Replace(line, "$1NUMBER");
        line = Measured().Replace(line, "$1NUMBER");
        return Rule().Replace(line, "──");
    }

    [GeneratedRegex(@"'[^']*'|\S+")]
    private static partial Regex Words();

    /// <summary>How far something is; and a stage's name alone, which is told where what came before took longer than a moment.</summary>
    [GeneratedRegex(
        @"^(measuring|training|reading|registering|comparing|scoring|replaying|auditing|checking|choosing)\b[^:]*: "
        + @"|^(checking [\w, -]+|training on \S+/schedule/\d+|registering \S+|comparing|choosing|audit(: .*)?"
        + @"|handing in what was measured)$")]
    private static partial Regex Progress();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\.\d+)?Z?(\+00:00)?")]
    private static partial Regex Time();

    [GeneratedRegex(@"\+HEX\+[A-Za-z0-9+/]{20,}=*")]
    private static partial Regex Key();

    /// <summary>Digests, whole or short, and moments in seconds or milliseconds.</summary>
    [GeneratedRegex(@"(?<![0-9A-Za-z.])(?:[0-9a-f]{64}|[0-9a-f]{8,40})(?![0-9A-Za-z])")]
    private static partial Regex Hex();

    /// <summary>Which statements share a block is a matter of moments.</summary>
    [GeneratedRegex(
        @"((?:""height"": |""shownUpTo"": |up to height |""blocks"": |\bblocks? |^(?:good|incomplete|rules-broken|tampered): ))\d+")]
    private static partial Regex Block();

    [GeneratedRegex(@"(""?(?:seconds|elapsed|milliseconds)""?: )[0-9.]+")]
    private static partial Regex Measured();

    /// <summary>Rules under a table's head are as wide as its cells.</summary>
    [GeneratedRegex("─+")]
    private static partial Regex Rule();

    /// <summary>Plants of three gardens, the last of which often takes one kind for the other and has grown them higher.</summary>
    private static string Gardens
    {
        get
        {
            string[] lines = Scenario.Plants(60, 3).TrimEnd('\n').Split('\n');
            IEnumerable<string> rows = lines.Skip(1).Select((line, row) => row switch
            {
                < 20 => $"{line},north",
                < 40 => $"{line},south",
                _ => $"1{(row % 3 == 0 ? line.Replace("daisy", "rose", StringComparison.Ordinal) : line)},west",
            });
            return $"{lines[0]},from\n{string.Join('\n', rows)}\n{lines[1]},south\n";
        }
    }

    private const string Pipeline = """
        name: garden
        admin: boss
        members:
          - {name: garden, roles: [provider]}
          - {name: lab, roles: [validator]}
          - {name: school, roles: [trainer]}
        dataset: {name: plants, label: kind}
        data:
          - {file: plants.csv, provider: garden, batch-size: 20}
        grants:
          - {member: school, purpose: training}
        checks: {validator: lab}
        schedule: {trainer: school, method: greedy, budget: 60, seed: 3}
        model: {kind: mlp, hidden: [4], epochs: 3, learning-rate: 0.05, momentum: 0.9, l2: 0.0001, mini-batch: 16, seed: 1}
        evaluation: {file: test.csv, seeds: 2}
        """;
}
