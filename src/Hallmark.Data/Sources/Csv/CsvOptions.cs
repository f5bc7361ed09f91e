namespace Hallmark.Data.Sources.Csv;

/// <summary>How a CSV file is written. Everything else is RFC 4180: a header row, quotes around quotes, UTF-8.</summary>
/// <param name="Delimiter">One character between fields; not a quote or a line break.</param>
public sealed record CsvOptions(char Delimiter = ',')
{
    public char Delimiter { get; } = Delimiter is '"' or '\r' or '\n'
        ? throw new ArgumentException("The delimiter cannot be a quote or a line break.", nameof(Delimiter))
        : Delimiter;
}
