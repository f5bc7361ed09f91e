using System.Collections.Concurrent;
using Hallmark.Data.Records;
using Hallmark.Data.Sources;

namespace Hallmark.Sources.Embeddings;

/// <summary>One pass over an <see cref="EmbeddedSource"/>: the model is run by the thread that reads.</summary>
internal sealed class EmbeddedRowReader : IRowReader
{
    private readonly EmbeddedSource _source;
    private readonly IRowReader _inner;
    private readonly int _field;
    private readonly ITextEmbedder _embedder;
    private readonly ConcurrentBag<CellRows> _unused = [];
    private readonly List<(int Row, string Text)> _waiting = [];
    private readonly float[] _vectors;
    private readonly char[] _scratch = new char[IRows.TextScratch];

    public EmbeddedRowReader(EmbeddedSource source, IRowReader inner, int field, ITextEmbedder embedder)
    {
        (_source, _inner, _field, _embedder) = (source, inner, field, embedder);
        _vectors = new float[ITextEmbedder.MostTexts * embedder.Size];
        string name = inner.Columns[field];
        Columns = [.. inner.Columns, .. Enumerable.Range(0, embedder.Size).Select(i => FormattableString.Invariant($"{name}.{i}"))];
        if (Columns.Distinct(StringComparer.Ordinal).Count() < Columns.Count)
        {
            throw new SourceException(source.Name, HeaderPosition, name, $"there is a column '{name}.0' or the like already");
        }
    }

    public IReadOnlyList<string> Columns { get; }

    public long? HeaderPosition => _inner.HeaderPosition;

    public long BytesRead => _inner.BytesRead;

    public IRows? Next(int count)
    {
        if (_inner.Next(Math.Clamp(CellRows.CellLimit / _embedder.Size, 1, count)) is not { } rows)
        {
            return null;
        }
        CellRows numbers = _unused.TryTake(out CellRows? used) ? used : new CellRows(_embedder.Size, _unused);
        for (int row = 0; row < rows.Count; row++)
        {
            numbers.AddRow(rows.PositionOf(row));
            ReadOnlySpan<char> text = rows.Text(row, _field, _scratch);
            if (text.Length > 0)
            {
                _waiting.Add((row, text.ToString()));
            }
            if (_waiting.Count == ITextEmbedder.MostTexts || row == rows.Count - 1)
            {
                Embed(rows, numbers);
            }
        }
        return new EmbeddedRows(rows, numbers, _inner.Columns.Count);
    }

    public void Dispose()
    {
        _inner.Dispose();
        _embedder.Dispose();
    }

    private void Embed(IRows rows, CellRows numbers)
    {
        if (_waiting.Count == 0)
        {
            return;
        }
        try
        {
            _embedder.Embed([.. _waiting.Select(one => one.Text)], _vectors.AsSpan(0, _waiting.Count * _embedder.Size));
        }
        catch (InvalidDataException e)
        {
            (string file, long place) = _source.Locate(rows.PositionOf(_waiting[0].Row));
            throw new SourceException(file, place, Columns[_field], e.Message, _source.PositionUnit);
        }
        for (int i = 0; i < _waiting.Count; i++)
        {
            for (int k = 0; k < _embedder.Size; k++)
            {
                numbers.Set(_waiting[i].Row, k, (double)_vectors[(i * _embedder.Size) + k]);
            }
        }
        _waiting.Clear();
    }
}

/// <summary>Rows with numbers beside them.</summary>
internal sealed class EmbeddedRows(IRows rows, CellRows numbers, int fields) : IRows
{
    public int Count => rows.Count;

    public long Size => rows.Size + numbers.Size;

    public long PositionOf(int row) => rows.PositionOf(row);

    public ReadOnlySpan<char> Text(int row, int field, Span<char> scratch) =>
        field < fields ? rows.Text(row, field, scratch) : numbers.Text(row, field - fields, scratch);

    public bool TryAdd(int row, int field, ColumnBuffer column) =>
        field < fields ? rows.TryAdd(row, field, column) : numbers.TryAdd(row, field - fields, column);

    public string? NumberDoubt(int row, int field) => field < fields ? rows.NumberDoubt(row, field) : null;

    public CellKinds KindOf(int row, int field) =>
        field < fields ? rows.KindOf(row, field) : numbers.KindOf(row, field - fields);

    public ColumnEvidence Look(int field) => field < fields ? rows.Look(field) : numbers.Look(field - fields);

    public void Dispose()
    {
        rows.Dispose();
        numbers.Dispose();
    }
}
