using Hallmark.Evidence;
using Hallmark.Ledger;

namespace Hallmark.Client.Doors;

/// <summary>The door of the process that writes the ledger itself.</summary>
/// <param name="ledger">Closed with the door.</param>
public sealed class LocalDoor(Ledger.Ledger ledger) : IStatementDoor
{
    public LedgerView View => ledger.View;

    public void CatchUp()
    {
        // Nothing comes in but through this process, and its view shows it at once.
    }

    public Task<Submission> SubmitAsync(Statement statement, CancellationToken cancellation) =>
        ledger.SubmitAsync(statement.Bytes, cancellation);

    public ValueTask DisposeAsync() => ledger.DisposeAsync();
}
