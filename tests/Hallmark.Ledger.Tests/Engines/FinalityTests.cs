using Hallmark.Evidence;
using Hallmark.Ledger.Engines;
using Hallmark.Ledger.Storage;

namespace Hallmark.Ledger.Tests.Engines;

/// <summary>
/// Where a block is not final at once, written, final and acknowledged are three moments, and a crash may come between any two.
/// </summary>
public sealed class FinalityTests
{
    private readonly PatientProducer _producer = new(World.Authority);

    [Fact]
    public async Task A_block_is_written_then_final_then_acknowledged()
    {
        using var disk = new GatedDisk(World.Fresh);
        Ledger ledger = Open(disk);
        disk.Close();
        Task<Submission> answer = ledger.SubmitAsync(World.Sign(subject: "a").Bytes);

        PatientProducer.Written written = _producer.Next();
        Assert.Equal((1UL, 0UL), (written.Block.Header.Height.Value, ledger.View.Last.Height.Value));
        Assert.Equal(World.Fresh[LedgerFile.PageSize..], disk.Content()[LedgerFile.PageSize..]);

        written.Agreed.SetResult(true); // final; the disk has not said yet that it is durable
        disk.WaitForFlush();
        Assert.False(answer.IsCompleted);
        Assert.Equal(0UL, ledger.View.Last.Height.Value);

        disk.Open();
        var accepted = Assert.IsType<Submission.Accepted>(await answer);
        Assert.Equal((1UL, written.Block.Header.Hash), (accepted.Height.Value, ledger.View.Last.Hash));
        await ledger.DisposeAsync();
        Assert.Equal(written.Block.Header.Hash, World.OpenRead(disk.Content()).Last.Hash);
    }

    [Fact]
    public async Task After_a_crash_between_written_and_final_the_ledger_is_as_before_and_takes_the_block_once_it_is_final()
    {
        var disk = new MemoryDisk(World.Fresh);
        Ledger dying = Open(disk);
        Statement statement = World.Sign(subject: "a");
        _ = dying.SubmitAsync(statement.Bytes);
        _producer.Next();
        CandidateBlock written = Assert.Single(_producer.Journal);

        await using Ledger next = World.Open(disk.Restart());
        Assert.Equal((0UL, 0L), (next.View.Last.Height.Value, next.Recovery.TailBytes));
        var taken = Assert.IsType<AppendResult.Accepted>(await next.AppendAsync(written.With(_producer.Seal(written)).ToBytes()));
        Assert.Equal((written.Header.Hash, 3UL), (taken.Header.Hash, next.View.Size.Value));
        Assert.IsType<Submission.Refused>(await next.SubmitAsync(statement.Bytes));
    }

    [Fact]
    public async Task A_flush_that_fails_behind_a_final_block_acknowledges_nothing()
    {
        var disk = new MemoryDisk(World.Fresh);
        Ledger ledger = Open(disk);
        Task<Submission> answer = ledger.SubmitAsync(World.Sign(subject: "a").Bytes);
        PatientProducer.Written written = _producer.Next();
        disk.FailAt = disk.Operations + 3; // entries, header, flush
        written.Agreed.SetResult(true);
        await Assert.ThrowsAsync<IOException>(() => answer);
        Assert.Equal(0UL, ledger.View.Last.Height.Value);
        await Assert.ThrowsAsync<IOException>(() => ledger.AppendAsync(written.Block.With(_producer.Seal(written.Block)).ToBytes()));
        await Assert.ThrowsAsync<IOException>(async () => await ledger.DisposeAsync());
        Assert.False(disk.WrittenAfterFailure);
    }

    [Fact]
    public async Task While_a_block_is_not_final_none_is_drafted_and_those_who_come_later_share_the_next()
    {
        await using Ledger ledger = Open(new MemoryDisk(World.Fresh));
        Task<Submission> first = ledger.SubmitAsync(World.Sign(subject: "a").Bytes);
        PatientProducer.Written written = _producer.Next();
        Task<Submission>[] later = [.. Enumerable.Range(0, 3).Select(i => ledger.SubmitAsync(World.Sign(subject: $"l{i}").Bytes))];
        Assert.Single(_producer.Journal);
        written.Agreed.SetResult(true);
        Assert.IsType<Submission.Accepted>(await first);
        PatientProducer.Written second = _producer.Next();
        Assert.Equal(3, second.Block.Entries.Count);
        second.Agreed.SetResult(true);
        Assert.All(await Task.WhenAll(later), answer => Assert.Equal(2UL, Assert.IsType<Submission.Accepted>(answer).Height.Value));
    }

    [Fact]
    public async Task A_block_made_elsewhere_takes_the_place_of_one_that_is_not_final_and_its_statements_come_into_the_next()
    {
        await using Ledger elsewhere = World.Open(new MemoryDisk(World.Fresh));
        await elsewhere.SubmitAsync(World.Sign(subject: "theirs").Bytes);
        await using Ledger ledger = Open(new MemoryDisk(World.Fresh));
        Statement ours = World.Sign(subject: "ours");
        Task<Submission> answer = ledger.SubmitAsync(ours.Bytes);
        PatientProducer.Written overtaken = _producer.Next();

        Assert.IsType<AppendResult.Accepted>(await ledger.AppendAsync(Pair.Newest(elsewhere)));

        PatientProducer.Written again = _producer.Next();
        Assert.False(await overtaken.Agreed.Task);
        Assert.Equal((2UL, elsewhere.View.Last.Hash), (again.Block.Header.Height.Value, again.Block.Header.Previous));
        again.Agreed.SetResult(true);
        Assert.Equal(new EntryIndex(3), Assert.IsType<Submission.Accepted>(await answer).Entry);
        Assert.Equal(ours.Id, ledger.View.ReadEntry(new EntryIndex(3)).Statement.Id);
    }

    [Fact]
    public async Task Closing_gives_up_a_block_that_is_not_final_and_leaves_a_clean_file()
    {
        var disk = new MemoryDisk(World.Fresh);
        Ledger ledger = Open(disk);
        Task<Submission> answer = ledger.SubmitAsync(World.Sign(subject: "a").Bytes);
        _producer.Next();
        await ledger.DisposeAsync();
        Assert.Contains("closed before a block", (await Assert.ThrowsAsync<IOException>(() => answer)).Message, StringComparison.Ordinal);
        Assert.Equal(World.Fresh, disk.Content());
    }

    [Fact]
    public async Task A_producer_that_fails_ends_the_writer_and_nothing_is_acknowledged()
    {
        var disk = new MemoryDisk(World.Fresh);
        Ledger ledger = Open(disk);
        Task<Submission> answer = ledger.SubmitAsync(World.Sign(subject: "a").Bytes);
        _producer.Next().Agreed.SetException(new InvalidOperationException("no others"));
        Assert.Contains("no others", (await Assert.ThrowsAsync<IOException>(() => answer)).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<IOException>(() => ledger.SubmitAsync(World.Sign(subject: "b").Bytes));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await ledger.DisposeAsync());
        Assert.Equal(World.Fresh, disk.Content());
    }

    private Ledger Open(ILedgerStorage disk) => Ledger.Open(disk, _producer, World.Contracts, World.Clock);

    /// <summary>A disk whose flushes can be held up.</summary>
    private sealed class GatedDisk(byte[] content) : ILedgerStorage
    {
        private readonly MemoryDisk _disk = new(content);
        private readonly ManualResetEventSlim _open = new(initialState: true);
        private readonly ManualResetEventSlim _flushing = new();

        public string Name => _disk.Name;

        public long Length => _disk.Length;

        public byte[] Content() => _disk.Content();

        public void Close()
        {
            _flushing.Reset();
            _open.Reset();
        }

        public void Open() => _open.Set();

        public void WaitForFlush() => Assert.True(_flushing.Wait(TimeSpan.FromMinutes(1)));

        public int Read(long offset, Span<byte> buffer) => _disk.Read(offset, buffer);

        public void Write(long offset, ReadOnlySpan<byte> bytes) => _disk.Write(offset, bytes);

        public void Cut(long length) => _disk.Cut(length);

        public void Flush(FlushPoint point)
        {
            _flushing.Set();
            _open.Wait();
            _disk.Flush(point);
        }

        public void Dispose()
        {
        }
    }
}
