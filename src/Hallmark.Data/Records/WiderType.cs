namespace Hallmark.Data.Records;

/// <summary>
/// Which types hold what another does, each cell by itself, so that a column can become wider and its cells still be told apart: whole
/// numbers become decimals, and anything becomes text, as <see cref="CellText"/> writes it. A column with whole
/// numbers that no double stands for does not become one of decimals any more; where it did, they are the nearest double, and
/// <see cref="SchemaLift.Rounded"/> says so.
/// </summary>
internal static class WiderType
{
    public static bool Holds(ColumnType wider, ColumnType type) => (type, wider) switch
    {
        (ColumnType.Int64, ColumnType.Float64) => true,
        (not ColumnType.Text, ColumnType.Text) => true,
        _ => false,
    };

    /// <summary>The narrowest type that holds both.</summary>
    public static ColumnType Join(ColumnType one, ColumnType other) =>
        one == other || Holds(one, other) ? one : Holds(other, one) ? other : ColumnType.Text;

    /// <summary>A class of the narrower type as one of the wider.</summary>
    public static string Class(string text, ColumnType type, ColumnType wider)
    {
        if (type != ColumnType.Int64 || wider != ColumnType.Float64)
        {
            return text;
        }
        CellText.TryInt64(text, out long whole);
        return CellText.Of((double)whole);
    }

    /// <summary>Whether a double stands for exactly this number.</summary>
    public static bool IsDouble(long value) => (Int128)(double)value == value;

    /// <summary>The cells in a type that holds them.</summary>
    public static ColumnBuffer Widen(ColumnBuffer cells, ColumnType wider)
    {
        var widened = new ColumnBuffer(wider, cells.Count);
        for (int record = 0; record < cells.Count; record++)
        {
            if (cells.IsMissing(record))
            {
                widened.AddMissing();
            }
            else if (wider == ColumnType.Text)
            {
                widened.Add(cells.Text(record)!);
            }
            else
            {
                widened.Add(cells.Number(record));
            }
        }
        return widened;
    }

    /// <summary>Whether a cell is what one of the narrower type becomes.</summary>
    public static bool Narrows(ColumnBuffer cells, int record, ColumnType narrower) => cells switch
    {
        _ when cells.Type == narrower || cells.IsMissing(record) => true,
        { Type: ColumnType.Text } => CellText.IsCanonical(narrower, cells.Text(record)!),
        _ => cells.Number(record) is >= long.MinValue and < -(double)long.MinValue and var number && Math.Floor(number) == number,
    };

    /// <summary>Appends the cell that this one came from.</summary>
    public static void AddNarrowed(ColumnBuffer cells, int record, ColumnBuffer narrower)
    {
        if (cells.IsMissing(record))
        {
            narrower.AddMissing();
        }
        else if (cells.Type == narrower.Type)
        {
            narrower.AddRange(cells, record, 1);
        }
        else if (cells.Type == ColumnType.Text)
        {
            AddRead(cells.Text(record)!, narrower);
        }
        else
        {
            narrower.Add((long)cells.Number(record));
        }
    }

    private static void AddRead(string text, ColumnBuffer column)
    {
        switch (column.Type)
        {
            case ColumnType.Float64:
                CellText.TryFloat64(text, out double number);
                column.Add(number);
                break;
            case ColumnType.Int64:
                CellText.TryInt64(text, out long whole);
                column.Add(whole);
                break;
            case ColumnType.Boolean:
                column.Add(text == CellText.Of(true));
                break;
            default:
                MomentText.Read(text, out long moment);
                column.AddMoment(moment);
                break;
        }
    }
}
