
namespace Hallmark.Data.Sources.Csv;

/// <summary>What people say of a table, in words, as <see cref="CsvOptions"/>.</summary>
public static class CsvWords
{
    /// <summary>Where something is not there that otherwise is a character.</summary>
    public const string None = "none";

    private static readonly Dictionary<string, char> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["comma"] = ',',
        ["semicolon"] = ';',
        ["tab"] = '\t',
        ["\\t"] = '\t',
        ["pipe"] = '|',
        ["space"] = ' ',
        ["colon"] = ':',
        ["point"] = '.',
        ["dot"] = '.',
        ["apostrophe"] = '\'',
        ["underscore"] = '_',
        [None] = '\0',
    };

    /// <exception cref="ArgumentException">Says what the option may be.</exception>
    public static char Delimiter(string text) =>
        One(text) is { } letter and not '\0' && new CsvOptions(letter).Delimiter is { } delimiter
            ? delimiter
            : throw new ArgumentException($"'{text}' is not one character, nor one of comma, semicolon, tab, pipe, space, colon");

    /// <exception cref="ArgumentException">Says what the option may be.</exception>
    public static char Decimal(string text) =>
        One(text) is { } letter and ('.' or ',') ? letter : throw new ArgumentException($"'{text}' is neither point nor comma");

    /// <exception cref="ArgumentException">Says what the option may be.</exception>
    public static char? Thousands(string text) => One(text) switch
    {
        '\0' => null,
        { } letter and (',' or '.' or ' ' or '\'' or '_' or '\u00a0' or '\u202f' or '’') => letter,
        _ => throw new ArgumentException($"'{text}' is none of comma, point, space, apostrophe, underscore, none"),
    };

    /// <exception cref="ArgumentException">Says what the option may be.</exception>
    public static char Quote(string text) => One(text) is { } letter and ('"' or '\'' or '\0' or '`')
        ? letter
        : throw new ArgumentException($"'{text}' is none of \", ', `, none");

    /// <exception cref="ArgumentException">Says what the option may be.</exception>
    public static char Comment(string text) => One(text) is { } letter and ((> ' ' and <= '~' and not '"') or '\0')
        ? letter
        : throw new ArgumentException($"'{text}' is not one printable character, nor none");

    /// <exception cref="ArgumentException">Says what the option may be.</exception>
    public static bool Header(string text) => text switch
    {
        "yes" => true,
        "no" or None => false,
        _ => throw new ArgumentException($"'{text}' is neither yes nor no"),
    };

    /// <exception cref="ArgumentException">Says what the option may be.</exception>
    public static DateOrder Dates(string text) => text switch
    {
        "dmy" => DateOrder.DayFirst,
        "mdy" => DateOrder.MonthFirst,
        "ymd" => DateOrder.YearFirst,
        _ => throw new ArgumentException($"'{text}' is none of dmy, mdy, ymd: what comes first, day, month or year"),
    };

    public static string NameOf(DateOrder order) => order switch
    {
        DateOrder.DayFirst => "dmy",
        DateOrder.MonthFirst => "mdy",
        _ => "ymd",
    };

    /// <returns>The one name of the encoding.</returns>
    /// <exception cref="ArgumentException">There is no such encoding.</exception>
    public static string EncodingOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return CsvEncodings.Find(text)?.WebName
            ?? throw new ArgumentException($"'{text}' is no encoding known here, such as utf-8, utf-16, windows-1252, shift_jis");
    }

    /// <summary>Words between commas; none for the empty cell alone.</summary>
    public static IReadOnlyList<string> Missing(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text == None ? [] : [.. text.Split(',').Select(word => word.Trim()).Where(word => word.Length > 0).Distinct()];
    }

    /// <summary>A character as people name it.</summary>
    public static string NameOf(char letter) =>
        Names.FirstOrDefault(name => name.Value == letter && name.Key[0] != '\\').Key ?? letter.ToString();

    private static char? One(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Names.TryGetValue(text, out char named) ? named : text.Length == 1 ? text[0] : null;
    }
}
