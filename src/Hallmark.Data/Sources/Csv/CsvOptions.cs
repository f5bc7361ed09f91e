namespace Hallmark.Data.Sources.Csv;

/// <summary>How a CSV file is written. Everything else is RFC 4180: a header row, quotes around quotes, UTF-8.</summary>
/// <param name="Delimiter">One character between fields: a tab or a printable one of ASCII, but neither quote nor number sign.</param>
public sealed record CsvOptions(char Delimiter = ',')
{
    public char Delimiter { get; } = Delimiter is '\t' or (>= ' ' and <= '~' and not ('"' or '#'))
        ? Delimiter
        : throw new ArgumentException(
            "The delimiter is a tab or a printable character of ASCII, neither quote nor number sign.", nameof(Delimiter));
}
