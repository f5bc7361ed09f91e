using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Evidence.Notes;
using Hallmark.Evidence.Seals;
using Hallmark.Ledger.Engines;
using Hallmark.Ledger.Publishing;
using Hallmark.Ledger.Storage;
using Hallmark.Ledger.Tests.Snapshots;

namespace Hallmark.Ledger.Tests.Engines;

/// <summary>A kind of seal that src/ has never heard of: two authorities take turns, and each appends the other's blocks.</summary>
public sealed class TurnsTests
{
    [Fact]
    public async Task Two_authorities_that_append_each_others_blocks_have_the_same_ledger_and_still_after_recovery()
    {
        await using Pair pair = Pair.Open();
        for (int round = 0; round < 6; round++)
        {
            (Ledger maker, Ledger other) = round % 2 == 0 ? (pair.Odd, pair.Even) : (pair.Even, pair.Odd);
            string kind = round % 3 == 2 ? NoteContracts.Secret : NoteContracts.Note;
            Submission answer = await maker.SubmitAsync(Pair.Sign(kind, $"r{round}").Bytes);
            Assert.Equal(kind == NoteContracts.Secret, answer is Submission.Denied);
            var taken = Assert.IsType<AppendResult.Accepted>(await other.AppendAsync(Pair.Newest(maker)));
            Assert.Equal(maker.View.Last.Hash, taken.Header.Hash);
            Assert.Equal(maker.View.State.Root, other.View.State.Root);
        }
        Head head = pair.Even.View.Head;
        Assert.Equal((head, 6UL), (pair.Odd.View.Head, head.Height.Value));

        // Killed and opened again, both find by recovery what they had; both files hold the same blocks.
        await using Ledger even = Pair.OpenEven(pair.EvenDisk.Restart());
        await using Ledger odd = Pair.OpenOdd(pair.OddDisk.Restart());
        Assert.Equal((head, head), (even.View.Head, odd.View.Head));
        Assert.Equal(pair.EvenDisk.Content()[LedgerFile.PageSize..], pair.OddDisk.Content()[LedgerFile.PageSize..]);
        var examination = LedgerExamination.Run(pair.OddDisk, World.Contracts, null, _ => { }, TurnsSealKind.WithBuiltIn);
        Assert.Equal((null, 0, head), (examination.Broken, examination.Faults.Count, examination.View?.Head));
    }

    [Fact]
    public async Task A_statement_waits_for_its_nodes_turn_and_what_another_node_took_in_meanwhile_is_refused()
    {
        await using Pair pair = Pair.Open();
        Statement both = Pair.Sign(subject: "both");
        Statement own = Pair.Sign(subject: "own");
        Task<Submission> atEven = pair.Even.SubmitAsync(own.Bytes);
        Task<Submission> twice = pair.Even.SubmitAsync(both.Bytes);
        Assert.IsType<Submission.Accepted>(await pair.Odd.SubmitAsync(both.Bytes));
        Assert.False(atEven.IsCompleted || twice.IsCompleted);
        Assert.Equal(0UL, pair.Even.View.Last.Height.Value);

        Assert.IsType<AppendResult.Accepted>(await pair.Even.AppendAsync(Pair.Newest(pair.Odd)));

        Assert.Equal(2UL, Assert.IsType<Submission.Accepted>(await atEven).Height.Value);
        Assert.Contains("already in the ledger", Assert.IsType<Submission.Refused>(await twice).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ledger_that_closes_before_its_turn_says_so_to_those_who_wait()
    {
        Pair pair = Pair.Open();
        Task<Submission> waiting = pair.Even.SubmitAsync(Pair.Sign().Bytes);
        await pair.DisposeAsync();
        Assert.Contains("closed before a block", (await Assert.ThrowsAsync<IOException>(() => waiting)).Message, StringComparison.Ordinal);
        Assert.Equal(0UL, World.OpenRead(pair.EvenDisk.Content(), TurnsSealKind.WithBuiltIn).Last.Height.Value);
    }

    [Fact]
    public async Task Receipts_name_the_key_of_the_authority_that_made_their_block()
    {
        await using Pair pair = Pair.Open();
        await pair.Odd.SubmitAsync(Pair.Sign(subject: "odd").Bytes);
        await pair.Even.AppendAsync(Pair.Newest(pair.Odd));
        LedgerView view = pair.Even.View;
        Assert.Equal(ReceiptStatus.Registered, Check(new EntryIndex(2), Pair.OddAuthority));
        Assert.Equal(ReceiptStatus.Registered, Check(new EntryIndex(1), Pair.EvenAuthority));
        Assert.Equal(ReceiptStatus.OtherKey, Check(new EntryIndex(2), Pair.EvenAuthority));
        Assert.Equal([Pair.EvenAuthority.PublicKey, Pair.OddAuthority.PublicKey], view.MakerKeys);

        ReceiptStatus Check(EntryIndex entry, KeySigner maker)
        {
            using var key = new VerificationKey(maker.PublicKey);
            return Receipt.Read(view.Receipt(entry)).Check(view.ReadEntry(entry).Statement.Bytes.Span, key);
        }
    }

    [Fact]
    public async Task Either_authority_publishes_and_a_stranger_does_not()
    {
        await using Pair pair = Pair.Open();
        string folder = Directory.CreateTempSubdirectory("hallmark-turns").FullName;
        string origin = Checkpoint.OriginOf(Pair.Genesis.LedgerId);
        foreach (KeySigner maker in (KeySigner[])[Pair.OddAuthority, Pair.EvenAuthority])
        {
            new StaticLogWriter(folder).Publish(pair.Even.View, pair.Even.View.Tiles, new EcdsaNoteSigner(origin, maker));
            Assert.Equal(pair.Even.View.Last, new StaticLogReader(folder, TurnsSealKind.WithBuiltIn).Header);
        }
        Assert.Throws<ArgumentException>(
            () => new StaticLogWriter(folder).Publish(pair.Even.View, pair.Even.View.Tiles, new EcdsaNoteSigner(origin, World.Stranger)));
        Assert.Throws<UnknownSealKindException>(() => new StaticLogReader(folder));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_snapshot_is_signed_by_the_node_that_took_it()
    {
        var snapshots = new MemorySnapshots();
        var disk = new MemoryDisk((await OneRound()).EvenDisk.Content());
        await using (Pair.OpenEven(disk, snapshots))
        {
        }
        await using Ledger again = Pair.OpenEven(disk, snapshots);
        Assert.Equal((null, 0UL), (again.Recovery.SnapshotProblem, again.Recovery.Replayed));

        static async Task<Pair> OneRound()
        {
            Pair pair = Pair.Open();
            await pair.Odd.SubmitAsync(Pair.Sign().Bytes);
            await pair.Even.AppendAsync(Pair.Newest(pair.Odd));
            await pair.DisposeAsync();
            return pair;
        }
    }

    [Fact]
    public void A_program_that_does_not_know_the_kind_says_so_and_calls_nothing_damaged()
    {
        byte[] file = Pair.FoundedFile;
        Assert.Equal(TurnsSealKind.Kind, Assert.Throws<UnknownSealKindException>(() => World.OpenRead(file)).Kind);
        var disk = new MemoryDisk(file);
        Assert.Throws<UnknownSealKindException>(() => Ledger.Open(disk, World.Engine, World.Contracts, World.Clock));
        var examination = LedgerExamination.Run(disk, World.Contracts, null, _ => { });
        Assert.Equal((null, null, 0), (examination.View, examination.Broken, examination.Faults.Count));
        Assert.Contains("does not know seals of kind 'turns'", examination.UnknownSeals, StringComparison.Ordinal);
        Assert.Equal(0, disk.Operations);
    }

    [Fact]
    public void A_producer_of_another_kind_or_with_a_strangers_key_opens_nothing()
    {
        var disk = new MemoryDisk(Pair.FoundedFile);
        Assert.Equal("genesis.engine", Open(World.Engine));
        Assert.Equal("ledger key", Open(new TurnsProducer(World.Stranger, 0)));
        Assert.Equal(0, disk.Operations);

        string Open(IBlockProducer producer) => Assert.Throws<MalformedException>(
            () => Ledger.Open(disk, producer, World.Contracts, World.Clock, seals: TurnsSealKind.WithBuiltIn)).Field;
    }
}
