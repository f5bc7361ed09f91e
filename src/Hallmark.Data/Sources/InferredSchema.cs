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
    /// <summary>Null where nothing is to be said: all cells are of the type that the first is of.</summary>
    internal static SchemaNote? Of(string column, ColumnEvidence found)
    {
        if (found.First is null)
        {
            return new SchemaNote(column, found.Type, null);
        }
        CounterExample? cause = found.Type switch
        {
            ColumnType.Float64 => found.NotInt64,
            ColumnType.Text => Later(found.NotFloat64!, found.First.Value) ?? Later(found.NotBoolean!, found.First.Value),
            _ => null,
        };
        return cause is null || cause.Position == found.First ? null : new SchemaNote(column, found.Type, cause);
    }

    /// <summary>One sentence for people, without the column's name.</summary>
    /// <param name="unit">What positions count in the source.</param>
    public string Sentence(string unit) => (Type, Cause) switch
    {
        (_, null) => "has no value at all and is taken for numbers",
        (ColumnType.Float64, { } cause) =>
            $"holds whole numbers up to {unit} {cause.Position}, which has '{cause.Text}': it is taken for decimal numbers",
        (_, { } cause) => $"is taken for text because of '{cause.Text}' in {unit} {cause.Position}, so models do not learn from it",
    };

    private static CounterExample? Later(CounterExample example, long first) => example.Position > first ? example : null;
}
