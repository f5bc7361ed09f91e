using Hallmark.Client.Doors;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Ledger;
using Hallmark.Ledger.Storage;

namespace Hallmark.Operations.Homes;

/// <summary>The door of the one process that writes a home's ledger. It is open to the home's other processes as well.</summary>
internal sealed class WriterDoor : IStatementDoor
{
    private readonly Ledger.Ledger _ledger;
    private readonly KeySigner _own;
    private readonly FileStream _held;
    private readonly LocalDoor _door;
    private readonly DoorHost _host;

    /// <param name="own">The node's own key; closed with the door, as are the others.</param>
    /// <param name="held">The writer's lock.</param>
    /// <param name="socket">Path of the socket for the others.</param>
    public WriterDoor(Ledger.Ledger ledger, KeySigner own, FileStream held, string socket)
    {
        (_ledger, _own, _held) = (ledger, own, held);
        _door = new LocalDoor(ledger);
        _host = new DoorHost(_door, socket);
    }

    /// <summary>What was found when the ledger was opened.</summary>
    public Recovery Recovery => _ledger.Recovery;

    public LedgerView View => _door.View;

    public Task<Submission> SubmitAsync(Statement statement, CancellationToken cancellation) => _door.SubmitAsync(statement, cancellation);

    /// <summary>The others first: what they handed in is answered; then the ledger, and last the lock.</summary>
    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync().ConfigureAwait(false);
        await _door.DisposeAsync().ConfigureAwait(false);
        _own.Dispose();
        await _held.DisposeAsync().ConfigureAwait(false);
    }
}
