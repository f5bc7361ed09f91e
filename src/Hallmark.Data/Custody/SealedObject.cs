using System.Buffers.Binary;
using System.Security.Cryptography;
using Hallmark.Evidence;

namespace Hallmark.Data.Custody;

/// <summary>Seals and opens whole objects in memory; the format is in docs/formats/sealed.md.</summary>
public static class SealedObject
{
    /// <summary>Size in bytes of the object that holds so many plain bytes.</summary>
    public static long SizeOf(long plainLength) => SealedFormat.SizeOf(plainLength);

    /// <summary>The plain bytes of an object of a batch.</summary>
    /// <exception cref="MalformedException">
    /// Another kind of object, another secret, or anything altered, cut off, added or put in another place; names the object and,
    /// where one is refused, the chunk.
    /// </exception>
    public static byte[] Open(SealedKind kind, ReadOnlySpan<byte> bytes, BatchSecret secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        return Open(kind, bytes, secret.Bytes);
    }

    /// <summary>Seals what a validator found in the single records of a sealed batch; equal findings give equal bytes.</summary>
    public static byte[] SealDetails(ReadOnlySpan<byte> details, BatchSecret secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        return Seal(SealedKind.Details, details, Digest.Of(details), secret.Bytes);
    }

    /// <param name="identity">Equal only for equal plain bytes; the key depends on it.</param>
    internal static byte[] Seal(SealedKind kind, ReadOnlySpan<byte> plain, Digest identity, SecretBytes secret)
    {
        long chunks = SealedFormat.ChunksOf(plain.Length);
        byte[] bytes = new byte[checked((int)SealedFormat.SizeOf(plain.Length))];
        using SealedKeys keys = SealedKeys.New(kind, secret, identity, chunks);
        keys.Header.CopyTo(bytes);
        byte[] chunk = new byte[SealedFormat.ChunkSize];
        BinaryPrimitives.WriteInt64BigEndian(chunk, plain.Length);
        int filled = SealedFormat.LengthSize;
        for (int i = 0; i < chunks; i++)
        {
            int taken = Math.Min(plain.Length, chunk.Length - filled);
            plain[..taken].CopyTo(chunk.AsSpan(filled));
            chunk.AsSpan(filled + taken).Clear();
            plain = plain[taken..];
            keys.Seal(i, chunk, Stored(bytes, i));
            filled = 0;
        }
        CryptographicOperations.ZeroMemory(chunk);
        return bytes;
    }

    internal static byte[] Open(SealedKind kind, ReadOnlySpan<byte> bytes, SecretBytes secret)
    {
        long chunks = SealedFormat.ReadHeader(bytes[..Math.Min(bytes.Length, SealedFormat.HeaderSize)], kind, bytes.Length);
        using SealedKeys keys = SealedKeys.Of(kind, secret, bytes[..SealedFormat.HeaderSize], chunks);
        byte[] chunk = new byte[SealedFormat.ChunkSize];
        byte[] plain = [];
        int position = 0;
        for (int i = 0; i < chunks; i++)
        {
            int at = SealedFormat.HeaderSize + (i * SealedFormat.StoredChunkSize);
            OpenChunk(keys, kind, i, chunks, bytes.Slice(at, SealedFormat.StoredChunkSize), chunk);
            int skip = i == 0 ? SealedFormat.LengthSize : 0;
            if (i == 0)
            {
                plain = new byte[ReadLength(kind, chunk, chunks)];
            }
            int taken = Math.Min(plain.Length - position, chunk.Length - skip);
            chunk.AsSpan(skip, taken).CopyTo(plain.AsSpan(position));
            position += taken;
        }
        CryptographicOperations.ZeroMemory(chunk);
        return plain;
    }

    /// <exception cref="MalformedException">The chunk is refused.</exception>
    internal static void OpenChunk(SealedKeys keys, SealedKind kind, long index, long chunks, ReadOnlySpan<byte> stored, Span<byte> plain)
    {
        if (!keys.TryOpen(index, stored, plain))
        {
            throw new MalformedException(
                $"{SealedFormat.NameOf(kind)}, chunk {index} of {chunks}",
                "does not authenticate: it was altered, or belongs to another place or object");
        }
    }

    /// <summary>The length that the first chunk begins with.</summary>
    internal static int ReadLength(SealedKind kind, ReadOnlySpan<byte> firstChunk, long chunks)
    {
        ulong length = BinaryPrimitives.ReadUInt64BigEndian(firstChunk);
        return length <= int.MaxValue && SealedFormat.ChunksOf((long)length) == chunks
            ? (int)length
            : throw new MalformedException($"{SealedFormat.NameOf(kind)}.length", $"is {length}, which does not take {chunks} chunks");
    }

    private static Span<byte> Stored(byte[] bytes, int chunk) =>
        bytes.AsSpan(SealedFormat.HeaderSize + (chunk * SealedFormat.StoredChunkSize), SealedFormat.StoredChunkSize);
}
