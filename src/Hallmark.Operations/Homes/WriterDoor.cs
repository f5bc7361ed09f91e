using Hallmark.Client.Doors;
using Hallmark.Client.Indexing;
using Hallmark.Contracts;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Ledger;
using Hallmark.Ledger.Blocks;
using Hallmark.Ledger.Engines;
using Hallmark.Ledger.Storage;

namespace Hallmark.Operations.Homes;

/// <summary>The door of the one process that writes a home's ledger. It is open to the home's other processes as well.</summary>
internal sealed class WriterDoor : IStatementDoor
{
    private readonly Ledger.Ledger _ledger;
    private readonly KeySigner _own;
    private readonly IDisposable _held;
    private readonly LedgerIndex _index;
    private readonly LocalDoor _door;
    private readonly DoorHost _host;

    private WriterDoor(Ledger.Ledger ledger, KeySigner own, IDisposable held, LedgerIndex index, string socket)
    {
        (_ledger, _own, _held, _index) = (ledger, own, held, index);
        _door = new LocalDoor(ledger);
        _host = new DoorHost(_door, socket);
    }

    /// <summary>Opens the ledger as its one writer.</summary>
    /// <param name="held">The writer's lock, closed with the door.</param>
    /// <param name="index">Kept when the door closes.</param>
    /// <exception cref="UsageException">There is no ledger here, or its own key is missing.</exception>
    public static WriterDoor Open(Home home, IDisposable held, LedgerIndex index, TimeProvider clock)
    {
        home.RequireLedger();
        var keys = new HomeKeys(home);
        KeySigner own = keys.Find(Denial.Issuer)
            ?? throw new UsageException($"the ledger's own key {keys.PathOf(Denial.Issuer)} is missing: nothing can be sealed");
        FileStorage? storage = null;
        try
        {
            storage = FileStorage.Open(home.Files, Home.LedgerName);
            HomeLeftovers.Remove(home);
            var ledger = Ledger.Ledger.Open(
                storage, genesis => BlockProducers.Create(genesis, own), new ContractSet(), clock, HomeReader.SnapshotsOf(home));
            return new WriterDoor(ledger, own, held, index, home.DoorPath);
        }
        catch
        {
            storage?.Dispose();
            own.Dispose();
            throw;
        }
    }

    /// <summary>What was found when the ledger was opened.</summary>
    public Recovery Recovery => _ledger.Recovery;

    public LedgerView View => _door.View;

    public void CatchUp() => _door.CatchUp();

    public Task<Submission> SubmitAsync(Statement statement, CancellationToken cancellation) => _door.SubmitAsync(statement, cancellation);

    /// <summary>The others first: what they handed in is answered; then the index, the ledger, and last the lock.</summary>
    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync().ConfigureAwait(false);
        _index.KeepIfDue(_ledger.View, _own); // where that fails, lookups take longer
        await _door.DisposeAsync().ConfigureAwait(false);
        _own.Dispose();
        _held.Dispose();
    }
}
