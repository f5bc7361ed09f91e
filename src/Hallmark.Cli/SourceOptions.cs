using System.CommandLine;
using Hallmark.Operations;

namespace Hallmark.Cli;

/// <summary>What records are read from, in the words of the help, and the options that say what cannot be found out about it.</summary>
internal sealed class SourceOptions
{
    public const string Kinds =
        "CSV with a header, JSON Lines, Parquet, Arrow, NumPy, IDX or a log, packed by gzip or zip or not; "
        + "a folder of such files or of pictures (PNG, JPEG); a pattern in quotes ('data/*.csv'); - for standard input; "
        + "or a database (sqlite:FILE, postgresql://…) with --query.";

    private readonly Option<string?> _pattern = new("--pattern")
    {
        Description = "Each line is a record that fits this regular expression; its named groups, (?<name>…), are the columns.",
        HelpName = "REGEX",
    };

    private readonly Option<string?> _query = new("--query")
    {
        Description = "What to ask a database for, with ORDER BY by something that no two records share.",
        HelpName = "SQL",
    };

    private readonly Option<string[]> _embed = new("--embed")
    {
        Description = "Numbers for a column of text, by a model in a file (ONNX), beside it; may be given several times.",
        HelpName = "COLUMN=MODEL",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string[]> _asWritten = AsWritten();

    private readonly TableOptions _table = new();

    public static Option<string[]> AsWritten() => new("--as-written")
    {
        Description = "In this column a number, true or a list is no other cell than the text spelled so; may be given several times.",
        HelpName = "COLUMN",
        DefaultValueFactory = _ => [],
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_pattern);
        command.Options.Add(_query);
        command.Options.Add(_embed);
        command.Options.Add(_asWritten);
        _table.AddTo(command);
    }

    public SourceWords Read(Invocation invocation) => new(invocation.Get(_pattern), invocation.Get(_query))
    {
        Table = _table.Read(invocation),
        Embed = invocation.Get(_embed),
        AsWritten = invocation.Get(_asWritten),
    };
}
