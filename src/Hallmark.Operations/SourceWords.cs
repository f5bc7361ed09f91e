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

    /// <summary>The same with words for missing cells where none are declared, as a schema file has them; null for none.</summary>
    public SourceWords WithMissing(IReadOnlyList<string>? words) => words is null || Table.Missing is not null
        ? this
        : this with { Table = Table with { Missing = words.Count == 0 ? CsvWords.None : string.Join(',', words) } };

    /// <summary>The same with the columns.</summary>
    /// <exception cref="UsageException">Names the option that cannot be.</exception>
    public SourceRoles Of(SourceRoles roles)
    {
        ArgumentNullException.ThrowIfNull(roles);
        return roles with { Pattern = Pattern, Query = Query, Table = Table.ToOptions() };
    }
}
