using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace Hallmark.Cli;

/// <summary>What whoever mistyped a command line is told beside the error.</summary>
internal static partial class UsageHint
{
    /// <summary>Letters that may be wrong, missing or too many.</summary>
    private const int Slips = 2;

    /// <summary>What is wrong, in words that need no knowledge of .NET.</summary>
    public static string Sentence(ParseError error) => TypeName().Replace(
        Output.Printable(error.Message), type => type.Value.Contains("Int", StringComparison.Ordinal) ? "a whole number" : "a number");

    [GeneratedRegex(@"expected type '[^']*'|type 'System\.[^']*'")]
    private static partial Regex TypeName();

    public static IEnumerable<string> Of(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string[] known = [.. NamesFor(command)];
        foreach (string token in parsed.UnmatchedTokens)
        {
            string? meant = known.Where(name => Distance(token, name) <= Slips).MinBy(name => Distance(token, name));
            if (meant is not null)
            {
                yield return $"'{Output.Printable(token)}': did you mean '{meant}'?";
            }
        }
        string path = string.Join(' ', PathOf(parsed.CommandResult));
        yield return command is RootCommand ? "'hallmark --help' lists the commands, 'hallmark COMMAND --help' its options."
            : command.Subcommands.Count == 0 ? $"'{path} --help' lists the options."
            : $"'{path}' has {string.Join(", ", command.Subcommands.Select(sub => sub.Name))}; '{path} COMMAND --help' lists the options.";
    }

    private static IEnumerable<string> PathOf(CommandResult result) => result.Parent is CommandResult parent
        ? PathOf(parent).Append(result.Command.Name)
        : ["hallmark"];

    private static IEnumerable<string> NamesFor(Command command) => command.Subcommands.Select(sub => sub.Name)
        .Concat(command.Options.Select(option => option.Name).Append(CommonOptions.Home.Name).Append(CommonOptions.Json.Name));

    /// <summary>Levenshtein's: the fewest letters to change, put in or take out.</summary>
    private static int Distance(string one, string other)
    {
        if (Math.Abs(one.Length - other.Length) > Slips)
        {
            return Slips + 1;
        }
        int[] before = [.. Enumerable.Range(0, other.Length + 1)];
        for (int i = 1; i <= one.Length; i++)
        {
            int[] now = new int[other.Length + 1];
            now[0] = i;
            for (int j = 1; j <= other.Length; j++)
            {
                int changed = before[j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1);
                now[j] = Math.Min(changed, Math.Min(before[j], now[j - 1]) + 1);
            }
            before = now;
        }
        return before[^1];
    }
}
