using Hallmark.Data.Records;

namespace Hallmark.Features;

/// <summary>Numbers that stand as text, and words that say there is none.</summary>
public static class NumberCell
{
    /// <summary>The number in a cell of any type, of a date or time its days since 1970; NaN where there is none.</summary>
    public static double Of(ColumnBuffer column, int row) => column.Type switch
    {
        ColumnType.Text => column.Text(row) is { } text && TryRead(text, out double value) ? value : double.NaN,
        ColumnType.Date or ColumnType.DateTime or ColumnType.Instant => column.Days(row),
        _ => column.Number(row),
    };

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
