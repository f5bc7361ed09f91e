using Hallmark.Evidence.Seals;
using Hallmark.Ledger.Snapshots;
using Hallmark.Ledger.Storage;

namespace Hallmark.Ledger;

/// <summary>
/// Follows a ledger that somebody else writes, as far as it is committed: every call applies only what came since the last one.
/// Not safe for use by several threads; the view is.
/// </summary>
public sealed class LedgerFollower : IDisposable
{
    private readonly LedgerFile _file;
    private readonly BlockWalk _walk;

    /// <summary>Opens the ledger and applies every block that is committed at this moment.</summary>
    /// <param name="storage">Open for reading; disposed of with this.</param>
    /// <param name="seals">The kinds of seal that count; null for <see cref="SealKinds.BuiltIn"/>.</param>
    /// <exception cref="LedgerDamagedException">What was committed is damaged.</exception>
    /// <exception cref="UnknownSealKindException">The ledger's seals are of none of these kinds.</exception>
    public LedgerFollower(ILedgerStorage storage, IContracts contracts, ISnapshotStore? snapshots, SealKinds? seals = null)
    {
        _file = new LedgerFile(storage);
        (_walk, _) = LedgerLoader.Start(_file, contracts, seals ?? SealKinds.BuiltIn, snapshots, committedOnly: true);
        LedgerLoader.GoOn(_file, _walk);
    }

    public LedgerView View => _walk.View;

    /// <summary>Applies the blocks that were committed since; the view shows them afterwards.</summary>
    /// <exception cref="LedgerDamagedException">What was committed is damaged, or blocks that were there are gone.</exception>
    public void CatchUp()
    {
        _walk.Refresh();
        LedgerLoader.GoOn(_file, _walk);
    }

    public void Dispose()
    {
        _walk.Applier.Dispose();
        _file.Storage.Dispose();
    }
}
