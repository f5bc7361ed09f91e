using Hallmark.Data.Sources.Csv;

namespace Hallmark.Data.Sources;

/// <summary>
/// What is said of an input: columns of it that are not plain features, and how it is written. As a user gives columns: names of columns
/// of a table; of an array, or a table without a header, the number of a column, from 0, negative ones from the last; of an array also
/// another array file with one value for each record. As a source has them: names of its columns.
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

    /// <summary>Columns of text for which a model gives numbers beside them.</summary>
    public IReadOnlyList<TextEmbedding> Embeddings { get; init; } = [];

    /// <summary>
    /// Columns, as the source calls them, in which a cell is what it spells: a number, true or a list no other than the text it is written
    /// in. Without it a text is no number and a number no text, in sources that tell them apart.
    /// </summary>
    public IReadOnlyList<string> AsWritten { get; init; } = [];

    /// <summary>What is declared of how a table is written, where it is text; nothing declared to find out.</summary>
    public CsvOptions Table { get; init; } = CsvOptions.Found;
}

/// <summary>A column of text whose cells a model turns into numbers while they are read.</summary>
/// <param name="Column">Its name.</param>
/// <param name="Model">File with the model (ONNX): a list of texts in, a row of floats for each out.</param>
public sealed record TextEmbedding(string Column, string Model);
