using Hallmark.Data.Records;

namespace Hallmark.Data.Sources;

/// <summary>
/// Turns rows of a source into typed records of a schema, and names the first cell that does not fit. Safe for use by several threads.
/// </summary>
internal sealed class RowTyper
{
    private const int None = -1;

    private readonly Schema _schema;
    private readonly IRecordSource _source;
    private readonly int[] _fieldOf; // position in the row of each column of the schema; none where the source lacks a later one
    private readonly bool[] _asWritten;
    private readonly ClassIndex? _classes;
    private readonly Lock _kindsLock = new();
    private readonly ColumnKinds[] _kinds; // of what went into columns of text

    private RowTyper(Schema schema, IRecordSource source, int[] fieldOf)
    {
        _schema = schema;
        _source = source;
        _fieldOf = fieldOf;
        _asWritten = [.. schema.Columns.Select(column => source.Roles.AsWritten.Contains(column.Name))];
        _kinds = [.. schema.Columns.Select(_ => ColumnKinds.None)];
        _classes = schema.HasClasses ? new ClassIndex(schema) : null;
    }

    /// <summary>
    /// The columns may stand in another order than in the schema, but none may be unknown, and none absent but those that came with a later
    /// schema: who has no cells for them yet goes on as before.
    /// </summary>
    /// <exception cref="SourceException">The source has not the schema's columns.</exception>
    public static RowTyper For(Schema schema, IRecordSource source, IRowReader reader)
    {
        var positions = reader.Columns.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        int[] fieldOf = new int[schema.Columns.Count];
        for (int i = 0; i < fieldOf.Length; i++)
        {
            string name = schema.Columns[i].Name;
            fieldOf[i] = positions.Remove(name, out int position) ? position
                : i >= schema.FirstColumns && source.NamesColumns ? None
                : throw Absent(schema, source, reader, name);
        }
        string? unknown = reader.Columns.FirstOrDefault(positions.ContainsKey);
        return unknown is null
            ? new RowTyper(schema, source, fieldOf)
            : throw new SourceException(source.Name, reader.HeaderPosition, unknown, "the schema has no such column", source.PositionUnit);
    }

    /// <exception cref="SourceException">
    /// The first cell in row order that is not of its column's type, or a label that is no class.
    /// </exception>
    public RecordBuffer Type(IRows rows)
    {
        var records = new RecordBuffer(_schema, rows.Count);
        NoteKinds(rows);
        for (int row = 0; row < rows.Count; row++)
        {
            records.AddPosition(rows.PositionOf(row));
            for (int i = 0; i < _fieldOf.Length; i++)
            {
                if (_fieldOf[i] == None)
                {
                    records[i].AddMissing();
                }
                else if (!rows.TryAdd(row, _fieldOf[i], records[i])
                    && !(_asWritten[i] && TryAddSpelled(rows, row, _fieldOf[i], records[i])))
                {
                    throw Fault(rows, row, _schema.Columns[i].Name, Problem(rows, row, _fieldOf[i], _schema.Columns[i]));
                }
            }
            if (_schema.LabelProblem(records, _classes, row) is { } problem)
            {
                throw Fault(rows, row, _schema.Label!, problem);
            }
        }
        return records;
    }

    /// <summary>
    /// To be asked once all rows are typed: whether columns of text were given texts, or what no type but text holds, and not both.
    /// </summary>
    /// <exception cref="SourceException">The first column that was not.</exception>
    public void RequireOneKind()
    {
        for (int i = 0; i < _kinds.Length; i++)
        {
            string name = _schema.Columns[i].Name;
            if (_kinds[i].ProblemAsText(name) is { } problem)
            {
                throw _source.Fault(problem.Position, name, problem.Reason);
            }
        }
    }

    private void NoteKinds(IRows rows)
    {
        for (int i = 0; i < _fieldOf.Length; i++)
        {
            if (_schema.Columns[i].Type != ColumnType.Text || _fieldOf[i] == None || _asWritten[i])
            {
                continue;
            }
            ColumnKinds kinds = KindsOf(rows, _fieldOf[i]);
            lock (_kindsLock)
            {
                _kinds[i] = ColumnKinds.Merge(_kinds[i], kinds);
            }
        }
    }

    private static ColumnKinds KindsOf(IRows rows, int field)
    {
        Span<char> scratch = stackalloc char[IRows.TextScratch];
        ColumnKinds kinds = ColumnKinds.None;
        for (int row = 0; row < rows.Count; row++)
        {
            CellKinds kind = rows.KindOf(row, field);
            if (!kinds.Has(kind))
            {
                kinds = kinds.With(kind, rows.PositionOf(row), rows.Text(row, field, scratch));
            }
        }
        return kinds;
    }

    private static bool TryAddSpelled(IRows rows, int row, int field, ColumnBuffer column)
    {
        Span<char> scratch = stackalloc char[IRows.TextScratch];
        return CellRows.TryAddSpelled(rows.Text(row, field, scratch), column);
    }

    private static SourceException Absent(Schema schema, IRecordSource source, IRowReader reader, string column) => new(
        source.Name, reader.HeaderPosition, column,
        reader.HeaderPosition is not null ? "the header does not name this column of the schema"
        : column == schema.Label ? "there is no such column; name what the labels are"
        : "there is no such column of the schema",
        source.PositionUnit);

    private static string Problem(IRows rows, int row, int field, Column column)
    {
        ColumnType type = column.Type;
        Span<char> scratch = stackalloc char[IRows.TextScratch];
        ReadOnlySpan<char> text = rows.Text(row, field, scratch);
        string shown = CellText.Shorten(text);
        return type switch
        {
            ColumnType.Text => $"has more than {RecordFormat.TextLimit} bytes of text",
            ColumnType.Boolean when rows.KindOf(row, field) != CellKinds.Text || text is not ("true" or "false") =>
                $"'{shown}' is neither true nor false",
            ColumnType.Date or ColumnType.DateTime or ColumnType.Instant when WrittenDates.IsOne(shown) =>
                $"'{shown}' does not show whether the day or the month comes first: --dates dmy or mdy says so",
            ColumnType.Date => $"'{shown}' is not a date like 2024-01-31",
            ColumnType.DateTime => $"'{shown}' is not a date and time without a zone, like 2024-01-31T10:20:30",
            ColumnType.Instant => $"'{shown}' is not a date and time with a zone, like 2024-01-31T10:20:30Z",
            _ when rows.KindOf(row, field) == CellKinds.Text && CellText.IsCanonical(type, text.ToString()) =>
                $"'{shown}' is a text, however it looks; --as-written '{CellText.Shorten(column.Name)}' takes it for what it spells",
            _ when rows.NumberDoubt(row, field) is { } doubt => $"'{shown}' {doubt}",
            ColumnType.Int64 => $"'{shown}' is not a whole number of 64 bits",
            _ => $"'{shown}' is not a number",
        };
    }

    private SourceException Fault(IRows rows, int row, string field, string reason) =>
        _source.Fault(rows.PositionOf(row), field, reason);
}
