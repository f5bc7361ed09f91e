namespace Hallmark.Data.Sources.Csv;

/// <summary>
/// Rows of a source as text, all fields one after the other, so that the reading thread leaves no strings behind. Filled by
/// one thread, then typed by another, then used again.
/// </summary>
internal sealed class RawRows
{
    private char[] _text = new char[1 << 16];
    private int[] _ends = new int[1 << 12];
    private int _fields;
    private int _length;

    /// <summary>Line of the file on which each row begins, from 1.</summary>
    public List<long> Lines { get; } = [];

    public int Count => Lines.Count;

    /// <summary>Characters held.</summary>
    public int Length => _length;

    /// <summary>The field at <paramref name="index"/>, counted over all rows.</summary>
    public ReadOnlySpan<char> this[int index]
    {
        get
        {
            int start = index == 0 ? 0 : _ends[index - 1];
            return _text.AsSpan(start, _ends[index] - start);
        }
    }

    public void Clear()
    {
        _fields = 0;
        _length = 0;
        Lines.Clear();
    }

    public void AddField(ReadOnlySpan<char> field)
    {
        if (_length + field.Length > _text.Length)
        {
            Array.Resize(ref _text, Math.Max(_length + field.Length, _text.Length * 2));
        }
        if (_fields == _ends.Length)
        {
            Array.Resize(ref _ends, _ends.Length * 2);
        }
        field.CopyTo(_text.AsSpan(_length));
        _length += field.Length;
        _ends[_fields++] = _length;
    }

    public void EndRow(long line) => Lines.Add(line);
}
