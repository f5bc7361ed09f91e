using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Hallmark.Evidence;

namespace Hallmark.Data.Custody;

/// <summary>
/// The key that custodians and validators of a dataset share: with it records of different sealed batches can be compared
/// without opening them (<see cref="Fingerprints"/>), and a batch that was sealed before is known again. It opens no content.
/// Overwritten at disposal; safe for concurrent use until then.
/// </summary>
public sealed class DatasetKey : IDisposable
{
    public const int Size = SecretBytes.Size;

    private const string IdentityInfo = "hallmark/dataset/v1/identity";

    private DatasetKey(SecretBytes bytes) => Bytes = bytes;

    internal SecretBytes Bytes { get; }

    public static DatasetKey Create() => new(SecretBytes.Random());

    /// <param name="bytes">Exactly <see cref="Size"/> bytes; copied.</param>
    public static DatasetKey FromBytes(ReadOnlySpan<byte> bytes) => new(new SecretBytes(bytes));

    public void Dispose() => Bytes.Dispose();

    /// <summary>
    /// What a batch is known by in custody: equal for equal records of an equal schema in the same dataset, and telling nothing
    /// to who has not this key.
    /// </summary>
    internal Digest Identity(string dataset, Digest plainBatch)
    {
        using SecretBytes key = Bytes.Derive(IdentityInfo);
        return Digest.FromBytes(HMACSHA256.HashData(key.Span, [.. plainBatch.ToArray(), .. Encoding.UTF8.GetBytes(dataset)]));
    }

    /// <summary>
    /// Stands for all bytes of a plain batch: the content is a function of schema, number and records, and the root binds the records.
    /// </summary>
    internal static Digest PlainBatch(Digest schema, int records, Digest root)
    {
        byte[] count = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(count, (ulong)records);
        return Digest.Of([.. "hallmark/plain-batch/v1\0"u8, .. schema.ToArray(), .. count, .. root.ToArray()]);
    }
}
