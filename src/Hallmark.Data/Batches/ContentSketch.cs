using System.Buffers.Binary;
using Hallmark.Evidence;

namespace Hallmark.Data.Batches;

/// <summary>
/// A few of a batch's records, by which the same records are known again in another order, cut into other batches, or with a few changed or
/// more: the smallest of their hashes, a bottom-k sketch (Broder, On the resemblance and containment of documents, 1997). The root knows
/// the very same batch only.
/// <code>
/// hash of a record   first 8 bytes, big-endian, of its identity, or of its keyed one where the batch is not open
/// sketch             the smallest of them, each once, ascending, at most 64
/// </code>
/// The identity is the leaf hash under the dataset's first schema (<see cref="RecordBatch.Identities"/>). Keyed hashes are those of
/// <see cref="Custody.Fingerprints"/>.
/// It stays on record when the batch is withdrawn: whoever guesses all of a record of an open batch can tell whether it is one of these
/// few. Immutable.
/// </summary>
public sealed class ContentSketch : IEquatable<ContentSketch>
{
    /// <summary>Most hashes: a part of a batch is known again down to a sixteenth or so.</summary>
    public const int Limit = 64;

    private const int HashSize = sizeof(ulong);

    private readonly ulong[] _hashes;

    private ContentSketch(ulong[] hashes) => _hashes = hashes;

    /// <summary>Ascending, each once.</summary>
    public IReadOnlyList<ulong> Hashes => _hashes;

    /// <summary>Whether a record with this hash would be in the sketch if the batch had it.</summary>
    public bool Shows(ulong hash) => _hashes.Length < Limit || hash <= _hashes[^1];

    /// <summary>Of the identities of an open batch's records, 32 bytes each.</summary>
    public static ContentSketch OfLeaves(ReadOnlySpan<byte> leaves)
    {
        var smallest = new Smallest();
        for (int at = 0; at < leaves.Length; at += Digest.Size)
        {
            smallest.Add(leaves[at..]);
        }
        return smallest.ToSketch();
    }

    /// <summary>Of the identities of an open batch's records.</summary>
    public static ContentSketch OfLeaves(IEnumerable<Digest> leaves) => Of(leaves.Select(leaf => (ReadOnlyMemory<byte>)leaf.ToArray()));

    /// <summary>Of hashes of records.</summary>
    internal static ContentSketch Of(IEnumerable<ReadOnlyMemory<byte>> hashes)
    {
        var smallest = new Smallest();
        foreach (ReadOnlyMemory<byte> hash in hashes)
        {
            smallest.Add(hash.Span);
        }
        return smallest.ToSketch();
    }

    /// <summary>The hashes, 8 bytes each.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[_hashes.Length * HashSize];
        for (int i = 0; i < _hashes.Length; i++)
        {
            BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(i * HashSize), _hashes[i]);
        }
        return bytes;
    }

    /// <param name="field">What messages call it.</param>
    /// <exception cref="MalformedException">Not 1 to <see cref="Limit"/> hashes, or not ascending.</exception>
    public static ContentSketch Read(ReadOnlySpan<byte> bytes, string field)
    {
        if (bytes.Length is < HashSize or > Limit * HashSize || bytes.Length % HashSize != 0)
        {
            throw new MalformedException(field, $"has {bytes.Length} bytes, which are not 1 to {Limit} hashes of {HashSize}");
        }
        ulong[] hashes = new ulong[bytes.Length / HashSize];
        for (int i = 0; i < hashes.Length; i++)
        {
            hashes[i] = BinaryPrimitives.ReadUInt64BigEndian(bytes[(i * HashSize)..]);
            if (i > 0 && hashes[i] <= hashes[i - 1])
            {
                throw new MalformedException(field, $"is not ascending at its hash {i}");
            }
        }
        return new ContentSketch(hashes);
    }

    public bool Equals(ContentSketch? other) => other is not null && _hashes.AsSpan().SequenceEqual(other._hashes);

    public override bool Equals(object? obj) => Equals(obj as ContentSketch);

    public override int GetHashCode() => _hashes.Length == 0 ? 0 : _hashes[0].GetHashCode();

    /// <summary>Keeps the smallest; after the first few hashes most are passed over by one comparison.</summary>
    private sealed class Smallest
    {
        private readonly List<ulong> _kept = new(Limit + 1);

        public void Add(ReadOnlySpan<byte> hash)
        {
            ulong value = BinaryPrimitives.ReadUInt64BigEndian(hash);
            if (_kept.Count == Limit && value >= _kept[^1])
            {
                return;
            }
            int place = _kept.BinarySearch(value);
            if (place < 0)
            {
                _kept.Insert(~place, value);
                _kept.RemoveRange(Math.Min(_kept.Count, Limit), _kept.Count - Math.Min(_kept.Count, Limit));
            }
        }

        public ContentSketch ToSketch() => new([.. _kept]);
    }
}
