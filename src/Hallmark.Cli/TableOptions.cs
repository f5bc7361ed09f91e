using System.CommandLine;
using Hallmark.Operations;

namespace Hallmark.Cli;

/// <summary>The options that say how a table is written: the same wherever files are read. What is not said is found.</summary>
internal sealed class TableOptions
{
    private readonly Option<string?> _delimiter = Of(
        "--delimiter", "CHAR", "Between fields: comma, semicolon, tab, pipe, space, or a character.");
    private readonly Option<string?> _decimal = Of("--decimal", "CHAR", "Between whole and fraction of numbers: point or comma.");
    private readonly Option<string?> _thousands = Of(
        "--thousands", "CHAR", "Between groups of three digits: comma, point, space, apostrophe.");
    private readonly Option<string?> _dates = Of(
        "--dates", "ORDER", "What comes first in dates: dmy (31.12.2026), mdy (12/31/2026), or ymd (2026/12/31).");
    private readonly Option<string?> _quote = Of("--quote", "CHAR", "Around fields: \" or ' or none.");
    private readonly Option<string?> _comment = Of("--comment", "CHAR", "What lines begin with that are no records, such as #; or none.");
    private readonly Option<string?> _header = Of(
        "--header", "yes|no", "Whether the first line names the columns; without one they are 0, 1, …");
    private readonly Option<string?> _encoding = Of("--encoding", "NAME", "Encoding of the file, such as windows-1252 or utf-16.");
    private readonly Option<string?> _missing = Of(
        "--missing", "WORDS", "Words for missing cells in every column, between commas; or none. Usual ones are known among numbers.");

    private readonly Option<bool> _round = new("--round")
    {
        Description = "Round decimals that have more digits than a number of 64 bits keeps; without it their column is text.",
    };

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])
            [_delimiter, _decimal, _thousands, _dates, _quote, _comment, _header, _encoding, _missing, _round])
        {
            command.Options.Add(option);
        }
    }

    public TableWords Read(Invocation invocation) => new()
    {
        Delimiter = invocation.Get(_delimiter),
        Decimal = invocation.Get(_decimal),
        Thousands = invocation.Get(_thousands),
        Dates = invocation.Get(_dates),
        Quote = invocation.Get(_quote),
        Comment = invocation.Get(_comment),
        Header = invocation.Get(_header),
        Encoding = invocation.Get(_encoding),
        Missing = invocation.Get(_missing),
        Rounds = invocation.Get(_round),
    };

    /// <summary>Says how a file was read; nothing where there is none.</summary>
    public static void Tell(Output output, ReadSource? source)
    {
        foreach (string sentence in source?.Sentences() ?? [])
        {
            output.Warn(sentence);
        }
    }

    private static Option<string?> Of(string name, string value, string description) =>
        new(name) { Description = description, HelpName = value };
}
