using System.IO.Hashing;

namespace Hallmark.Data.Sources.Zip;

/// <summary>
/// One file of a zip file from its beginning: no longer than it is said to be, and at its end held against its checksum and against what is
/// packed, of which nothing is left.
/// </summary>
internal sealed class ZipMemberStream : ForwardStream
{
    private readonly ZipMember _member;
    private readonly ZipPacked? _packed; // null where the library keeps it to itself
    private readonly Stream _inner;
    private readonly Lock? _reading; // of a library that shares one stream among all files
    private readonly Crc32 _sum = new();
    private long _position;

    public ZipMemberStream(ZipMember member, ZipBytes bytes)
    {
        _member = member;
        (_inner, _packed) = member.Open();
        _reading = _packed is null ? bytes.Lock : null;
    }

    public override long? Whole => _member.Length;

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }
        int read = ReadInner(buffer);
        _sum.Append(buffer[..read]);
        _position += read;
        bool isWhole = _position == _member.Length && _sum.GetCurrentHashAsUInt32() == _member.Sum;
        return _position > _member.Length || (read == 0 && !isWhole)
            ? throw new InvalidDataException("it is not what the zip file has a checksum of")
            : read == 0 && _packed is { IsAllTaken: false } ? throw new InvalidDataException("behind its packed bytes there are others")
            : read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }
        base.Dispose(disposing);
    }

    private int ReadInner(Span<byte> buffer)
    {
        if (_reading is null)
        {
            return _inner.Read(buffer);
        }
        lock (_reading)
        {
            return _inner.Read(buffer);
        }
    }
}
