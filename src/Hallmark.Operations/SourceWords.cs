using Hallmark.Data.Sources;
using Hallmark.Data.Sources.Csv;

namespace Hallmark.Operations;

/// <summary>What is declared of what records are read from, beside which columns play a part.</summary>
/// <param name="Pattern">Of files of lines: a regular expression with named groups for columns. Null to find out what files are.</param>
/// <param name="Query">Of a database: which records, in which order. Null for anything else.</param>
public sealed record SourceWords(string? Pattern = null, string? Query = null)
{
    public static SourceWords None { get; } = new();

    /// <summary>How a table is written that is text.</summary>
    public TableWords Table { get; init; } = new();

    /// <summary>Columns of text that a model turns into numbers, as <c>COLUMN=MODEL</c>.</summary>
    public IReadOnlyList<string> Embed { get; init; } = [];

    /// <summary>Columns in which cells are what they spell, see <see cref="SourceRoles.AsWritten"/>.</summary>
    public IReadOnlyList<string> AsWritten { get; init; } = [];

    /// <summary>What of this has to be said of the records, for the record.</summary>
    public IReadOnlyList<string> Steps =>
        [.. AsWritten.Distinct(StringComparer.Ordinal).Select(column => $"cells of '{column}' taken as they are written")];

    /// <summary>The same with words for missing cells where none are declared, as a schema file has them; null for none.</summary>
    public SourceWords WithMissing(IReadOnlyList<string>? words) => words is null || Table.Missing is not null
        ? this
        : this with { Table = Table with { Missing = words.Count == 0 ? CsvWords.None : string.Join(',', words) } };

    /// <summary>The same with the columns.</summary>
    /// <exception cref="UsageException">Names the option that cannot be.</exception>
    public SourceRoles Of(SourceRoles roles)
    {
        ArgumentNullException.ThrowIfNull(roles);
        return roles with
        {
            Pattern = Pattern,
            Query = Query,
            Table = Table.ToOptions(),
            AsWritten = AsWritten,
            Embeddings = [.. Embed.Select(ReadEmbedding)],
        };
    }

    private static TextEmbedding ReadEmbedding(string word)
    {
        int equals = word.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && equals < word.Length - 1
            ? new TextEmbedding(word[..equals], word[(equals + 1)..])
            : throw new UsageException($"--embed: '{word}' is not COLUMN=MODEL.onnx");
    }
}
