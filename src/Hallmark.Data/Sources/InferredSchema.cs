using Hallmark.Data.Records;

namespace Hallmark.Data.Sources;

/// <summary>A schema found in a source, with what a person should know before it is fixed.</summary>
/// <param name="Schema">The narrowest types that hold every cell, and the label's classes.</param>
/// <param name="Notes">Where a few cells decided a column's type, in column order.</param>
public sealed record InferredSchema(Schema Schema, IReadOnlyList<SchemaNote> Notes);

/// <summary>Something that inference did to a column which its user may not expect.</summary>
/// <param name="Column">Name of the column.</param>
/// <param name="Type">What its cells are taken for.</param>
/// <param name="Cause">The first cell that made it so; null where the column has no cell at all.</param>
public sealed record SchemaNote(string Column, ColumnType Type, CounterExample? Cause)
{
    /// <summary>All cells that made it so, where they are counted.</summary>
    public CounterExamples Cells { get; init; } = CounterExamples.None;

    /// <summary>Whether the cause is a usual word for a missing cell.</summary>
    public bool IsMissingWord { get; init; }

    /// <summary>Whether the column is the label, whose cells are classes and no features.</summary>
    public bool IsLabel { get; init; }

    /// <summary>Whether the cause is a date of which nobody said what comes first.</summary>
    public bool IsWrittenDate => Type == ColumnType.Text && !IsMissingWord && Cause is { } cause && WrittenDates.IsOne(cause.Text);

    /// <summary>Whether models learn otherwise than the column's owner may think, so that it has to be said.</summary>
    public bool Matters => Type == ColumnType.Text || Cause is null || IsMissingWord || IsLabel;

    /// <summary>None where nothing is to be said: all cells are of the type that the first is of.</summary>
    /// <param name="column">Name of the column.</param>
    /// <param name="type">What its cells are taken for.</param>
    /// <param name="found">In the whole source.</param>
    /// <param name="nearlyNumbers">Whether its beginning would make people take the column for one of numbers.</param>
    internal static IEnumerable<SchemaNote> Of(string column, ColumnType type, ColumnEvidence found, bool nearlyNumbers)
    {
        if (found.First is not { } first)
        {
            yield return new SchemaNote(column, type, null);
            yield break;
        }
        if (found.MissingWord is { Text: { } word } missing && !string.IsNullOrWhiteSpace(word))
        {
            yield return new SchemaNote(column, type, missing) { IsMissingWord = true };
        }
        CounterExample? cause = type switch
        {
            ColumnType.Float64 => Later(found.NotInt64!, first),
            ColumnType.Text when nearlyNumbers || WrittenDates.IsOne(found.NotFloat64?.Text ?? "") => found.NotFloat64,
            ColumnType.Text when found.NotBoolean is not null => Later(found.NotBoolean, first),
            _ => null,
        };
        if (cause is not null)
        {
            yield return new SchemaNote(column, type, cause) { Cells = nearlyNumbers ? found.Others : CounterExamples.None };
        }
    }

    /// <summary>One sentence for people, without the column's name.</summary>
    /// <param name="unit">What positions count in the source.</param>
    public string Sentence(string unit) => (Type, Cause) switch
    {
        (_, null) => "has no value at all and is taken for numbers",
        (ColumnType.Text, { } word) when IsMissingWord && IsLabel =>
            $"has the class '{word.Text}', in {unit} {word.Position}; --missing '{word.Text}' makes it no label at all",
        (ColumnType.Text, { } cause) when IsLabel =>
            $"has classes of text because of '{cause.Text}' in {unit} {cause.Position}{Others()}",
        (ColumnType.Float64, { } cause) when IsLabel && !IsMissingWord =>
            $"has whole numbers and '{cause.Text}' in {unit} {cause.Position}: labels of one value are one class, however written",
        (ColumnType.Text, { } date) when IsWrittenDate =>
            $"has '{date.Text}' in {unit} {date.Position}, which is text and no date: --dates dmy or mdy says whether the day or the month "
            + "comes first",
        (ColumnType.Text, { } word) when IsMissingWord =>
            $"holds text, so '{word.Text}' in {unit} {word.Position} is a value like any other; --missing '{word.Text}' makes it missing",
        (_, { } word) when IsMissingWord => $"has '{word.Text}' in {unit} {word.Position}: it counts as missing, as all words for that do",
        (ColumnType.Float64, { } cause) =>
            $"holds whole numbers up to {unit} {cause.Position}, which has '{cause.Text}': it is taken for decimal numbers",
        (_, { Reason: { } reason } cause) =>
            $"is taken for text, so models do not learn from it: '{cause.Text}' in {unit} {cause.Position} {reason}{Others()}",
        (_, { } cause) =>
            $"is taken for text because of '{cause.Text}' in {unit} {cause.Position}{Others()}, so models do not learn from it"
            + (Cells.Count > 0 ? "; --missing says which words are missing cells" : ""),
    };

    /// <summary>The cells after the first that are no numbers either.</summary>
    private string Others()
    {
        CounterExample[] others = [.. Cells.First.Skip(1)];
        long more = Cells.Count - 1 - others.Length;
        return others.Length == 0 ? ""
            : $" (and {string.Join(", ", others.Select(cell => $"'{cell.Text}' in {cell.Position}"))}{(more > 0 ? $", {more} more" : "")})";
    }

    private static CounterExample? Later(CounterExample example, long first) => example.Position > first ? example : null;
}
