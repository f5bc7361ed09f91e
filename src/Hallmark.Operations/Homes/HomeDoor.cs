using Hallmark.Client.Doors;
using Hallmark.Client.Indexing;
using Hallmark.Evidence;
using Hallmark.Ledger;
using Hallmark.Ledger.Blocks;
using Hallmark.Ledger.Storage;

namespace Hallmark.Operations.Homes;

/// <summary>
/// The door of a home for every process that works on it: whoever comes first writes the ledger, the others hand in to it, and when it goes
/// one
/// of them takes its place. So no command fails because another one is at work.
/// </summary>
public sealed class HomeDoor : IStatementDoor
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// How long the one who holds the lock may be busy with opening or closing the ledger before it is said that it does not answer.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Home _home;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _changing = new(1);
    private volatile IStatementDoor _door;

    private HomeDoor(Home home, TimeProvider clock, LedgerIndex index, IStatementDoor door) =>
        (_home, _clock, Index, _door) = (home, clock, index, door);

    /// <summary>The index of the ledger, which this process keeps where it writes the ledger.</summary>
    public LedgerIndex Index { get; }

    /// <summary>Told once, where this process writes the ledger: what it found at opening. Null for the others.</summary>
    public Recovery? Recovery => (_door as WriterDoor)?.Recovery;

    public LedgerView View => _door.View;

    /// <exception cref="UsageException">There is no ledger here, or its own key is missing.</exception>
    /// <exception cref="FailureException">Nobody can write here, or whoever does, does not answer.</exception>
    /// <exception cref="LedgerDamagedException">The ledger is not what was committed.</exception>
    public static async Task<HomeDoor> OpenAsync(Home home, TimeProvider clock, CancellationToken cancellation)
    {
        var index = new LedgerIndex(HomeReader.IndexOf(home));
        return new HomeDoor(home, clock, index, await EnterAsync(home, clock, index, cancellation).ConfigureAwait(false));
    }

    public async Task<Submission> SubmitAsync(Statement statement, CancellationToken cancellation)
    {
        bool again = false;
        while (true)
        {
            IStatementDoor door = _door;
            TreeSize before = door.View.Size;
            try
            {
                Submission answer = await door.SubmitAsync(statement, cancellation).ConfigureAwait(false);
                // Handed in twice because the first answer got lost, it was taken the first time.
                return again && answer is Submission.Refused && FindOnRecord(statement, before) is { } recorded ? recorded : answer;
            }
            catch (DoorClosedException)
            {
                again = true;
                await ChangeAsync(door, cancellation).ConfigureAwait(false);
                if (FindOnRecord(statement, before) is { } recorded)
                {
                    return recorded;
                }
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _door.DisposeAsync().ConfigureAwait(false);
        Index.Dispose();
    }

    /// <summary>Takes the place of the writer that has gone, or finds the one who did.</summary>
    private async Task ChangeAsync(IStatementDoor gone, CancellationToken cancellation)
    {
        await _changing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (ReferenceEquals(_door, gone))
            {
                _door = await EnterAsync(_home, _clock, Index, cancellation).ConfigureAwait(false);
                await gone.DisposeAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            _changing.Release();
        }
    }

    private static async Task<IStatementDoor> EnterAsync(Home home, TimeProvider clock, LedgerIndex index, CancellationToken cancellation)
    {
        home.RequireLedger();
        long started = clock.GetTimestamp();
        while (clock.GetElapsedTime(started) < Patience)
        {
            if (HomeLock.TryTake(home) is { } held)
            {
                try
                {
                    return WriterDoor.Open(home, held, index, clock);
                }
                catch
                {
                    await held.DisposeAsync().ConfigureAwait(false);
                    throw;
                }
            }
            if (await SocketDoor.FindAsync(home.DoorPath, () => HomeReader.Follow(home), cancellation).ConfigureAwait(false) is { } door)
            {
                return door;
            }
            await Task.Delay(Pause, cancellation).ConfigureAwait(false);
        }
        throw new FailureException($"another process holds {home.Directory} and does not answer");
    }

    /// <summary>
    /// What became of a statement that was handed in when the tree had this size at least; null where it is not on record.
    /// </summary>
    private Submission? FindOnRecord(Statement statement, TreeSize since)
    {
        LedgerView view = View;
        for (ulong i = since.Value; i < view.Size.Value; i++)
        {
            LedgerEntry entry = view.ReadEntry(new EntryIndex(i));
            if (entry.Statement.Id == statement.Id)
            {
                return new Submission.Accepted(entry.Index, entry.Height, statement, entry.Outcome);
            }
            if (entry.Statement.Kind == Denial.Kind && Denial.Read(entry.Statement).Denied.Id == statement.Id)
            {
                return new Submission.Denied(entry.Index, entry.Height, entry.Outcome);
            }
        }
        return null;
    }
}
