using Hallmark.Evidence;

namespace Hallmark.Data.Custody;

/// <summary>
/// The one secret of a sealed or absent batch: 32 random bytes, from which the keys of its objects and the salts of its records
/// and columns are derived (docs/formats/sealed.md). Who has it can read the batch; when it is destroyed nobody can. Overwritten
/// at disposal; safe for concurrent use until then.
/// </summary>
public sealed class BatchSecret : IDisposable
{
    public const int Size = SecretBytes.Size;

    private const string SaltInfo = "hallmark/batch/v1/salts";

    private BatchSecret(SecretBytes bytes) => Bytes = bytes;

    internal SecretBytes Bytes { get; }

    public static BatchSecret Create() => new(SecretBytes.Random());

    /// <param name="bytes">Exactly <see cref="Size"/> bytes; copied.</param>
    public static BatchSecret FromBytes(ReadOnlySpan<byte> bytes) => new(new SecretBytes(bytes));

    /// <summary>
    /// The salt of one record. Together with the record and an inclusion proof it shows this one record to somebody, and tells
    /// nothing of the others: see <see cref="Salts.Leaf"/>.
    /// </summary>
    /// <param name="record">Index in the batch, from 0.</param>
    public Digest RecordSalt(long record)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(record);
        using SecretBytes key = SaltKey();
        return Salts.Of(key, record);
    }

    internal SecretBytes SaltKey() => Bytes.Derive(SaltInfo);

    public void Dispose() => Bytes.Dispose();
}
