namespace Hallmark.Data.Records;

/// <summary>Finds the class of a label cell: its position in <see cref="Schema.Classes"/>. Safe for concurrent readers.</summary>
public sealed class ClassIndex
{
    private readonly ColumnType _type;
    private readonly Dictionary<string, int> _byText = new(StringComparer.Ordinal);
    private readonly Dictionary<ulong, int> _byBits = [];

    /// <exception cref="ArgumentException">The schema has no classes.</exception>
    public ClassIndex(Schema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        if (!schema.HasClasses)
        {
            throw new ArgumentException("The schema has no classes.", nameof(schema));
        }
        _type = schema.Columns[schema.LabelIndex].Type;
        for (int i = 0; i < schema.Classes.Count; i++)
        {
            if (_type == ColumnType.Text)
            {
                _byText.Add(schema.Classes[i], i);
            }
            else
            {
                _byBits.Add(Bits(_type, schema.Classes[i]), i);
            }
        }
    }

    /// <summary>Class of the label in <paramref name="column"/> at <paramref name="record"/>; -1 when missing or no class.</summary>
    public int Of(ColumnBuffer column, int record)
    {
        ArgumentNullException.ThrowIfNull(column);
        if (column.IsMissing(record))
        {
            return -1;
        }
        return _type == ColumnType.Text
            ? _byText.GetValueOrDefault(column.Texts[record]!, -1)
            : _byBits.GetValueOrDefault(column.Bits[record], -1);
    }

    /// <summary>Why a cell has no class, as the end of a sentence.</summary>
    internal static string Problem(ColumnBuffer labels, int record) =>
        labels.Text(record) is string text ? $"'{CellText.Shorten(text)}' is none of the classes" : "the label is missing";

    private static ulong Bits(ColumnType type, string text)
    {
        if (type == ColumnType.Boolean)
        {
            return text == "true" ? 1UL : 0;
        }
        if (type == ColumnType.Float64)
        {
            CellText.TryFloat64(text, out double number);
            return RecordFormat.CanonicalBits(number);
        }
        if (type != ColumnType.Int64)
        {
            MomentText.Read(text, out long moment);
            return unchecked((ulong)moment);
        }
        CellText.TryInt64(text, out long integer);
        return unchecked((ulong)integer);
    }
}
