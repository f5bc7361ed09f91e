using Hallmark.Evidence;
using Hallmark.Evidence.Seals;
using Hallmark.Ledger.Blocks;

namespace Hallmark.Ledger.Tests;

/// <summary>Blocks are decided by the rules that their headers name, and a ledger moves up only by a statement that stands alone.</summary>
public sealed class RuleVersionTests
{
    private static readonly NoteContracts Newer = new() { Rules = new RuleRange(1, 2) };

    [Fact]
    public async Task An_old_ledger_goes_on_under_its_own_rules()
    {
        byte[] file = await Written(World.Sign(subject: "a"));
        Assert.Equal([1, 1, 1], Rules(file));
    }

    [Fact]
    public async Task The_block_of_a_move_already_names_the_new_rules_and_those_behind_it_go_on_with_them()
    {
        byte[] file = await Written(World.Sign(subject: "a"), Move(), World.Sign(subject: "b"));
        Assert.Equal([1, 1, 1, 2, 2], Rules(file));
        Assert.Equal((byte)2, Open(file).State.Find("rules")![0]);
    }

    [Fact]
    public async Task A_move_stands_alone_whatever_is_handed_in_beside_it()
    {
        var disk = new MemoryDisk(World.Fresh);
        await using (Ledger ledger = Ledger.Open(disk, World.Engine, Newer, World.Clock))
        {
            Statement[] statements = [.. Enumerable.Range(0, 20).Select(i => i == 10 ? Move() : World.Sign(subject: $"n{i}"))];
            Submission[] answers = await Task.WhenAll(statements.Select(statement => ledger.SubmitAsync(statement.Bytes)));
            Assert.All(answers, answer => Assert.IsType<Submission.Accepted>(answer));
        }
        LedgerEntry move = Assert.Single(Open(disk.Content()).Entries(), entry => entry.Statement.Kind == NoteContracts.Move);
        Assert.Single(Open(disk.Content()).Entries(), entry => entry.Height == move.Height);
    }

    [Fact]
    public async Task A_program_with_older_rules_says_that_it_cannot_tell()
    {
        byte[] file = await Written(Move(), World.Sign(subject: "b"));
        NewerRulesException newer = Assert.Throws<NewerRulesException>(() => World.OpenRead(file));
        Assert.Equal(new BlockHeight(1), newer.Height);
        Assert.Contains("decided by rules 2, this program knows 1 to 1", newer.Message);
        var examination = LedgerExamination.Run(new MemoryDisk(file), World.Contracts, null, _ => { });
        Assert.Equal(newer.Message, examination.NewerRules);
        Assert.Empty(examination.Faults);
        Assert.Null(examination.Broken);
        Assert.Equal(new BlockHeight(0), examination.View!.Last.Height);
    }

    [Fact]
    public async Task A_move_that_the_new_rules_forbid_is_refused_and_moves_nothing()
    {
        var disk = new MemoryDisk(World.Fresh);
        await using (Ledger ledger = Ledger.Open(disk, World.Engine, Newer, World.Clock))
        {
            Submission answer = await ledger.SubmitAsync(World.Sign(NoteContracts.Move, "2", size: 200).Bytes);
            Assert.Contains("moves are short (rule note.move)", Assert.IsType<Submission.Refused>(answer).Reason);
        }
        Assert.Equal([1, 1], Rules(disk.Content()));
    }

    [Fact]
    public async Task Rules_that_the_program_does_not_know_are_not_moved_to()
    {
        var disk = new MemoryDisk(World.Fresh);
        await using Ledger ledger = Ledger.Open(disk, World.Engine, Newer, World.Clock);
        Assert.IsType<Submission.Refused>(await ledger.SubmitAsync(World.Sign(NoteContracts.Move, "3").Bytes));
        Assert.Equal(1, ledger.View.Last.Rules);
    }

    [Fact]
    public async Task A_header_that_names_other_rules_without_a_move_is_a_fault()
    {
        byte[] file = await World.Closed(World.Sign(subject: "a"));
        (BlockRecord genesis, BlockRecord block) = (World.Blocks(file)[0].Block, World.Blocks(file)[1].Block);
        BlockHeader header = BlockHeader.Read(block.Header) with { Rules = 2 };
        using var applier = new BlockApplier(Newer, SealKinds.BuiltIn, World.Genesis.LedgerId, genesis.Entries[0]);
        Assert.Empty(applier.Apply(genesis, evenFaulty: false));
        var forged = block with { Header = header.ToBytes(), Seal = SoloSeal.Sign(World.Authority, header).ToBytes() };
        Assert.Contains(applier.Apply(forged, evenFaulty: false), fault => fault.Message.Contains("rules version 2, the block has 1"));
    }

    [Fact]
    public async Task Newer_rules_under_a_bad_seal_are_tampering_and_no_excuse()
    {
        byte[] file = await World.Closed(World.Sign(subject: "a"));
        (BlockRecord genesis, BlockRecord block) = (World.Blocks(file)[0].Block, World.Blocks(file)[1].Block);
        using var applier = new BlockApplier(World.Contracts, SealKinds.BuiltIn, World.Genesis.LedgerId, genesis.Entries[0]);
        Assert.Empty(applier.Apply(genesis, evenFaulty: false));
        var forged = block with { Header = (BlockHeader.Read(block.Header) with { Rules = 9 }).ToBytes() };
        Assert.Contains(applier.Apply(forged, evenFaulty: false), fault => fault.Part == BlockPart.Seal);
    }

    private static Statement Move() => World.Sign(NoteContracts.Move, "2");

    private static async Task<byte[]> Written(params Statement[] statements)
    {
        var disk = new MemoryDisk(World.Fresh);
        await using (Ledger ledger = Ledger.Open(disk, World.Engine, Newer, World.Clock))
        {
            foreach (Statement statement in statements)
            {
                Assert.IsType<Submission.Accepted>(await ledger.SubmitAsync(statement.Bytes));
            }
        }
        return disk.Content();
    }

    private static LedgerView Open(byte[] file) => Ledger.OpenRead(new MemoryDisk(file), Newer);

    private static int[] Rules(byte[] file) => [.. Open(file).Entries().Select(entry => entry.Rules)];
}
