using Hallmark.Evidence;

namespace Hallmark.Quality.Duplicates;

/// <summary>
/// Remembers which digests it has seen, in a fixed number of bytes: a Bloom filter in blocks of 256 bits, one bit in each of a block's
/// eight words (Putze, Sanders and Singler, 2007; the layout of Apache Parquet), so that a digest costs one visit to memory. It never
/// forgets one. With 16 bits for each of the records it was made for, a digest that was never added is taken for seen at most about
/// once in 700 times; whoever acts on a hit looks again, as <see cref="LedgerDuplicates"/> does. Digests are uniform unless somebody
/// grinds them; that costs the one who looks again some memory, never a wrong answer. Not safe for use by several threads.
/// </summary>
public sealed class DuplicateFilter
{
    /// <summary>Bits for each record, if the filter is not larger than it must be.</summary>
    public const int BitsPerRecord = 16;

    private const int WordsPerBlock = 8;
    private const int BitsPerBlock = 256;

    private readonly uint[] _words;
    private readonly ulong _blocks;

    /// <param name="records">As many as will be added, 1 to about 4,000 million; adding more makes hits more frequent, never wrong.</param>
    public DuplicateFilter(long records)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(records, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(records, (long)Array.MaxLength / WordsPerBlock * (BitsPerBlock / BitsPerRecord));
        _blocks = (ulong)((records + (BitsPerBlock / BitsPerRecord) - 1) / (BitsPerBlock / BitsPerRecord));
        _words = new uint[_blocks * WordsPerBlock];
    }

    /// <summary>Bytes that it takes.</summary>
    public long Size => _words.LongLength * sizeof(uint);

    /// <summary>Adds a digest.</summary>
    /// <returns>False if it was never added before; true if it was, or seems so.</returns>
    public bool Add(Digest digest)
    {
        Span<byte> bytes = stackalloc byte[Digest.Size];
        digest.CopyTo(bytes);
        ulong place = System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes);
        ulong bits = System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        Span<uint> block = _words.AsSpan((int)Math.BigMul(place, _blocks, out _) * WordsPerBlock, WordsPerBlock);
        bool seen = true;
        for (int word = 0; word < WordsPerBlock; word++)
        {
            uint bit = 1u << (int)((bits >> (word * 5)) & 31);
            seen &= (block[word] & bit) != 0;
            block[word] |= bit;
        }
        return seen;
    }
}
