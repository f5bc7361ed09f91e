using System.Text.Json.Serialization;
using Hallmark.Data.Sources;
using Hallmark.Data.Sources.Csv;

namespace Hallmark.Operations;

/// <summary>What a user declares of a table, in words; null for what is to be found. See <see cref="CsvOptions"/>.</summary>
public sealed record TableWords
{
    public string? Delimiter { get; init; }

    public string? Decimal { get; init; }

    public string? Thousands { get; init; }

    /// <summary>What comes first in dates; no part of the digest of a pipeline that says nothing of it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Dates { get; init; }

    public string? Quote { get; init; }

    public string? Comment { get; init; }

    public string? Header { get; init; }

    public string? Encoding { get; init; }

    public string? Missing { get; init; }

    public bool Rounds { get; init; }

    /// <exception cref="UsageException">Names the option that cannot be.</exception>
    public CsvOptions ToOptions()
    {
        var options = new CsvOptions(Read<char?>("--delimiter", Delimiter, text => CsvWords.Delimiter(text)))
        {
            Decimal = Read<char?>("--decimal", Decimal, text => CsvWords.Decimal(text)),
            Thousands = Read("--thousands", Thousands, CsvWords.Thousands),
            Dates = Read<DateOrder?>("--dates", Dates, text => CsvWords.Dates(text)),
            Quote = Read<char?>("--quote", Quote, text => CsvWords.Quote(text)),
            Comment = Read<char?>("--comment", Comment, text => CsvWords.Comment(text)),
            Header = Read<bool?>("--header", Header, text => CsvWords.Header(text)),
            Encoding = Read("--encoding", Encoding, CsvWords.EncodingOf),
            Missing = Read("--missing", Missing, CsvWords.Missing),
            Rounds = Rounds,
        };
        return options.Conflict() is { } conflict ? throw new UsageException(conflict) : options;
    }

    private static T? Read<T>(string option, string? text, Func<string, T> read)
    {
        try
        {
            return text is null ? default : read(text);
        }
        catch (ArgumentException e)
        {
            throw new UsageException($"{option}: {e.Message}");
        }
    }
}
