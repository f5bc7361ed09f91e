using Hallmark.Data.Batches;
using Hallmark.Evidence;

namespace Hallmark.Data.Custody;

/// <summary>
/// What validators compare instead of records: two keyed hashes of each record of a batch, one of all of it and one of all but
/// its label. Equal under one dataset key only for equal records; without the key nobody can tell anything of a record he guesses.
/// <code>
/// of a record                   first 16 bytes of HMAC-SHA256(HKDF(dataset key, "", "hallmark/dataset/v1/record"), SHA-256(00 || record))
/// of a record without its label the same under ".../labelless", of SHA-256(00 || record without its label cell)
/// fingerprint                   that without the label, then that of the record: 32 bytes
/// </code>
/// Immutable.
/// </summary>
public sealed class Fingerprints
{
    private const int HalfSize = Digest.Size / 2;
    private const string RecordInfo = "hallmark/dataset/v1/record";
    private const string LabellessInfo = "hallmark/dataset/v1/labelless";
    private const string ObjectInfo = "hallmark/dataset/v1/fingerprints";

    private readonly Digest[] _sorted;

    private Fingerprints(Digest[] sorted) => _sorted = sorted;

    /// <summary>Number of records.</summary>
    public int Count => _sorted.Length;

    /// <summary>Fingerprints of the records of a batch that was opened: what a validator compares the sealed ones with.</summary>
    public static Fingerprints Of(RecordBatch batch, DatasetKey key)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(key);
        return Of(batch.IdentityBytes(), batch.LabellessBytes(), key);
    }

    /// <summary>Opens the fingerprints of a batch.</summary>
    /// <param name="bytes">The object, as the manifest names it.</param>
    /// <param name="key">The dataset's key.</param>
    /// <param name="root">The root in the batch's manifest.</param>
    /// <exception cref="MalformedException">Sealed under another key or for another batch, altered, or not fingerprints.</exception>
    public static Fingerprints Open(ReadOnlySpan<byte> bytes, DatasetKey key, Digest root)
    {
        ArgumentNullException.ThrowIfNull(key);
        using SecretBytes secret = ObjectKey(key, root);
        return new Fingerprints(FingerprintFormat.Read(SealedObject.Open(SealedKind.Fingerprints, bytes, secret)));
    }

    /// <summary>
    /// Copies as an open batch counts them: records that are also in one of the earlier batches, and of the others all but one of
    /// each group of equal records.
    /// </summary>
    public (long Within, long Across) Copies(params IEnumerable<Fingerprints> earlier)
    {
        HashSet<Digest> known = [.. earlier.SelectMany(other => other._sorted)];
        long across = _sorted.LongCount(known.Contains);
        return (Count - across - _sorted.Where(print => !known.Contains(print)).Distinct().LongCount(), across);
    }

    /// <summary>Records that equal another record, of this batch or one of the others, in everything but the label.</summary>
    public long Conflicts(params IEnumerable<Fingerprints> others)
    {
        IEnumerable<Digest> all = others.Append(this).SelectMany(other => other._sorted).Distinct();
        HashSet<UInt128> several = [.. all.GroupBy(Labelless).Where(group => group.Skip(1).Any()).Select(group => group.Key)];
        return _sorted.LongCount(print => several.Contains(Labelless(print)));
    }

    /// <summary>Whether these are the fingerprints of the same records.</summary>
    public bool SameAs(Fingerprints other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return _sorted.AsSpan().SequenceEqual(other._sorted);
    }

    /// <summary>Of the records with their labels.</summary>
    public ContentSketch Sketch() => ContentSketch.Of(
        _sorted.Select(print => (ReadOnlyMemory<byte>)print.ToArray().AsMemory(HalfSize)));

    internal static Fingerprints Of(BatchContent batch, DatasetKey key) => batch.Schema.HasFirstBytes
        ? Of(batch.Identities(), RecordHashes.WithoutLabel(batch.Content.Span, batch.Schema, batch.Records), key)
        : Of(BatchReader.Decode(batch.Content, batch.Schema), key);

    internal byte[] Seal(DatasetKey key, Digest root)
    {
        using SecretBytes secret = ObjectKey(key, root);
        return SealedObject.Seal(SealedKind.Fingerprints, FingerprintFormat.Write(_sorted), root, secret);
    }

    private static Fingerprints Of(ReadOnlySpan<byte> leaves, ReadOnlySpan<byte> labelless, DatasetKey key)
    {
        byte[] whole = Keyed(key, RecordInfo, leaves);
        byte[] rest = Keyed(key, LabellessInfo, labelless);
        var prints = new Digest[whole.Length / Digest.Size];
        for (int i = 0; i < prints.Length; i++)
        {
            // The first half of one and the first half of the other, side by side.
            whole.AsSpan(i * Digest.Size, HalfSize).CopyTo(rest.AsSpan((i * Digest.Size) + HalfSize));
            prints[i] = Digest.FromBytes(rest.AsSpan(i * Digest.Size, Digest.Size));
        }
        Array.Sort(prints);
        return new Fingerprints(prints);
    }

    private static byte[] Keyed(DatasetKey key, string info, ReadOnlySpan<byte> hashes)
    {
        byte[] messages = hashes.ToArray();
        using SecretBytes derived = key.Bytes.Derive(info);
        return LaneHmac.Run(derived.Span, messages.Length / Digest.Size, Digest.Size, (index, message) =>
            messages.AsSpan(index * Digest.Size, Digest.Size).CopyTo(message));
    }

    private static SecretBytes ObjectKey(DatasetKey key, Digest root) => key.Bytes.Derive(ObjectInfo, root.ToArray());

    private static UInt128 Labelless(Digest print) => System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(print.ToArray());
}
