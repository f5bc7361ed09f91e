namespace Hallmark.Data.Sources;

/// <summary>
/// Columns of an input that are not plain features. As a user gives them: names of columns of a table; of an array the number of a
/// column, from 0, negative ones from the last, or another array file with one value for each record. As a source has them:
/// names of its columns.
/// </summary>
/// <param name="Label">What is to be learned; null for unlabelled data.</param>
/// <param name="Origin">Who or what each record comes from, for checks of the sources; null where all come from one.</param>
public sealed record SourceRoles(string? Label = null, string? Origin = null)
{
    public static SourceRoles None { get; } = new();

    /// <summary>
    /// Declared of files of lines: a regular expression that all of a line fits, whose named groups are the columns; null to find out what
    /// files are.
    /// </summary>
    public string? Pattern { get; init; }

    /// <summary>Declared of a database: which records, in which order; null for anything else.</summary>
    public string? Query { get; init; }
}
