using System.Threading.Channels;
using Hallmark.Evidence;
using Hallmark.Ledger.Blocks;
using Hallmark.Ledger.Engines;
using Hallmark.Ledger.Snapshots;
using Hallmark.Ledger.Storage;

namespace Hallmark.Ledger.Sequencing;

/// <summary>
/// The one writer. Statements whose signatures are already checked come in by a bounded channel; everything that waits is sealed
/// as one group: execute, then write entries, write header, flush, publish. A failure of the storage is final: nothing after it is acknowledged.
/// </summary>
internal sealed class Sequencer
{
    private const int QueueLimit = 8192;
    private const long GroupBytesLimit = 16 << 20;

    private readonly LedgerFile _file;
    private readonly IContracts _contracts;
    private readonly ISealingEngine _engine;
    private readonly TimeProvider _clock;
    private readonly Channel<Pending> _queue = Channel.CreateBounded<Pending>(new BoundedChannelOptions(QueueLimit) { SingleReader = true });
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Owned by the loop.
    private readonly LedgerView _view;
    private readonly HashSet<Digest> _ids;
    private MerkleAccumulator _tree;
    private BlockHeader? _last;
    private long _end;
    private byte[] _frame = [];

    public Sequencer(LedgerFile file, LedgerView view, IContracts contracts, ISealingEngine engine, TimeProvider clock, BlockApplier? from, long end)
    {
        (_file, _view, _contracts, _engine, _clock, _end) = (file, view, contracts, engine, clock, end);
        _tree = from?.Tree ?? new MerkleAccumulator();
        _ids = from?.StatementIds ?? [];
        _last = from?.Last;
        // A thread of its own: it waits for the disk most of the time, and those who check signatures need the pool's.
        new Thread(Run) { IsBackground = true, Name = "hallmark sequencer" }.Start();
    }

    public async Task<Submission> SubmitAsync(Statement statement, CancellationToken cancellation)
    {
        var pending = new Pending(statement, new TaskCompletionSource<Submission>(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            await _queue.Writer.WriteAsync(pending, cancellation).ConfigureAwait(false);
        }
        catch (ChannelClosedException e)
        {
            throw new IOException("the ledger is closed: " + (e.InnerException?.Message ?? "no more statements are taken"), e.InnerException);
        }
        return await pending.Answer.Task.ConfigureAwait(false);
    }

    /// <summary>Hands in several statements so that one block takes them all. For the genesis block, before the loop has anything to do.</summary>
    public Task<Submission[]> SubmitGroupAsync(IReadOnlyList<Statement> statements)
    {
        Pending[] pending = [.. statements.Select(statement => new Pending(statement, new TaskCompletionSource<Submission>()))];
        SealGroup(pending);
        return Task.WhenAll(pending.Select(item => item.Answer.Task));
    }

    /// <summary>Seals what waits, then stops.</summary>
    public async Task CloseAsync()
    {
        _queue.Writer.TryComplete();
        await _ended.Task.ConfigureAwait(false);
        if (_last is not null)
        {
            _file.Settle(_view.Ledger, new CommitMark(_end, _last.Height, _last.Hash));
        }
    }

    /// <summary>Entries sealed so far.</summary>
    public TreeSize Size => _tree.Size;

    /// <summary>Everything as of the last block; only while nothing is handed in.</summary>
    public Snapshot TakeSnapshot() => Snapshot.Of(_view, _tree, _ids, _file.Storage, _end);

    private void Run()
    {
        var group = new List<Pending>();
        try
        {
            while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            {
                group.Clear();
                long bytes = 0;
                while (group.Count < BlockRecord.MaxEntries && bytes < GroupBytesLimit && _queue.Reader.TryRead(out Pending? pending))
                {
                    group.Add(pending);
                    bytes += pending.Statement.Bytes.Length;
                }
                SealGroup(group);
            }
            _ended.SetResult();
        }
        catch (Exception e)
        {
            Fail(group, e);
            _ended.SetException(e);
        }
    }

    private void SealGroup(IReadOnlyList<Pending> group)
    {
        var block = new BlockDraft(_contracts, _engine, _view, _ids, _last?.Height.Next ?? new BlockHeight(0), _tree.Size.Next, Now());
        foreach (Pending pending in group)
        {
            block.Add(pending);
        }
        if (block.Entries.Count == 0)
        {
            block.Answer(); // all refused: there is no block
            return;
        }
        MerkleAccumulator tree = _tree.Clone();
        List<Digest> leaves = [.. block.Entries.Select(entry => entry.LeafHash)];
        leaves.ForEach(tree.Add);
        BlockHeader header = block.Header(tree.Root(), _last?.Hash ?? _view.Ledger);
        BlockRecord record = block.Record(header, _engine.Seal(header));
        int length = LedgerFile.Frame(record, ref _frame);
        int entries = LedgerFile.LengthSize + record.EntriesOffset;
        WriteEntries(length, entries);
        WriteHeader(entries);
        Flush();
        Publish(block, header, length, tree, leaves);
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
    /// Stage 4, publish: memory, then the mark (durable with the next flush), then the answers. If the process dies here,
    /// recovery finds the block behind the older mark and counts it; some of those who handed in were told, some were not.
    /// </summary>
    private void Publish(BlockDraft block, BlockHeader header, int length, MerkleAccumulator tree, List<Digest> leaves)
    {
        long offset = _end;
        _end += length;
        _tree = tree;
        _last = header;
        _view.State.Apply(block.Overlay);
        _view.Publish(header, offset, leaves);
        _file.WriteMark(_view.Ledger, new CommitMark(_end, header.Height, header.Hash));
        block.Answer();
    }

    /// <summary>Milliseconds since 1970, never before the last block's time, so that block times order as blocks do.</summary>
    private long Now() => Math.Max(_clock.GetUtcNow().ToUnixTimeMilliseconds(), _last?.Time ?? 0);

    private void Fail(List<Pending> group, Exception e)
    {
        _queue.Writer.TryComplete(e);
        while (_queue.Reader.TryRead(out Pending? pending))
        {
            group.Add(pending);
        }
        foreach (Pending pending in group)
        {
            pending.Answer.TrySetException(new IOException("the ledger could not be written: " + e.Message, e));
        }
    }
}

/// <summary>A statement on its way, with the promise of an answer.</summary>
internal sealed record Pending(Statement Statement, TaskCompletionSource<Submission> Answer);
