using Hallmark.Api;
using Spectre.Console;

namespace Hallmark.Cli;

/// <summary>
/// Where a command's words go. Results go to standard output: tables for people, or with <c>--json</c> one JSON document and
/// nothing else. Messages and progress go to standard error; colours only on a terminal.
/// </summary>
internal sealed class Output(bool json, IAnsiConsole results, IAnsiConsole messages, TextWriter raw)
{
    /// <summary>Columns that a table has at most, however wide what it goes to is: more no one reads.</summary>
    public const int WidestTable = 140;

    private bool _answered;

    public bool Json { get; } = json;

    /// <param name="json">Whether the result is one JSON document.</param>
    /// <param name="results">Standard output, or what stands for it.</param>
    /// <param name="messages">Standard error, or what stands for it.</param>
    public static Output To(bool json, TextWriter results, TextWriter messages) => new(
        json,
        ConsoleOn(results, results != Console.Out || Console.IsOutputRedirected),
        ConsoleOn(messages, messages != Console.Error || Console.IsErrorRedirected),
        results);

    /// <summary>A sentence for people.</summary>
    public void Say(string text) => messages.WriteLine(Printable(text));

    public void Warn(string text) => messages.Write(new Text(Printable(text) + "\n", new Style(Color.Yellow)));

    /// <summary>What went wrong, for people; with <c>--json</c> also as the one document, unless the result is out already.</summary>
    /// <param name="hint">What to do about it; null where the text says enough.</param>
    public void Fail(string text, int code, string? hint = null)
    {
        messages.Write(new Text(Printable(text) + "\n", new Style(Color.Red)));
        if (hint is not null)
        {
            Say(hint);
        }
        if (Json && !_answered)
        {
            Result(new FailureAnswer(text, code, hint));
        }
    }

    /// <summary>The command's result, in the form that was asked for.</summary>
    /// <param name="answer">One of the answers of <see cref="Api"/>.</param>
    /// <param name="forPeople">How people are shown it; null where what was said is enough.</param>
    public void Result(object answer, Action<IAnsiConsole>? forPeople = null)
    {
        _answered = true;
        if (Json)
        {
            raw.WriteLine(ApiJson.Write(answer));
        }
        else
        {
            forPeople?.Invoke(results);
        }
    }

    /// <summary>Where lines of the result go, whole, however wide the terminal is.</summary>
    public static TextWriter Lines(IAnsiConsole console) => new PrintableWriter(console.Profile.Out.Writer);

    /// <summary>A line of the result, whole, however wide the terminal is.</summary>
    public static void WriteLine(IAnsiConsole console, string line) => console.Profile.Out.Writer.WriteLine(Printable(line));

    /// <summary>A stage under way, told as it moves: on a terminal in place, elsewhere a line at most every second.</summary>
    public ProgressLine Progress(string stage) => new(messages, stage);

    public static Table NewTable(params string[] columns)
    {
        Table table = new Table().Border(TableBorder.Simple);
        foreach (string column in columns)
        {
            table.AddColumn(new TableColumn(new Text(column)));
        }
        return table;
    }

    /// <summary>A table no wider than people read, see <see cref="TableWidths"/>: cells go on in the next line.</summary>
    public static void WriteTable(IAnsiConsole console, Table table)
    {
        int width = console.Profile.Width;
        console.Profile.Width = TableWidths.Fit(console, table, WidestTable);
        console.Write(table);
        console.Profile.Width = width;
    }

    /// <summary>Adds a row of plain text: brackets in names are no markup.</summary>
    public static void AddRow(Table table, params string[] cells) => table.AddRow(cells.Select(cell => new Text(Printable(cell))));

    /// <summary>
    /// What members, files and options bring is shown, never obeyed: control characters but line breaks and tabs, by which a terminal is
    /// told what to do, and those that turn the direction of a text round, stand as <c>\\u001b</c>.
    /// </summary>
    public static string Printable(string text) => text.Any(IsCommand)
        ? string.Concat(text.Select(c => IsCommand(c) ? $"\\u{(int)c:x4}" : c.ToString()))
        : text;

    private static bool IsCommand(char c) =>
        (char.IsControl(c) && c is not ('\n' or '\t')) || c is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069')
            || c is '\u00ad' or '\u200b' or '\u200e' or '\u200f' or (>= '\u2060' and <= '\u2064') or '\ufeff'; // seen by nobody

    private static IAnsiConsole ConsoleOn(TextWriter writer, bool redirected)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = redirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        if (redirected)
        {
            // Without a terminal there is no width to fit: long ids must not be broken.
            console.Profile.Width = 400;
        }
        return console;
    }
}
