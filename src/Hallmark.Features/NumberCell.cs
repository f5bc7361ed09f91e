using Hallmark.Data.Records;

namespace Hallmark.Features;

/// <summary>Numbers that stand as text, and words that say there is none.</summary>
public static class NumberCell
{
    /// <summary>The number in a cell of any type; NaN where there is none.</summary>
    public static double Of(ColumnBuffer column, int row) => column.Type != ColumnType.Text ? column.Number(row)
        : column.Text(row) is { } text && TryRead(text, out double value) ? value
        : double.NaN;

    /// <summary>A number, or a word that says that it is none or not finite.</summary>
    public static bool TryRead(string text, out double value)
    {
        if (CellText.TryFloat64(text, out value))
        {
            return true;
        }
        value = text.Trim().ToLowerInvariant() switch
        {
            "nan" or "na" or "null" => double.NaN,
            "inf" or "+inf" or "infinity" => double.PositiveInfinity,
            "-inf" or "-infinity" => double.NegativeInfinity,
            _ => 0,
        };
        return value != 0;
    }
}
