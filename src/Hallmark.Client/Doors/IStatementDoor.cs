using Hallmark.Evidence;
using Hallmark.Ledger;

namespace Hallmark.Client.Doors;

/// <summary>
/// Where members hand signed statements in: the ledger that this process writes (<see cref="LocalDoor"/>), or that of another process of
/// the same home (<see cref="SocketDoor"/>). What is promised, whoever writes:
/// <list type="bullet">
/// <item><b>Durability.</b> What is answered as accepted or denied is on record for good.</item>
/// <item><b>Visibility.</b> Once it is answered, <see cref="View"/> shows its block.</item>
/// <item><b>Order.</b> Statements of which one was answered before the other was handed in stand in that order; others in any.</item>
/// <item><b>Concurrency.</b> Any number of threads may hand in at once.</item>
/// <item><b>Failure.</b> An <see cref="IOException"/> leaves open whether the statement is on record; handing the same bytes in again is
/// safe, a statement is taken once.</item>
/// </list>
/// </summary>
public interface IStatementDoor : IAsyncDisposable
{
    /// <summary>
    /// The ledger as this process knows it. The same door may answer with another object later, so it is asked for each time.
    /// </summary>
    LedgerView View { get; }

    /// <summary>
    /// <see cref="View"/> shows all that is on record by now, whoever handed it in; without it, that of others may show later.
    /// </summary>
    void CatchUp();

    /// <summary>Hands a statement in; the answer comes when it is on record, or refused.</summary>
    /// <exception cref="DoorClosedException">Whoever writes the ledger is gone; the statement may be on record.</exception>
    /// <exception cref="IOException">The ledger could not be written.</exception>
    Task<Submission> SubmitAsync(Statement statement, CancellationToken cancellation);
}

/// <summary>The process that wrote the ledger has gone, in good order or not; another one may write now.</summary>
public sealed class DoorClosedException(string reason, Exception? inner = null) : IOException(reason, inner);
