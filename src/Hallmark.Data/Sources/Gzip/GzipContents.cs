using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace Hallmark.Data.Sources.Gzip;

/// <summary>
/// What a gzip file holds (RFC 1952): all its members, one after the other, each held against its checksum and length. As gzip(1) does,
/// zeros behind the last one are passed over, as tapes have them; anything else there is refused. The platform's own stream takes the
/// first bytes that are no member for the end, whatever they are: of a file damaged there, less was read without a word.
/// </summary>
/// <param name="stored">Seekable, at its beginning; belongs to this from now on.</param>
internal sealed class GzipContents(Stream stored) : ForwardStream
{
    private const int TrailerLength = 8;
    private const int PieceSize = 4 << 10;

    private Crc32 _sum = new();
    private long _length; // unpacked, of the member
    private long _member; // where it begins
    private long _data; // where its packed bytes begin
    private GzipStored? _packed;
    private DeflateStream? _unpacking; // null between members
    private bool _isAtEnd;

    /// <exception cref="InvalidDataException">
    /// A member is damaged or cut off, or something else follows; says behind which byte.
    /// </exception>
    public override int Read(Span<byte> buffer)
    {
        while (!buffer.IsEmpty && !_isAtEnd)
        {
            _unpacking ??= Begin();
            int read = Unpack(_unpacking, buffer);
            if (read > 0)
            {
                _sum.Append(buffer[..read]);
                _length += read;
                return read;
            }
            End();
        }
        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _unpacking?.Dispose();
            stored.Dispose();
        }
        base.Dispose(disposing);
    }

    private DeflateStream Begin()
    {
        stored.Position = _member;
        GzipHeader.Pass(stored, Fault);
        (_sum, _length, _data) = (new Crc32(), 0, stored.Position);
        _packed = new GzipStored(stored, _data);
        return new DeflateStream(_packed, CompressionMode.Decompress, leaveOpen: true);
    }

    /// <summary>Where a platform takes the end of a cut off file for the end of its contents, no checksum follows.</summary>
    private int Unpack(DeflateStream stream, Span<byte> buffer)
    {
        try
        {
            return stream.Read(buffer);
        }
        catch (InvalidDataException)
        {
            throw Fault("are damaged or cut off");
        }
    }

    private void End()
    {
        _member = EndOfData() + TrailerLength;
        _unpacking!.Dispose();
        _unpacking = null;
        stored.Position = _member;
        byte[] piece = new byte[PieceSize];
        int read = stored.ReadAtLeast(piece, GzipHeader.Magic.Length, throwOnEndOfStream: false);
        if (piece.AsSpan(0, read).StartsWith(GzipHeader.Magic))
        {
            return;
        }
        for (; read > 0; read = stored.Read(piece))
        {
            if (piece.AsSpan(0, read).ContainsAnyExcept((byte)0))
            {
                throw new InvalidDataException($"its gzip data end with byte {_member}, and what follows is neither gzip nor zeros");
            }
        }
        _isAtEnd = true;
    }

    /// <summary>
    /// Where the packed bytes of the member end: its checksum and length follow there. It is somewhere in what was taken last, and where
    /// these bytes stand there more than once, it is looked for byte by byte.
    /// </summary>
    private long EndOfData()
    {
        Span<byte> trailer = stackalloc byte[TrailerLength];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, _sum.GetCurrentHashAsUInt32());
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[sizeof(uint)..], unchecked((uint)_length));
        byte[] taken = new byte[checked((int)(_packed!.LastTo - _packed.LastFrom)) + TrailerLength];
        stored.Position = _packed.LastFrom;
        ReadOnlySpan<byte> there = taken.AsSpan(0, stored.ReadAtLeast(taken, taken.Length, throwOnEndOfStream: false));
        int at = there.IndexOf(trailer);
        if (at < 0)
        {
            throw Fault("are cut off, or not what their checksum says");
        }
        bool isOnly = there[(at + 1)..].IndexOf(trailer) < 0;
        long end = isOnly ? _packed.LastFrom + at : EndByteByByte();
        return isOnly || there[(int)(end - _packed.LastFrom)..].StartsWith(trailer)
            ? end
            : throw Fault("are not what their checksum says");
    }

    private long EndByteByByte()
    {
        var packed = new GzipStored(stored, _data, _packed!.LastFrom);
        using var again = new DeflateStream(packed, CompressionMode.Decompress, leaveOpen: true);
        byte[] piece = new byte[PieceSize];
        while (Unpack(again, piece) > 0)
        {
            // Only where it ends is asked for.
        }
        return packed.LastTo;
    }

    private InvalidDataException Fault(string what) =>
        new(_member == 0 ? $"its gzip data {what}" : $"its gzip data behind byte {_member} {what}");
}
