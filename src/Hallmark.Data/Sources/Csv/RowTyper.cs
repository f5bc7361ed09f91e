using Hallmark.Data.Batches;
using Hallmark.Data.Records;

namespace Hallmark.Data.Sources.Csv;

/// <summary>Turns rows of text into typed records of a schema. Safe for use by several threads.</summary>
internal sealed class RowTyper
{
    private readonly Schema _schema;
    private readonly string _file;
    private readonly int[] _fieldOf; // position in the row of each column of the schema
    private readonly ClassIndex? _classes;

    private RowTyper(Schema schema, string file, int[] fieldOf)
    {
        _schema = schema;
        _file = file;
        _fieldOf = fieldOf;
        _classes = schema.LabelIndex < 0 ? null : new ClassIndex(schema);
    }

    /// <exception cref="SourceException">The header does not name exactly the schema's columns.</exception>
    public static RowTyper For(Schema schema, IReadOnlyList<string> header, string file)
    {
        var positions = header.Select((name, index) => (name, index)).ToDictionary(pair => pair.name, pair => pair.index, StringComparer.Ordinal);
        int[] fieldOf = new int[schema.Columns.Count];
        for (int i = 0; i < fieldOf.Length; i++)
        {
            string name = schema.Columns[i].Name;
            fieldOf[i] = positions.Remove(name, out int position)
                ? position
                : throw new SourceException(file, 1, name, "the header does not name this column of the schema");
        }
        string? unknown = header.FirstOrDefault(positions.ContainsKey);
        return unknown is null
            ? new RowTyper(schema, file, fieldOf)
            : throw new SourceException(file, 1, unknown, "the schema has no such column");
    }

    /// <exception cref="SourceException">The first cell in row order that is not of its column's type, or a label that is no class.</exception>
    public RecordBuffer Type(RawRows rows)
    {
        var records = new RecordBuffer(_schema, rows.Count);
        records.Lines.AddRange(rows.Lines);
        for (int row = 0; row < rows.Count; row++)
        {
            int start = row * _fieldOf.Length;
            for (int i = 0; i < _fieldOf.Length; i++)
            {
                ReadOnlySpan<char> text = rows[start + _fieldOf[i]];
                if (!TryAdd(records[i], text))
                {
                    throw new SourceException(_file, rows.Lines[row], _schema.Columns[i].Name, Problem(records[i].Type, text));
                }
            }
            if (_classes is not null && _classes.Of(records[_schema.LabelIndex], row) < 0)
            {
                throw new SourceException(_file, rows.Lines[row], _schema.Label, BatchBuilder.LabelProblem(records[_schema.LabelIndex], row));
            }
        }
        return records;
    }

    private static bool TryAdd(ColumnBuffer column, ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            column.AddMissing();
            return true;
        }
        switch (column.Type)
        {
            case ColumnType.Float64 when CellText.TryFloat64(text, out double number):
                column.Add(number);
                return true;
            case ColumnType.Int64 when CellText.TryInt64(text, out long integer):
                column.Add(integer);
                return true;
            case ColumnType.Boolean when CellText.TryBoolean(text, out bool boolean):
                column.Add(boolean);
                return true;
            case ColumnType.Text when RecordFormat.Utf8.GetByteCount(text) <= RecordFormat.TextLimit:
                column.Add(text.ToString());
                return true;
            default:
                return false;
        }
    }

    private static string Problem(ColumnType type, ReadOnlySpan<char> text) => type switch
    {
        ColumnType.Float64 => $"'{CellText.Shorten(text)}' is not a number",
        ColumnType.Int64 => $"'{CellText.Shorten(text)}' is not a whole number of 64 bits",
        ColumnType.Boolean => $"'{CellText.Shorten(text)}' is neither true nor false",
        _ => $"has more than {RecordFormat.TextLimit} bytes of text",
    };
}
