using System.Text.Unicode;

namespace Hallmark.Data.Sources.Lines;

/// <summary>
/// The lines of a text file in strict UTF-8, as bytes: ended by a line feed, with or without a carriage return before it; a byte order mark
/// is skipped. Used by one thread.
/// </summary>
internal sealed class LineReader : IDisposable
{
    /// <summary>Longest line in bytes.</summary>
    public const int LineLimit = 16 << 20;

    private readonly string _file;
    private readonly Stream _stream;
    private byte[] _buffer = new byte[128 << 10];
    private int _start;
    private int _end;
    private bool _ended;

    public LineReader(SourceBytes bytes) => (_file, _stream) = (bytes.Name, bytes.Open());

    /// <summary>Number of the line that was given last, from 1.</summary>
    public long Line { get; private set; }

    public long BytesRead { get; private set; }

    /// <summary>The next line; good until the next call.</summary>
    /// <returns>False after the last.</returns>
    /// <exception cref="SourceException">It is too long or not UTF-8, or the file cannot be read.</exception>
    public bool TryNext(out ReadOnlySpan<byte> line)
    {
        int from = 0; // where no line feed was found before
        int length;
        while ((length = _buffer.AsSpan(_start + from, _end - _start - from).IndexOf((byte)'\n')) < 0 && !_ended)
        {
            from = _end - _start;
            if (from > LineLimit)
            {
                throw new SourceException(_file, Line + 1, null, $"has more than {LineLimit} bytes");
            }
            Fill();
        }
        bool fed = length >= 0;
        length = fed ? from + length : _end - _start;
        line = _buffer.AsSpan(_start, length);
        if (!fed && length == 0)
        {
            return false;
        }
        _start += length + (fed ? 1 : 0);
        Line++;
        line = Line == 1 && line.StartsWith("\uFEFF"u8) ? line[3..] : line;
        line = line.EndsWith("\r"u8) ? line[..^1] : line;
        return Utf8.IsValid(line) ? true : throw new SourceException(_file, Line, null, "is not UTF-8 text");
    }

    public void Dispose() => _stream.Dispose();

    private void Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
        try
        {
            int read = _stream.Read(_buffer.AsSpan(_end));
            _ended = read == 0;
            _end += read;
            BytesRead += read;
        }
        catch (Exception e) when (SourceFile.IsFault(e))
        {
            throw SourceFile.Unreadable(_file, e);
        }
    }
}
