using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Evidence.Seals;
using Hallmark.Ledger.Blocks;

namespace Hallmark.Ledger.Tests;

/// <summary>A block with one part altered, sealed anew where a faithless authority would: re-execution names the part.</summary>
public sealed class BlockApplierTests
{
    private readonly BlockRecord _genesis;
    private readonly BlockRecord _block;
    private readonly BlockHeader _header;

    public BlockApplierTests()
    {
        byte[] file = World.Closed(World.Sign(subject: "a")).GetAwaiter().GetResult();
        (_genesis, _block) = (World.Blocks(file)[0].Block, World.Blocks(file)[1].Block);
        _header = BlockHeader.Read(_block.Header);
    }

    [Fact]
    public void The_block_as_it_is_has_no_fault() => Assert.Empty(Apply(_block));

    [Fact]
    public void Each_header_field_is_named()
    {
        Names(BlockPart.Rules, "is decided by rules 2", _header with { Rules = 2 });
        Names(BlockPart.Header, "engine", _header with { Engine = "work" });
        Names(BlockPart.Header, "ledger", _header with { Ledger = Digest.Of("x"u8) });
        Names(BlockPart.Header, "height", _header with { Height = new BlockHeight(2) });
        Names(BlockPart.Header, "previous header", _header with { Previous = Digest.Of("x"u8) });
        Names(BlockPart.Header, "first entry", _header with { FirstEntry = new EntryIndex(3) });
        Names(BlockPart.Header, "entries", _header with { Entries = 2 });
        Names(BlockPart.Header, "time", _header with { Time = 1 });
        Names(BlockPart.Entry, "tree root", _header with { TreeRoot = Digest.Of("x"u8) });
        Names(BlockPart.Outcome, "outcomes root", _header with { OutcomesRoot = Digest.Of("x"u8) });
        Names(BlockPart.State, "state root", _header with { StateRoot = Digest.Of("x"u8) });
        Assert.Equal(BlockPart.Header, Assert.Single(Apply(_block with { Header = new byte[] { 0xa0 } })).Part);
    }

    [Fact]
    public void A_seal_by_another_key_or_of_another_header_is_named()
    {
        Assert.Equal(BlockPart.Seal, Assert.Single(Apply(_block with { Seal = SoloSeal.Sign(World.Stranger, _header).ToBytes() })).Part);
        Assert.Equal(BlockPart.Seal, Assert.Single(Apply(_block with { Seal = _genesis.Seal })).Part);
        Assert.Equal(BlockPart.Seal, Assert.Single(Apply(_block with { Seal = new byte[] { 0xa0 } })).Part);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, "the seal has 65537 bytes, more than 65536")]
    public void A_seal_has_at_most_64_KiB_whatever_its_kind_says(int more, string? problem)
    {
        using var seals = new AnySeal();
        Assert.Equal(problem, new ParsedBlock(_block with { Seal = new byte[SealKinds.MaxSealBytes + more] }, seals).SealProblem);
    }

    [Fact]
    public void An_outcome_that_re_execution_does_not_give_is_named_even_under_a_good_seal()
    {
        Outcome lie = Outcome.Read(_block.Outcomes[0]) with { Events = [] };
        IReadOnlyList<BlockFault> faults = Apply(Reseal(_block with { Outcomes = [lie.ToBytes()] }));
        Assert.Equal((BlockPart.Outcome, new EntryIndex(2)), (Assert.Single(faults).Part, faults[0].Entry!.Value));
        Assert.Contains(Apply(_block with { Outcomes = [lie.ToBytes()] }), fault => fault.Message.Contains("outcomes root"));
        Assert.Contains(
            Apply(_block with { Outcomes = [new byte[] { 1 }] }), fault => fault.Part == BlockPart.Outcome && fault.Entry is not null);
    }

    [Fact]
    public void An_entry_that_was_changed_is_named() =>
        Assert.Contains(Apply(_block with { Entries = [World.Sign(subject: "z").Bytes] }),
            fault => fault.Part == BlockPart.Entry && fault.Message.Contains("tree root"));

    [Fact]
    public void An_entry_that_could_not_have_come_about_is_named_even_under_a_good_seal()
    {
        Digest ledger = World.Genesis.LedgerId;
        Statement note = World.Sign();
        NamesEntry("forbidden by rule note.secret", World.Sign(NoteContracts.Secret));
        NamesEntry("is not known", World.Sign("riddle"));
        NamesEntry("is meant for ledger", World.Sign(ledger: Digest.Of("other"u8)));
        NamesEntry("but is allowed", new Denial("note.secret", "no", note).Sign(World.Authority, 0));
        NamesEntry(
            "is forbidden by rule note.secret", new Denial("note.other", "no", World.Sign(NoteContracts.Secret)).Sign(World.Authority, 0));
        NamesEntry("repeats statement", Statement.Read(_genesis.Entries[1]));
        NamesEntry(
            "is in the ledger already", new Denial("note.secret", "no", Statement.Read(_genesis.Entries[1])).Sign(World.Authority, 0));
        Assert.NotEqual(ledger, Digest.Of("other"u8));
    }

    [Fact]
    public void A_file_whose_first_entry_is_no_genesis_of_the_ledger_is_not_begun()
    {
        Assert.Throws<MalformedException>(
            () => new BlockApplier(World.Contracts, SealKinds.BuiltIn, World.Genesis.LedgerId, World.Sign().Bytes));
        Assert.Throws<MalformedException>(
            () => new BlockApplier(World.Contracts, SealKinds.BuiltIn, Digest.Of("other"u8), _genesis.Entries[0]));
    }

    private void Names(BlockPart part, string what, BlockHeader header)
    {
        IReadOnlyList<BlockFault> faults = Apply(
            _block with { Header = header.ToBytes(), Seal = SoloSeal.Sign(World.Authority, header).ToBytes() });
        Assert.Contains(faults, fault => fault.Part == part && fault.Message.Contains(what));
        Assert.All(faults, fault => Assert.True(fault.Part == part || (fault.Part == BlockPart.Seal && what == "ledger"), fault.Message));
    }

    private void NamesEntry(string reason, Statement entry)
    {
        IReadOnlyList<BlockFault> faults = Apply(Reseal(_block with { Entries = [entry.Bytes] }));
        Assert.Contains(
            faults, fault => fault.Part == BlockPart.Entry && fault.Entry == new EntryIndex(2) && fault.Message.Contains(reason));
    }

    private List<BlockFault> Apply(BlockRecord block)
    {
        using var applier = new BlockApplier(World.Contracts, SealKinds.BuiltIn, World.Genesis.LedgerId, _genesis.Entries[0]);
        Assert.Empty(applier.Apply(_genesis, evenFaulty: false));
        return [.. applier.Apply(BlockRecord.Read(block.ToBytes()), evenFaulty: true)];
    }

    /// <summary>Header and seal made to fit the entries and outcomes.</summary>
    private BlockRecord Reseal(BlockRecord block)
    {
        var tree = new MerkleAccumulator();
        foreach (ReadOnlyMemory<byte> entry in _genesis.Entries.Concat(block.Entries))
        {
            tree.Add(MerkleTree.LeafHash(entry.Span));
        }
        var outcomes = new MerkleAccumulator();
        outcomes.Add(MerkleTree.LeafHash(block.Outcomes[0].Span));
        BlockHeader header = _header with { TreeRoot = tree.Root(), OutcomesRoot = outcomes.Root() };
        return block with { Header = header.ToBytes(), Seal = SoloSeal.Sign(World.Authority, header).ToBytes() };
    }

    /// <summary>A kind of seal that finds every seal good.</summary>
    private sealed class AnySeal : ISealVerifier
    {
        public IReadOnlyList<VerificationKey> MakerKeys => [];

        public SealVerdict Verify(BlockHeader header, ReadOnlySpan<byte> headerBytes, ReadOnlyMemory<byte> seal) =>
            new SealVerdict.Good(null!);

        public bool VerifyOwnEntry(BlockHeader header, Statement entry) => false;

        public void Dispose()
        {
        }
    }
}
