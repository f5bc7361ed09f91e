using System.Text.Unicode;

namespace Hallmark.Data.Sources.Csv;

/// <summary>
/// Passes bytes through while it counts them and their lines, and refuses bytes that are not UTF-8 with the line
/// they stand on, which no text decoder could still name.
/// </summary>
internal sealed class Utf8CheckingStream(Stream inner, string file) : ForwardStream
{
    private readonly byte[] _open = new byte[3]; // start of a character whose end has not been read yet
    private int _openLength;
    private long _line = 1;

    public long BytesRead { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        int read;
        try
        {
            read = inner.Read(buffer);
        }
        catch (Exception e) when (SourceFile.IsFault(e))
        {
            throw SourceFile.Unreadable(file, e);
        }
        if (read == 0 && _openLength > 0 && buffer.Length > 0)
        {
            throw Invalid(0);
        }
        Check(buffer[..read]);
        BytesRead += read;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }
        base.Dispose(disposing);
    }

    private void Check(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> rest = CloseOpen(bytes);
        int tail = OpenTail(rest);
        ReadOnlySpan<byte> whole = rest[..^tail];
        if (!Utf8.IsValid(whole))
        {
            throw Invalid(whole[..FirstInvalid(whole)].Count((byte)'\n'));
        }
        _line += whole.Count((byte)'\n');
        if (tail > 0)
        {
            rest[^tail..].CopyTo(_open);
            _openLength = tail;
        }
    }

    /// <summary>Completes the character left open by the last read and returns the bytes after it.</summary>
    private ReadOnlySpan<byte> CloseOpen(ReadOnlySpan<byte> bytes)
    {
        if (_openLength == 0)
        {
            return bytes;
        }
        int missing = Math.Min(SequenceLength(_open[0]) - _openLength, bytes.Length);
        Span<byte> character = [.. _open.AsSpan(0, _openLength), .. bytes[..missing]];
        if (character.Length < SequenceLength(_open[0]))
        {
            character.CopyTo(_open);
            _openLength = character.Length;
            return [];
        }
        _openLength = 0;
        return Utf8.IsValid(character) ? bytes[missing..] : throw Invalid(0);
    }

    /// <summary>How many bytes at the end begin a character that goes on after them, 0 to 3.</summary>
    private static int OpenTail(ReadOnlySpan<byte> bytes)
    {
        for (int back = 1; back <= 3 && back <= bytes.Length; back++)
        {
            byte value = bytes[^back];
            if (value >= 0xc0)
            {
                return SequenceLength(value) > back ? back : 0;
            }
            if (value < 0x80)
            {
                return 0;
            }
        }
        return 0;
    }

    private static int SequenceLength(byte first) => first switch { >= 0xf0 => 4, >= 0xe0 => 3, >= 0xc0 => 2, _ => 1 };

    private static int FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        int position = 0;
        while (System.Text.Rune.DecodeFromUtf8(bytes[position..], out _, out int length) == System.Buffers.OperationStatus.Done)
        {
            position += length;
        }
        return position;
    }

    private SourceException Invalid(long linesBefore) => new(
        file, _line + linesBefore, null, "is not UTF-8; --encoding names what it is, such as windows-1252 or iso-8859-1");
}
