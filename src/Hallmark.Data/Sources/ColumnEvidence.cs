using Hallmark.Data.Records;
using Hallmark.Data.Sources.Csv;

namespace Hallmark.Data.Sources;

/// <summary>
/// What the cells of one column seen so far can be. Merging is associative and commutative, so pieces of a file can be looked
/// at in any order.
/// </summary>
/// <param name="Any">Whether there was a cell at all that is not missing.</param>
/// <param name="Int64">Whether all cells are integers of 64 bits.</param>
/// <param name="Float64">Whether all cells are numbers.</param>
/// <param name="Boolean">Whether all cells are true or false.</param>
/// <param name="Values">For the label only: the different texts.</param>
internal sealed record ColumnEvidence(bool Any, bool Int64, bool Float64, bool Boolean, HashSet<string> Values)
{
    public ColumnType Type =>
        !Any ? ColumnType.Float64 : Int64 ? ColumnType.Int64 : Float64 ? ColumnType.Float64 : Boolean ? ColumnType.Boolean : ColumnType.Text;

    public static ColumnEvidence Merge(ColumnEvidence a, ColumnEvidence b)
    {
        a.Values.UnionWith(b.Values);
        return new ColumnEvidence(a.Any || b.Any, a.Int64 && b.Int64, a.Float64 && b.Float64, a.Boolean && b.Boolean, a.Values);
    }

    /// <exception cref="SourceException">A label cell is missing, or there are too many different ones.</exception>
    public static ColumnEvidence[] Of(RawRows rows, int columns, int labelIndex, string file, string? label)
    {
        var found = new ColumnEvidence[columns];
        for (int column = 0; column < columns; column++)
        {
            found[column] = OfColumn(rows, column, columns);
        }
        if (labelIndex >= 0)
        {
            AddValues(rows, found[labelIndex].Values, labelIndex, columns, file, label);
        }
        return found;
    }

    private static ColumnEvidence OfColumn(RawRows rows, int column, int columns)
    {
        bool any = false, int64 = true, float64 = true, boolean = true;
        for (int row = 0; row < rows.Count && (int64 || float64 || boolean || !any); row++)
        {
            ReadOnlySpan<char> text = rows[(row * columns) + column];
            if (text.IsEmpty)
            {
                continue;
            }
            any = true;
            int64 = int64 && CellText.TryInt64(text, out _);
            float64 = float64 && (int64 || CellText.TryFloat64(text, out _));
            boolean = boolean && !float64 && CellText.TryBoolean(text, out _);
        }
        return new ColumnEvidence(any, int64, float64, boolean, new HashSet<string>(StringComparer.Ordinal));
    }

    private static void AddValues(RawRows rows, HashSet<string> values, int labelIndex, int columns, string file, string? label)
    {
        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> lookup = values.GetAlternateLookup<ReadOnlySpan<char>>();
        for (int row = 0; row < rows.Count; row++)
        {
            ReadOnlySpan<char> text = rows[(row * columns) + labelIndex];
            if (text.IsEmpty)
            {
                throw new SourceException(file, rows.Lines[row], label, "the label is missing");
            }
            if (lookup.Add(text) && values.Count > Schema.ClassLimit)
            {
                throw SchemaInference.TooManyClasses(file, label);
            }
        }
    }
}
