namespace Hallmark.Data.Sources.Csv;

/// <summary>The first rows of a table as they are if a character is the delimiter.</summary>
internal sealed class SampleTable
{
    private const int RowLimit = 200;

    private SampleTable(List<string[]> rows) => Rows = rows;

    /// <summary>Rows that are not blank, in their order.</summary>
    public IReadOnlyList<string[]> Rows { get; }

    /// <summary>Whether all rows have as many fields, and more than one.</summary>
    public bool IsRegular => Rows.Count > 0 && Rows[0].Length > 1 && Rows.All(row => row.Length == Rows[0].Length);

    /// <param name="text">The beginning of a file.</param>
    /// <param name="isWhole">Whether the file ends with it; otherwise its last row is cut off.</param>
    /// <param name="delimiter">Between fields.</param>
    /// <param name="quote">Around fields; NUL for nothing.</param>
    /// <param name="comment">What rows begin with that are left out; NUL for nothing.</param>
    public static SampleTable Of(ReadOnlySpan<char> text, bool isWhole, char delimiter, char quote, char comment)
    {
        var rows = new List<string[]>();
        while (!text.IsEmpty && rows.Count < RowLimit)
        {
            int length = LineLength(text, comment != '\0' && text[0] == comment ? '\0' : quote);
            bool isCut = length == text.Length && !isWhole;
            ReadOnlySpan<char> line = text[..length].TrimEnd("\r\n");
            text = text[length..];
            if (!line.IsEmpty && !(comment != '\0' && line[0] == comment) && !(isCut && rows.Count > 0))
            {
                rows.Add(Fields(line, delimiter, quote));
            }
        }
        return new SampleTable(rows);
    }

    /// <summary>Fields of one line as they stand, but for the quotes around them.</summary>
    public static string[] Fields(ReadOnlySpan<char> line, char delimiter, char quote)
    {
        var fields = new List<string>();
        while (true)
        {
            int end = End(line, delimiter, delimiter, quote);
            fields.Add(Unquoted(line[..end], quote));
            if (end == line.Length)
            {
                return [.. fields];
            }
            line = line[(end + 1)..];
        }
    }

    private static int LineLength(ReadOnlySpan<char> text, char quote)
    {
        int end = End(text, '\n', '\r', quote);
        return end == text.Length ? end
            : text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n' ? end + 2
            : end + 1;
    }

    /// <summary>Where the first of two characters outside quotes stands; the length where none does.</summary>
    private static int End(ReadOnlySpan<char> text, char one, char other, char quote)
    {
        bool quoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            quoted ^= quote != '\0' && text[i] == quote;
            if (!quoted && (text[i] == one || text[i] == other))
            {
                return i;
            }
        }
        return text.Length;
    }

    private static string Unquoted(ReadOnlySpan<char> field, char quote)
    {
        ReadOnlySpan<char> inner = field.TrimStart(' ');
        return quote != '\0' && inner.Length > 1 && inner[0] == quote && inner[^1] == quote
            ? $"{field[..(field.Length - inner.Length)]}{inner[1..^1]}"
            : field.ToString();
    }
}
