namespace Hallmark.Evidence.Tiles;

/// <summary>
/// A growing row of hashes in chunks: growth never moves a hash. One thread adds; others read, without a lock, below a count
/// that was made known to them after the hashes were added.
/// </summary>
internal sealed class HashColumn
{
    /// <summary>16 tiles or 128 KiB: large enough to lie apart from short-lived objects, so that it is never moved.</summary>
    private const int ChunkSize = 4096;

    // Replaced by a longer copy when full; whoever still reads the old one finds the same chunks in it.
    private Digest[]?[] _chunks = new Digest[]?[16];

    /// <summary>Hashes so far; for the adding thread.</summary>
    public ulong Count { get; private set; }

    public void Add(Digest hash)
    {
        (int chunk, int at) = Place(Count);
        if (chunk == _chunks.Length)
        {
            var longer = new Digest[]?[_chunks.Length * 2];
            _chunks.CopyTo(longer, 0);
            Volatile.Write(ref _chunks, longer);
        }
        Digest[] hashes = _chunks[chunk] ??= new Digest[ChunkSize];
        hashes[at] = hash;
        Count++;
    }

    public void CopyTo(ulong first, Span<Digest> destination)
    {
        Digest[]?[] chunks = Volatile.Read(ref _chunks);
        while (!destination.IsEmpty)
        {
            (int chunk, int at) = Place(first);
            ReadOnlySpan<Digest> hashes = chunks[chunk].AsSpan(at);
            hashes = hashes[..Math.Min(hashes.Length, destination.Length)];
            hashes.CopyTo(destination);
            destination = destination[hashes.Length..];
            first += (ulong)hashes.Length;
        }
    }

    private static (int Chunk, int At) Place(ulong index) => (checked((int)(index / ChunkSize)), (int)(index % ChunkSize));
}
