using System.Text;

namespace Hallmark.Data.Sources.Csv;

/// <summary>Bytes in any encoding as UTF-8, a byte order mark among them; what is no character is refused with its line.</summary>
internal sealed class TranscodingStream : ForwardStream
{
    private const int PieceSize = 16 << 10;

    /// <summary>Stands for bytes that are no characters. No text has it: Unicode keeps it for uses like this.</summary>
    private const char NoCharacter = '\uffff';

    private readonly Stream _inner;
    private readonly string _file;
    private readonly string _name;
    private readonly Decoder _decoder;
    private readonly byte[] _bytes = new byte[PieceSize];
    private readonly char[] _chars;
    private readonly Encoder _encoder = new UTF8Encoding(false).GetEncoder();
    private readonly byte[] _utf8;
    private int _at;
    private int _end;
    private long _line = 1;
    private bool _ended;

    /// <param name="inner">Owned.</param>
    /// <param name="file">What messages call it.</param>
    /// <param name="encoding">Name of a known encoding.</param>
    public TranscodingStream(Stream inner, string file, string encoding)
    {
        (_inner, _file, _name) = (inner, file, encoding);
        var found = (Encoding)CsvEncodings.Find(encoding)!.Clone();
        found.DecoderFallback = new DecoderReplacementFallback(NoCharacter.ToString());
        _decoder = found.GetDecoder();
        _chars = new char[found.GetMaxCharCount(PieceSize)];
        _utf8 = new byte[Encoding.UTF8.GetMaxByteCount(_chars.Length)];
    }

    public override int Read(Span<byte> buffer)
    {
        while (_at == _end && !_ended)
        {
            Fill();
        }
        int count = Math.Min(buffer.Length, _end - _at);
        _utf8.AsSpan(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }
        base.Dispose(disposing);
    }

    private void Fill()
    {
        int read = _inner.Read(_bytes);
        _ended = read == 0;
        int chars = _decoder.GetChars(_bytes, 0, read, _chars, 0, _ended);
        ReadOnlySpan<char> text = _chars.AsSpan(0, chars);
        int bad = text.IndexOf(NoCharacter);
        if (bad >= 0)
        {
            throw new SourceException(_file, _line + text[..bad].Count('\n'), null, $"is not {_name}");
        }
        _line += text.Count('\n');
        (_at, _end) = (0, _encoder.GetBytes(_chars, 0, chars, _utf8, 0, _ended));
    }
}
