using Hallmark.Ledger.Storage;

namespace Hallmark.Ledger.Snapshots;

/// <summary>A snapshot as it was found: open, or not there, or something that is not read.</summary>
/// <param name="Problem">Why it is not read, as one sentence; null where it is, or where there is none.</param>
internal sealed record StoredSnapshot(ILedgerStorage? Storage, string? Problem) : IDisposable
{
    public static StoredSnapshot Open(ISnapshotStore? store)
    {
        try
        {
            return new StoredSnapshot(store?.Open(), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new StoredSnapshot(null, e.Message);
        }
    }

    public void Dispose() => Storage?.Dispose();
}
