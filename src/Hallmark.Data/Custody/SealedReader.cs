using System.Security.Cryptography;
using Hallmark.Data.Store;
using Hallmark.Evidence;

namespace Hallmark.Data.Custody;

/// <summary>
/// Reads ranges of a sealed object's plain bytes and decrypts only the chunks they lie in. Every chunk is authenticated by
/// itself, so the stream may come from <see cref="IContentReader.OpenUnverifiedAsync"/>. Not for use by several threads.
/// </summary>
public sealed class SealedReader : IDisposable
{
    private readonly Stream _stream;
    private readonly SealedKind _kind;
    private readonly SealedKeys _keys;
    private readonly long _chunks;
    private readonly byte[] _stored = new byte[SealedFormat.StoredChunkSize];
    private readonly byte[] _plain = new byte[SealedFormat.ChunkSize];
    private long _current = -1; // the chunk that is in _plain

    /// <param name="stream">Seekable; stays the caller's.</param>
    /// <param name="kind">What the object must be.</param>
    /// <param name="secret">The batch's secret; not needed after this.</param>
    /// <exception cref="MalformedException">
    /// As <see cref="SealedObject.Open(SealedKind, ReadOnlySpan{byte}, BatchSecret)"/>, for header and first chunk.
    /// </exception>
    public SealedReader(Stream stream, SealedKind kind, BatchSecret secret)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(secret);
        _stream = stream;
        _kind = kind;
        byte[] header = new byte[SealedFormat.HeaderSize];
        stream.Position = 0;
        int read = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        _chunks = SealedFormat.ReadHeader(header.AsSpan(0, read), kind, stream.Length);
        _keys = SealedKeys.Of(kind, secret.Bytes, header, _chunks);
        try
        {
            Length = SealedObject.ReadLength(kind, Chunk(0), _chunks);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Number of plain bytes.</summary>
    public long Length { get; }

    /// <summary>Fills <paramref name="destination"/> with the plain bytes from <paramref name="offset"/> on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie inside the plain bytes.</exception>
    /// <exception cref="MalformedException">A chunk is refused; names it.</exception>
    public void Read(long offset, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length - destination.Length);
        for (long position = offset + SealedFormat.LengthSize; !destination.IsEmpty;)
        {
            ReadOnlySpan<byte> rest = Chunk(position / SealedFormat.ChunkSize)[(int)(position % SealedFormat.ChunkSize)..];
            int taken = Math.Min(rest.Length, destination.Length);
            rest[..taken].CopyTo(destination);
            destination = destination[taken..];
            position += taken;
        }
    }

    public void Dispose()
    {
        _keys.Dispose();
        CryptographicOperations.ZeroMemory(_plain);
        _current = -1;
    }

    private ReadOnlySpan<byte> Chunk(long index)
    {
        if (index != _current)
        {
            _current = -1;
            _stream.Position = SealedFormat.HeaderSize + (index * SealedFormat.StoredChunkSize);
            _stream.ReadExactly(_stored);
            SealedObject.OpenChunk(_keys, _kind, index, _chunks, _stored, _plain);
            _current = index;
        }
        return _plain;
    }
}
