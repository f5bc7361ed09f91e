namespace Hallmark.Ledger.Storage;

/// <summary>
/// The one file of a ledger, as a seam: a disk that fails on purpose stands here in tests. Positions and lengths are in bytes.
/// Every failure is an <see cref="IOException"/>; after one, nothing more may be written.
/// </summary>
public interface ILedgerStorage : IDisposable
{
    /// <summary>What messages call this storage, e.g. the path of its file.</summary>
    string Name { get; }

    long Length { get; }

    /// <summary>Fills the buffer or stops at the end of the file; answers how much was read.</summary>
    int Read(long offset, Span<byte> buffer);

    /// <summary>Writes all of it or fails; a failure may leave any part behind.</summary>
    void Write(long offset, ReadOnlySpan<byte> bytes);

    void Cut(long length);

    /// <summary>Returns once everything written is on the disk. A failure leaves open which part of it is.</summary>
    void Flush(FlushPoint point);
}
