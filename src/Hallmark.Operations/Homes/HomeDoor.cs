using Hallmark.Client.Doors;
using Hallmark.Client.Indexing;
using Hallmark.Evidence;
using Hallmark.Ledger;
using Hallmark.Ledger.Blocks;
using Hallmark.Ledger.Storage;

namespace Hallmark.Operations.Homes;

/// <summary>
/// The door of a home for every process that works on it: whoever comes first writes the ledger, the others hand in to it, and when it goes
/// one of them takes its place. So no command fails because another one is at work.
/// </summary>
public sealed class HomeDoor : IStatementDoor
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly Home _home;
    private readonly TimeProvider _clock;
    private readonly Action<string> _warn;
    private readonly SemaphoreSlim _changing = new(1);
    private volatile IStatementDoor _door;

    private HomeDoor(Home home, TimeProvider clock, Action<string> warn, LedgerIndex index, IStatementDoor door) =>
        (_home, _clock, _warn, Index, _door) = (home, clock, warn, index, door);

    /// <summary>The index of the ledger, which this process keeps where it writes the ledger.</summary>
    public LedgerIndex Index { get; }

    /// <summary>Told once, where this process writes the ledger: what it found at opening. Null for the others.</summary>
    public Recovery? Recovery => (_door as WriterDoor)?.Recovery;

    public LedgerView View => _door.View;

    public void CatchUp() => _door.CatchUp();

    /// <param name="warn">Told whom it waits for, where that takes more than a few seconds.</param>
    /// <exception cref="UsageException">There is no ledger here, or its own key is missing.</exception>
    /// <exception cref="FailureException">Nobody can write here, or this user should not, or whoever does, does not answer.</exception>
    /// <exception cref="LedgerDamagedException">The ledger is not what was committed.</exception>
    public static async Task<HomeDoor> OpenAsync(Home home, TimeProvider clock, Action<string> warn, CancellationToken cancellation)
    {
        home.RequireLedger();
        HomeOwner.RequireOwn(home);
        var index = new LedgerIndex(HomeReader.IndexOf(home));
        Action<string> once = Once(warn);
        IStatementDoor door = await EnterAsync(home, clock, once, index, cancellation).ConfigureAwait(false);
        return new HomeDoor(home, clock, once, index, door);
    }

    /// <exception cref="IOException">Whoever writes, does not answer; the statement may be on record.</exception>
    public async Task<Submission> SubmitAsync(Statement statement, CancellationToken cancellation)
    {
        bool again = false;
        while (true)
        {
            IStatementDoor door = _door;
            TreeSize before = door.View.Size;
            try
            {
                Submission answer = await AnswerAsync(door, statement, cancellation).ConfigureAwait(false);
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

    /// <summary>What a door answers, which takes its time where another process stands still.</summary>
    private async Task<Submission> AnswerAsync(IStatementDoor door, Statement statement, CancellationToken cancellation)
    {
        Task<Submission> answer = door.SubmitAsync(statement, cancellation);
        if (door is not SocketDoor other || answer.IsCompleted)
        {
            return await answer.ConfigureAwait(false);
        }
        using var wait = new WriterWait(_home, _clock, _warn, cancellation);
        wait.Meet(other.Writer);
        try
        {
            return await answer.WaitAsync(wait.End).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (wait.IsOver && !cancellation.IsCancellationRequested)
        {
            throw new IOException($"{wait.Problem}; what was handed in to it may be on record", e);
        }
    }

    /// <summary>A thousand statements may wait for the same process.</summary>
    private static Action<string> Once(Action<string> warn)
    {
        int told = 0;
        return text =>
        {
            if (Interlocked.Exchange(ref told, 1) == 0)
            {
                warn(text);
            }
        };
    }

    /// <summary>Takes the place of the writer that has gone, or finds the one who did.</summary>
    private async Task ChangeAsync(IStatementDoor gone, CancellationToken cancellation)
    {
        await _changing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (ReferenceEquals(_door, gone))
            {
                _door = await EnterAsync(_home, _clock, _warn, Index, cancellation).ConfigureAwait(false);
                await gone.DisposeAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            _changing.Release();
        }
    }

    private static async Task<IStatementDoor> EnterAsync(
        Home home, TimeProvider clock, Action<string> warn, LedgerIndex index, CancellationToken cancellation)
    {
        using var wait = new WriterWait(home, clock, warn, cancellation);
        try
        {
            while (true)
            {
                if (TryWrite(home, clock, index) is { } own)
                {
                    return own;
                }
                if (await SocketDoor.FindAsync(home.DoorPath, () => HomeReader.Follow(home), wait.Meet, wait.End).ConfigureAwait(false)
                    is { } other)
                {
                    return other;
                }
                await Task.Delay(Pause, wait.End).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (wait.IsOver && !cancellation.IsCancellationRequested)
        {
            throw new FailureException(wait.Problem);
        }
    }

    /// <summary>The door of the writer, where nobody else is; null where somebody is.</summary>
    private static WriterDoor? TryWrite(Home home, TimeProvider clock, LedgerIndex index)
    {
        home.RequireLedger();
        if (HomeLock.TryTake(home) is not { } held)
        {
            return null;
        }
        try
        {
            return WriterDoor.Open(home, held, index, clock);
        }
        catch
        {
            held.Dispose();
            throw;
        }
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
