using System.IO.Compression;
using System.IO.Hashing;

namespace Hallmark.Data.Sources.Zip;

/// <summary>One file of a zip file from its beginning: no longer than it is said to be, and at its end held against its checksum.</summary>
internal sealed class ZipMemberStream : ForwardStream
{
    private readonly ZipArchiveEntry _entry;
    private readonly Lock _reading;
    private readonly Stream _inner;
    private readonly Crc32 _sum = new();
    private long _position;

    /// <param name="entry">The file.</param>
    /// <param name="reading">Held while anything of the zip file is read.</param>
    public ZipMemberStream(ZipArchiveEntry entry, Lock reading)
    {
        (_entry, _reading) = (entry, reading);
        lock (_reading)
        {
            _inner = entry.Open();
        }
    }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }
        int read;
        lock (_reading)
        {
            read = _inner.Read(buffer);
        }
        _sum.Append(buffer[..read]);
        _position += read;
        bool isWhole = _position == _entry.Length && _sum.GetCurrentHashAsUInt32() == _entry.Crc32;
        return _position > _entry.Length || (read == 0 && !isWhole)
            ? throw new InvalidDataException("it is not what the zip file has a checksum of")
            : read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            lock (_reading)
            {
                _inner.Dispose();
            }
        }
        base.Dispose(disposing);
    }
}
