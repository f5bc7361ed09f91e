using System.Threading.Channels;
using Hallmark.Evidence;
using Hallmark.Evidence.Seals;
using Hallmark.Ledger.Blocks;
using Hallmark.Ledger.Engines;
using Hallmark.Ledger.Snapshots;
using Hallmark.Ledger.Storage;

namespace Hallmark.Ledger.Sequencing;

/// <summary>
/// The one writer. Statements whose signatures are already checked come in by a bounded channel, blocks made elsewhere by another. What the
/// producer chooses of the statements that wait is drafted as one block and, once it is final, goes the same way as a block made
/// elsewhere that holds: write entries, write header, flush, publish. A failure of the storage is final: nothing after it is acknowledged.
/// </summary>
internal sealed class Sequencer
{
    private const int QueueLimit = 8192;
    private const int BlockQueueLimit = 16;
    private const long GroupBytesLimit = 16 << 20;

    private readonly LedgerFile _file;
    private readonly IContracts _contracts;
    private readonly IBlockProducer _producer;
    private readonly TimeProvider _clock;

    // Handed in by any thread.
    private readonly Channel<Pending> _statements = Channel.CreateBounded<Pending>(
        new BoundedChannelOptions(QueueLimit) { SingleReader = true });
    private readonly Channel<Arrival> _arrivals = Channel.CreateBounded<Arrival>(
        new BoundedChannelOptions(BlockQueueLimit) { SingleReader = true });
    private readonly Channel<bool> _wakes = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _closing;

    // Owned by the loop.
    private readonly LedgerView _view;
    private readonly BlockApplier _chain;
    private readonly List<Pending> _waiting = [];
    private long _waitingBytes;
    private BlockInWork? _candidate;
    private IReadOnlyList<Pending> _inHand = []; // what was drafted last, so that nobody is forgotten where it fails
    private Arrival? _arriving;
    private long _end;
    private byte[] _frame = [];

    /// <param name="chain">Everything in memory but the view, as of the last block; from here on the loop's.</param>
    /// <param name="end">End of that block in the file.</param>
    public Sequencer(
        LedgerFile file, LedgerView view, BlockApplier chain, IContracts contracts, IBlockProducer producer, TimeProvider clock, long end)
    {
        (_file, _view, _chain, _contracts, _producer, _clock, _end) = (file, view, chain, contracts, producer, clock, end);
        // A thread of its own: it waits for the disk most of the time, and those who check signatures need the pool's.
        new Thread(Run) { IsBackground = true, Name = "hallmark sequencer" }.Start();
    }

    public async Task<Submission> SubmitAsync(Statement statement, CancellationToken cancellation)
    {
        var pending = new Pending(statement, new TaskCompletionSource<Submission>(TaskCreationOptions.RunContinuationsAsynchronously));
        await HandIn(_statements, pending, cancellation).ConfigureAwait(false);
        return await pending.Answer.Task.ConfigureAwait(false);
    }

    /// <summary>Hands in a block that was made elsewhere.</summary>
    public async Task<AppendResult> AppendAsync(ParsedBlock block, CancellationToken cancellation)
    {
        var arrival = new Arrival(block, new TaskCompletionSource<AppendResult>(TaskCreationOptions.RunContinuationsAsynchronously));
        await HandIn(_arrivals, arrival, cancellation).ConfigureAwait(false);
        return await arrival.Answer.Task.ConfigureAwait(false);
    }

    /// <summary>Makes one block of several statements. For the genesis block, before the loop has anything to do.</summary>
    public async Task<IReadOnlyList<Submission>> MakeGenesisAsync(IReadOnlyList<Statement> statements)
    {
        Pending[] pending = [.. statements.Select(statement => new Pending(statement, new TaskCompletionSource<Submission>()))];
        if (Draft(pending) is { } candidate)
        {
            await candidate.Seal.ConfigureAwait(false);
            Finish(candidate);
        }
        return await Task.WhenAll(pending.Select(item => item.Answer.Task)).ConfigureAwait(false);
    }

    /// <summary>Makes blocks of what waits as far as it is this node's turn, then stops the loop and settles the file.</summary>
    public async Task CloseAsync()
    {
        _statements.Writer.TryComplete();
        _arrivals.Writer.TryComplete();
        _closing = true;
        Wake();
        await _ended.Task.ConfigureAwait(false);
        if (_chain.Last is { } last)
        {
            _file.Settle(_view.Id, new CommitMark(_end, last.Height, last.Hash));
        }
    }

    /// <summary>Entries in the ledger so far.</summary>
    public TreeSize Size => _chain.Tree.Size;

    /// <summary>Everything as of the last block; only while nothing is handed in.</summary>
    public Snapshot TakeSnapshot() => Snapshot.Of(_view, _chain.Tree, _chain.StatementIds, _file.Storage, _end);

    private async Task HandIn<T>(Channel<T> channel, T item, CancellationToken cancellation)
    {
        try
        {
            await channel.Writer.WriteAsync(item, cancellation).ConfigureAwait(false);
        }
        catch (ChannelClosedException e)
        {
            throw new IOException("the ledger is closed: " + (e.InnerException?.Message ?? "nothing more is taken"), e.InnerException);
        }
        Wake();
    }

    /// <summary>Has the loop look again at what it waits for.</summary>
    private void Wake() => _wakes.Writer.TryWrite(true);

    private void Run()
    {
        try
        {
            while (Turn())
            {
            }
            Dismiss();
            _ended.SetResult();
        }
        catch (Exception e)
        {
            Fail(e);
            _ended.SetException(e);
        }
    }

    /// <summary>One turn of the loop; false when the ledger closes and nothing is left to do.</summary>
    private bool Turn()
    {
        bool closing = _closing; // before looking: nothing is handed in after it was set
        while (_arrivals.Reader.TryRead(out Arrival? arrival)) // first, as one of them may give this node its turn
        {
            Append(arrival);
        }
        TakeStatements();
        while (_candidate is null && DraftOfWaiting())
        {
            // All that was drafted was refused: what still waits is not kept for that.
        }
        if (_candidate is { Seal.IsCompleted: true } ended)
        {
            _candidate = null;
            Finish(ended);
            return !(closing && ended.IsOvertaken); // its statements wait again, but not for a ledger that closes
        }
        if (closing)
        {
            if (_candidate is null)
            {
                return false;
            }
            _candidate.Overtake();
        }
        _wakes.Reader.ReadAsync().AsTask().GetAwaiter().GetResult();
        return true;
    }

    /// <summary>As many as one block holds; the others stay in the channel, and whoever hands more in waits.</summary>
    private void TakeStatements()
    {
        while (_waiting.Count < BlockRecord.MaxEntries && _waitingBytes < GroupBytesLimit
            && _statements.Reader.TryRead(out Pending? pending))
        {
            _waiting.Add(pending);
            _waitingBytes += pending.Statement.Bytes.Length;
        }
    }

    /// <summary>Drafts what the producer chooses.</summary>
    /// <returns>False where it chooses nothing, or nothing waits.</returns>
    private bool DraftOfWaiting()
    {
        if (_waiting.Count == 0)
        {
            return false;
        }
        var waiting = _waiting.Take(Fitting()).ToDictionary(pending => pending.Statement);
        Pending[] chosen = OfOneBlock([.. _producer.Order(_chain.NextHeight, [.. waiting.Keys]).Select(statement => waiting[statement])]);
        if (chosen.Length == 0)
        {
            return false;
        }
        KeepWaiting(_waiting.Except(chosen));
        _candidate = Draft(chosen);
        return true;
    }

    /// <summary>How many of those who wait one block holds; more than that wait only where a block was overtaken.</summary>
    private int Fitting()
    {
        long bytes = 0;
        int count = 0;
        while (count < Math.Min(_waiting.Count, BlockRecord.MaxEntries) && bytes < GroupBytesLimit)
        {
            bytes += _waiting[count++].Statement.Bytes.Length;
        }
        return count;
    }

    private BlockInWork? Draft(IReadOnlyList<Pending> statements)
    {
        _inHand = statements;
        BlockDraft? moving = DraftMove(statements);
        BlockDraft draft = moving is { IsAccepted: true } ? moving : Draft(statements, _chain.Rules);
        if (!draft.IsEmpty)
        {
            return new BlockInWork(draft, statements, _producer, onEnd: Wake);
        }
        (moving?.AsRefused() ?? draft).Answer(); // all refused: there is no block
        return null;
    }

    private BlockDraft Draft(IReadOnlyList<Pending> statements, int rules)
    {
        var draft = new BlockDraft(_contracts, _producer, _chain, rules, Now());
        foreach (Pending pending in statements)
        {
            draft.Add(pending);
        }
        return draft;
    }

    /// <summary>
    /// The block that would move the ledger up to newer rules; null for every other. Where the new rules do not accept it, the rules
    /// that hold decide what becomes of the statement.
    /// </summary>
    private BlockDraft? DraftMove(IReadOnlyList<Pending> statements)
    {
        if (statements is not [var only] || _contracts.MovesTo(only.Statement) is not { } next
            || next <= _chain.Rules || !_contracts.Rules.Contains(next))
        {
            return null;
        }
        return Draft(statements, next);
    }

    /// <summary>Statements that share a block: one that moves the ledger to other rules stands alone.</summary>
    private Pending[] OfOneBlock(Pending[] chosen)
    {
        int alone = Array.FindIndex(chosen, pending => _contracts.MovesTo(pending.Statement) is not null);
        return alone < 0 ? chosen : chosen[..Math.Max(alone, 1)];
    }

    /// <summary>Commits a block of our own that is final, or lets its statements wait again.</summary>
    private void Finish(BlockInWork candidate)
    {
        using BlockInWork ended = candidate;
        bool givenUp = candidate.IsOvertaken && candidate.Seal.IsCanceled;
        byte[]? seal = givenUp ? null : candidate.Seal.GetAwaiter().GetResult();
        if (candidate.Block.Header.Previous != _chain.LastHash || (seal is null && candidate.IsOvertaken))
        {
            KeepWaiting([.. candidate.Statements, .. _waiting]);
            return;
        }
        if (seal is not { Length: > 0 and <= SealKinds.MaxSealBytes } made)
        {
            throw new InvalidOperationException(
                $"The producer of {_producer.Kind} blocks gave no seal, or a longer one than a block can have.");
        }
        Commit(candidate.Block.With(made), candidate.Step);
        candidate.Draft.Answer();
    }

    /// <summary>
    /// Takes a block made elsewhere by the way on which blocks come from the file, and makes it durable as one of our own.
    /// </summary>
    private void Append(Arrival arrival)
    {
        _arriving = arrival;
        ParsedBlock block = arrival.Block;
        string? problem = Misplaced(block);
        if (problem is null)
        {
            (ChainStep step, IReadOnlyList<BlockFault> faults) = _chain.Check(block);
            problem = faults.Count > 0 ? faults[0].Message : BadSignature(block, step);
            if (problem is null)
            {
                _candidate?.Overtake();
                Commit(block.Record, step);
                arrival.Answer.TrySetResult(new AppendResult.Accepted(block.Header!));
                return;
            }
        }
        arrival.Answer.TrySetResult(new AppendResult.Refused(problem));
    }

    /// <summary>
    /// Why this block cannot be the next one, as its header and seal alone tell; nothing is executed for a stranger's block.
    /// </summary>
    private string? Misplaced(ParsedBlock block) =>
        block.Header is not { } header ? block.HeaderProblem
        : header.Ledger != _chain.Ledger ? $"the header is of ledger {header.Ledger}, this is {_chain.Ledger}"
        : header.Height != _chain.NextHeight ? $"the header is of block {header.Height}, the next one here is {_chain.NextHeight}"
        : header.Previous != _chain.LastHash ? $"the header follows header {header.Previous}, the newest one here is {_chain.LastHash}"
        : block.SealProblem;

    private string? BadSignature(ParsedBlock block, ChainStep step) =>
        EntrySignatures.FindBad(block, _contracts, step.Overlay, _chain.Seals) is ({ } position, { } reason)
            ? $"entry {_chain.Tree.Size.Value + (ulong)position} {reason}"
            : null;

    /// <summary>The four stages of a block that is final, whoever made it.</summary>
    private void Commit(BlockRecord block, ChainStep step)
    {
        int length = LedgerFile.Frame(block, ref _frame);
        int entries = LedgerFile.LengthSize + block.EntriesOffset;
        WriteEntries(length, entries);
        WriteHeader(entries);
        Flush();
        Publish(step, length);
    }

    /// <summary>
    /// Stage 1, entries: count, entries and outcomes go to their place, and the place of length, header and seal in front of
    /// them stays free. If the process dies here, recovery finds a length of 0 behind the last block and cuts what follows.
    /// </summary>
    private void WriteEntries(int length, int entries) => _file.Storage.Write(_end + entries, _frame.AsSpan(entries..length));

    /// <summary>
    /// Stage 2, header: length, header and seal are written in front, which makes it a block. If the process dies here or before
    /// the flush returns, recovery finds a whole block, which counts, or a torn one, which it cuts: nobody was told anything.
    /// </summary>
    private void WriteHeader(int entries) => _file.Storage.Write(_end, _frame.AsSpan(0, entries));

    /// <summary>
    /// Stage 3, flush: fdatasync; the previous block's mark becomes durable with it. If the process dies after it, recovery finds
    /// the block. If it fails, nothing is known of the block, nobody is told of it, and nothing is written any more.
    /// </summary>
    private void Flush() => _file.Storage.Flush(FlushPoint.Group);

    /// <summary>
    /// Stage 4, publish: memory, then the mark (durable with the next flush); answers follow. If the process dies here,
    /// recovery finds the block behind the older mark and counts it; some of those who handed in were told, some were not.
    /// </summary>
    private void Publish(ChainStep step, int length)
    {
        BlockHeader header = step.Header!;
        long offset = _end;
        _end += length;
        _chain.Take(step);
        _view.Publish(header, offset, step.Leaves);
        _file.WriteMark(_view.Id, new CommitMark(_end, header.Height, header.Hash));
    }

    private void KeepWaiting(IEnumerable<Pending> statements)
    {
        Pending[] kept = [.. statements];
        _waiting.Clear();
        _waiting.AddRange(kept);
        _waitingBytes = kept.Sum(pending => (long)pending.Statement.Bytes.Length);
    }

    /// <summary>Milliseconds since 1970, never before the last block's time, so that block times order as blocks do.</summary>
    private long Now() => Math.Max(_clock.GetUtcNow().ToUnixTimeMilliseconds(), _chain.Last?.Time ?? 0);

    /// <summary>
    /// Tells those whose statements are in no block when the ledger closes: it was not this node's turn, or its block came to nothing.
    /// </summary>
    private void Dismiss() =>
        Answer(_waiting, new IOException("the ledger was closed before a block took this statement in; one of another node may do so yet"));

    private void Fail(Exception e)
    {
        _statements.Writer.TryComplete(e);
        _arrivals.Writer.TryComplete(e);
        var failure = new IOException("the ledger could not be written: " + e.Message, e);
        _arriving?.Answer.TrySetException(failure);
        while (_arrivals.Reader.TryRead(out Arrival? arrival))
        {
            arrival.Answer.TrySetException(failure);
        }
        Answer([.. _inHand, .. _waiting], failure);
    }

    private void Answer(IEnumerable<Pending> statements, IOException failure)
    {
        foreach (Pending pending in statements)
        {
            pending.Answer.TrySetException(failure);
        }
        while (_statements.Reader.TryRead(out Pending? pending))
        {
            pending.Answer.TrySetException(failure);
        }
    }
}

/// <summary>A block made elsewhere on its way, with the promise of an answer.</summary>
internal sealed record Arrival(ParsedBlock Block, TaskCompletionSource<AppendResult> Answer);
