using Hallmark.Data.Batches;
using Hallmark.Data.Records;

namespace Hallmark.Features;

/// <summary>
/// Which columns of a schema are features, in schema order: all of numbers but the label, those that the schema declares to be something
/// else, and those that are left out. What is left out stands on record where a schedule was made, so that whoever trains, replays or
/// checks sees the same columns. Files are checked by the same rule (<see cref="ColumnRoles"/>).
/// </summary>
public sealed class FeatureSelection
{
    private readonly int[] _columns;

    private FeatureSelection(Schema schema, string[] leftOut)
    {
        (Schema, LeftOut) = (schema, leftOut);
        _columns = [.. Numbers(schema).Where(column => !leftOut.Contains(schema.Columns[column].Name, StringComparer.Ordinal))];
        Names = [.. _columns.Select(column => schema.Columns[column].Name)];
    }

    public Schema Schema { get; }

    /// <summary>Positions in the schema, ascending.</summary>
    public IReadOnlyList<int> Columns => _columns;

    /// <summary>One for each feature.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Columns of numbers that are no features, in schema order.</summary>
    public IReadOnlyList<string> LeftOut { get; }

    /// <summary>Whether the column can be learned from, which nothing but its type and its declared role decide.</summary>
    public static bool IsFeature(Schema schema, int column)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return column != schema.LabelIndex && schema.Columns[column].IsNumeric && schema.Columns[column].MayBeFeature;
    }

    /// <summary>All of them: the features of every schedule and run that says nothing else.</summary>
    public static FeatureSelection All(Schema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new FeatureSelection(schema, []);
    }

    /// <summary>The same without some columns.</summary>
    /// <exception cref="ArgumentException">A name that is no feature of the schema, or nothing would be left.</exception>
    public static FeatureSelection Without(Schema schema, IReadOnlyList<string> leftOut)
    {
        FeatureSelection all = All(schema);
        if (leftOut.FirstOrDefault(name => !all.Names.Contains(name, StringComparer.Ordinal)) is { } unknown)
        {
            throw new ArgumentException($"'{unknown}' is to be left out, but is no column of numbers to learn from");
        }
        return leftOut.Count == 0 ? all
            : leftOut.Distinct(StringComparer.Ordinal).Count() < all.Names.Count
                ? new FeatureSelection(schema, [.. all.Names.Where(name => leftOut.Contains(name, StringComparer.Ordinal))])
                : throw new ArgumentException("all columns of numbers are to be left out, so nothing is left to learn from");
    }

    /// <summary>The same without columns that only number the records of these batches, unless nothing else would be left.</summary>
    /// <param name="schema">Of the batches.</param>
    /// <param name="batches">Their order does not matter.</param>
    public static FeatureSelection WithoutRowNumbers(Schema schema, IEnumerable<RecordBatch> batches)
    {
        FeatureSelection all = All(schema);
        var search = new RowNumbers(schema, all.Columns);
        if (!search.AnyLeft)
        {
            return all;
        }
        foreach (RecordBatch batch in batches.TakeWhile(_ => search.AnyLeft))
        {
            search.BeginPart();
            search.Read(column => batch[column], batch.Count);
        }
        return search.Found.Count == all.Columns.Count
            ? all
            : Without(schema, [.. search.Found.Select(column => schema.Columns[column].Name)]);
    }

    private static IEnumerable<int> Numbers(Schema schema) =>
        Enumerable.Range(0, schema.Columns.Count).Where(column => IsFeature(schema, column));
}
