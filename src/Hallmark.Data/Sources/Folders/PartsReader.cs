namespace Hallmark.Data.Sources.Folders;

/// <summary>One pass over files that are one source. Pieces go on over the ends of files.</summary>
internal sealed class PartsReader : IRowReader
{
    /// <summary>A piece is closed once it holds about so many bytes; what a file gives at once is bounded by its reader.</summary>
    private const long SizeLimit = 64 << 20;

    private readonly PartsSource _source;
    private IRowReader _current;
    private int[]? _fields; // of the current part, for each column; null where they stand in the same order
    private int _number;
    private long _before; // last position of the parts before
    private long _last;
    private long _bytesBefore;

    public PartsReader(PartsSource source)
    {
        _source = source;
        _current = source.First.Open();
        (Columns, HeaderPosition) = (_current.Columns, _current.HeaderPosition);
    }

    public IReadOnlyList<string> Columns { get; }

    public long? HeaderPosition { get; }

    public long BytesRead => _bytesBefore + _current.BytesRead;

    public IRows? Next(int count)
    {
        var rows = new PartsRows();
        while (rows.Count < count && rows.Size < SizeLimit)
        {
            if (_current.Next(count - rows.Count) is { } piece)
            {
                rows.Add(piece, _before, _fields);
                _last = _before + piece.PositionOf(piece.Count - 1);
            }
            else if (!TryGoOn())
            {
                break;
            }
        }
        return rows.Count > 0 ? rows : null;
    }

    public void Dispose() => _current.Dispose();

    private bool TryGoOn()
    {
        if (_number + 1 == _source.Files.Count)
        {
            return false;
        }
        _number++;
        _before = _last;
        _bytesBefore += _current.BytesRead;
        _current.Dispose();
        IRecordSource part = _source.OpenPart(_number);
        _source.Note(_number, part.Name, _before);
        _current = part.Open();
        _fields = Match(part);
        return true;
    }

    private int[]? Match(IRecordSource part)
    {
        if (_current.Columns.SequenceEqual(Columns, StringComparer.Ordinal))
        {
            return null;
        }
        var places = _current.Columns.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        int[] fields =
        [
            .. Columns.Select(name => places.Remove(name, out int place) ? place : throw Differs(part, name, "is not there, and is")),
        ];
        return places.Count == 0 ? fields : throw Differs(part, _current.Columns.First(places.ContainsKey), "is not");
    }

    private SourceException Differs(IRecordSource part, string column, string what) =>
        new(part.Name, _current.HeaderPosition, column, _source.Odd($"{what} a column of {_source.First.Name}"), part.PositionUnit);
}
