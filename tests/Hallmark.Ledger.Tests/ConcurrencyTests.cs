using Hallmark.Evidence;
using Hallmark.Evidence.Cose;

namespace Hallmark.Ledger.Tests;

public sealed class ConcurrencyTests
{
    private const int Submitters = 32;
    private const int Each = 12;

    [Fact]
    public async Task Many_submitters_are_all_acknowledged_exactly_once_and_share_blocks()
    {
        Statement[] statements = [.. Enumerable.Range(0, Submitters * Each).Select(
            i => World.Sign(i % 9 == 0 ? NoteContracts.Secret : NoteContracts.Note, $"s{i}"))];
        var disk = new MemoryDisk(World.Fresh);
        await using Ledger ledger = World.Open(disk);
        Submission[][] answers = await Task.WhenAll(Enumerable.Range(0, Submitters).Select(submitter => Task.Run(async () =>
        {
            // All at once, and every statement by two submitters.
            Statement[] mine = [.. Enumerable.Range(0, 2 * Each).Select(i => statements[(submitter * Each + i) % statements.Length])];
            return await Task.WhenAll(mine.Select(statement => ledger.SubmitAsync(statement.Bytes)));
        })));
        Submission[] recorded = [.. answers.SelectMany(list => list).Where(answer => answer is not Submission.Refused)];
        Assert.Equal(statements.Length, recorded.Length);
        Assert.Equal(statements.Length,
            answers.Sum(list => list.Count(answer => answer is Submission.Refused { Reason: var reason } && reason.Contains("already"))));
        ulong[] indices = [.. recorded.Select(
            answer => answer is Submission.Accepted accepted ? accepted.Entry.Value : ((Submission.Denied)answer).Entry.Value).Order()];
        Assert.Equal(Enumerable.Range(2, statements.Length).Select(i => (ulong)i), indices);
        foreach (Submission.Accepted accepted in recorded.OfType<Submission.Accepted>())
        {
            LedgerEntry entry = ledger.View.ReadEntry(accepted.Entry);
            Assert.Equal((accepted.Statement.Id, accepted.Height), (entry.Statement.Id, entry.Height));
        }
        Assert.True(ledger.View.Last.Height.Value < (ulong)statements.Length / 2,
            $"{ledger.View.Last.Height} blocks for {statements.Length} entries");
        using var key = new VerificationKey(World.Authority.PublicKey);
        foreach (LedgerEntry entry in World.OpenRead(disk.Content()).Entries())
        {
            Assert.Equal(ReceiptStatus.Registered, Receipt.Read(ledger.View.Receipt(entry.Index)).Check(entry.Statement.Bytes.Span, key));
        }
    }

    [Fact]
    public async Task A_reader_beside_a_writer_sees_a_prefix_of_what_the_writer_makes()
    {
        var disk = new MemoryDisk(World.Fresh);
        var seen = new List<(ulong Size, Digest Root, Digest State)>();
        await using Ledger ledger = World.Open(disk);
        using var done = new CancellationTokenSource();
        Task reader = Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                LedgerView view = Ledger.OpenRead(disk, World.Contracts);
                seen.Add((view.Size.Value, view.Head.TreeRoot, view.State.Root));
            }
        });
        for (int i = 0; i < 40; i++)
        {
            await ledger.SubmitAsync(World.Sign(subject: $"s{i}").Bytes);
        }
        await done.CancelAsync();
        await reader;
        Dictionary<ulong, (Digest, Digest)> made = World.Blocks(disk.Content())
            .Select(block => BlockHeader.Read(block.Block.Header)).ToDictionary(
                header => header.Size.Value, header => (header.TreeRoot, header.StateRoot));
        Assert.True(seen.Select(view => view.Size).Distinct().Count() > 2, "the reader never looked while the writer wrote");
        Assert.All(seen, view => Assert.Equal(made[view.Size], (view.Root, view.State)));
        Assert.Equal(seen.Select(view => view.Size).Order(), seen.Select(view => view.Size));
    }

    [Fact]
    public async Task A_closed_ledger_takes_nothing_more()
    {
        Ledger ledger = World.Open(new MemoryDisk(World.Fresh));
        await ledger.DisposeAsync();
        await Assert.ThrowsAsync<IOException>(() => ledger.SubmitAsync(World.Sign().Bytes));
    }
}
