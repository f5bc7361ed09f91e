namespace Hallmark.Data.Sources.Zip;

/// <summary>
/// The bytes of a zip file, for the library that reads its directory; it also says where the library reads. Many read them at once: here
/// and there by <see cref="ReadAt"/>, and through the library under <see cref="Lock"/>.
/// </summary>
/// <param name="inner">Seekable; belongs to this from now on.</param>
internal sealed class ZipBytes(Stream inner) : Stream
{
    /// <summary>Held while the stream's position is used.</summary>
    public Lock Lock { get; } = new();

    /// <summary>Where the first bytes were read since this was made null.</summary>
    public long? FirstRead { get; set; }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => inner.Position = value;
    }

    public int ReadAt(long position, Span<byte> buffer)
    {
        lock (Lock)
        {
            inner.Position = position;
            return inner.Read(buffer);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        FirstRead ??= inner.Position;
        return inner.Read(buffer);
    }

    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }
        base.Dispose(disposing);
    }
}
