namespace Hallmark.Data.Sources.JsonLines;

/// <summary>One pass over the lines of a file of objects. It only splits lines; who types the rows also takes them apart.</summary>
internal sealed class JsonLinesReader : IRowReader
{
    private const int PieceBytesLimit = 16 << 20;
    private readonly string _file;
    private readonly JsonLayout _layout;
    private readonly LineReader _lines;

    public JsonLinesReader(SourceBytes bytes, JsonLayout layout)
    {
        if (layout.Columns.Count == 0)
        {
            throw new SourceException(bytes.Name, null, null, "holds no fields");
        }
        (_file, _layout, _lines) = (bytes.Name, layout, new LineReader(bytes));
    }

    public IReadOnlyList<string> Columns => _layout.Columns;

    public long? HeaderPosition => null;

    public long BytesRead => _lines.BytesRead;

    public IRows? Next(int count)
    {
        int most = Math.Min(count, Math.Max(1, CellRows.CellLimit / Columns.Count));
        var rows = new JsonRows(_file, _layout);
        while (rows.Count < most && rows.Length < PieceBytesLimit && _lines.TryNext(out ReadOnlySpan<byte> line))
        {
            if (!JsonLayout.IsBlank(line))
            {
                rows.Add(line, _lines.Line);
            }
        }
        return rows.Count > 0 ? rows : null;
    }

    public void Dispose() => _lines.Dispose();
}
