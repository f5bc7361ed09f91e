using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Ledger.Blocks;

namespace Hallmark.Ledger.Tests.Engines;

/// <summary>A block made elsewhere of which anything does not hold is refused with a reason, and leaves no trace.</summary>
public sealed class AppendTests
{
    [Fact]
    public async Task A_block_by_the_authority_whose_turn_it_is_not_is_refused() =>
        await Refuses("not of the authority whose turn it is", block => Reseal(block, header => header, Pair.EvenAuthority));

    [Fact]
    public async Task A_block_by_a_stranger_is_refused() =>
        await Refuses("not of the authority whose turn it is", block => Reseal(block, header => header, World.Stranger));

    [Fact]
    public async Task A_forged_header_is_refused_even_under_a_good_seal()
    {
        Digest lie = Digest.Of("lie"u8);
        await Refuses("state root", block => Reseal(block, header => header with { StateRoot = lie }));
        await Refuses("outcomes root", block => Reseal(block, header => header with { OutcomesRoot = lie }));
        await Refuses("tree root", block => Reseal(block, header => header with { TreeRoot = lie }));
        await Refuses("is decided by rules 2", block => Reseal(block, header => header with { Rules = 2 }));
        await Refuses("time", block => Reseal(block, header => header with { Time = 1 }));
        await Refuses("follows header", block => Reseal(block, header => header with { Previous = lie }));
        await Refuses("is of ledger", block => Reseal(block, header => header with { Ledger = lie }));
        await Refuses(
            "is of block 3, the next one here is 1", block => Reseal(block, header => header with { Height = new BlockHeight(3) }));
    }

    [Fact]
    public async Task A_header_without_its_seal_or_with_another_ones_is_refused()
    {
        await Refuses("seal", block => block with { Seal = new byte[65] });
        await Refuses("seal", block => block with { Seal = new byte[70_000] });
        await Refuses("seal", block => block with { Header = Altered(block.Header) });
    }

    [Fact]
    public async Task A_block_that_is_cut_off_or_garbled_is_refused()
    {
        byte[] block = await MadeByOdd(World.Contracts, Pair.Sign());
        await using Pair pair = Pair.Open();
        byte[] before = pair.EvenDisk.Content();
        for (int length = 0; length < block.Length; length += 1 + (length / 50))
        {
            Assert.IsType<AppendResult.Refused>(await pair.Even.AppendAsync(block.AsMemory(0, length)));
        }
        for (int place = 0; place < block.Length; place += 1 + (place / 60))
        {
            byte[] garbled = [.. block];
            garbled[place] ^= 0x11;
            Assert.IsType<AppendResult.Refused>(await pair.Even.AppendAsync(garbled));
        }
        Assert.Equal(before, pair.EvenDisk.Content());
        Assert.IsType<AppendResult.Accepted>(await pair.Even.AppendAsync(block));
    }

    [Fact]
    public async Task A_block_out_of_order_or_a_second_time_is_refused()
    {
        await using Pair pair = Pair.Open();
        await using Pair late = Pair.Open();
        await pair.Odd.SubmitAsync(Pair.Sign(subject: "a").Bytes);
        byte[] first = Pair.Newest(pair.Odd);
        await pair.Even.AppendAsync(first);
        await pair.Even.SubmitAsync(Pair.Sign(subject: "b").Bytes);
        byte[] second = Pair.Newest(pair.Even);
        Assert.Contains("the next one here is 1", Reason(await late.Odd.AppendAsync(second)), StringComparison.Ordinal);
        Assert.Contains("the next one here is 3", Reason(await pair.Even.AppendAsync(first)), StringComparison.Ordinal);
        Assert.IsType<AppendResult.Accepted>(await late.Odd.AppendAsync(first));
        Assert.IsType<AppendResult.Accepted>(await late.Odd.AppendAsync(second));
        Assert.Equal(pair.Even.View.Head, late.Odd.View.Head);
    }

    [Fact]
    public async Task A_denial_that_was_not_due_and_an_acceptance_that_was_not_allowed_are_refused()
    {
        var severe = new OtherRules(kind => kind == NoteContracts.Note ? new Decision.Denied("note.secret", "no", []) : null);
        var lax = new OtherRules(kind => kind == NoteContracts.Secret ? new Decision.Accepted([], [], []) : null);
        await RefusesMade("stands as denied by rule note.secret, but is allowed", severe, Pair.Sign());
        await RefusesMade("stands as accepted, but is forbidden", lax, Pair.Sign(NoteContracts.Secret));
    }

    [Fact]
    public async Task An_entry_or_a_denied_statement_that_its_member_did_not_sign_is_refused()
    {
        var blind = new OtherRules(_ => null) { Impostor = World.Stranger.PublicKey };
        await RefusesMade("which nobody registered", blind, Pair.Sign(signer: World.Stranger));
        await RefusesMade("which nobody registered", blind, Pair.Sign(NoteContracts.Secret, signer: World.Stranger));
    }

    [Fact]
    public async Task A_denial_that_a_stranger_wrote_is_refused()
    {
        Statement secret = Pair.Sign(NoteContracts.Secret);
        byte[] made = await MadeByOdd(World.Contracts, secret);
        Statement strangers = new Denial("note.secret", "secrets are not noted", secret).Sign(World.Stranger, 0);
        await Refuses("entry 2 is not as a maker", WithEntry(BlockRecord.Read(made), strangers));
    }

    /// <summary>The block made of one note by the odd authority, changed.</summary>
    private static async Task Refuses(string reason, Func<BlockRecord, BlockRecord> change) =>
        await Refuses(reason, change(BlockRecord.Read(await MadeByOdd(World.Contracts, Pair.Sign()))));

    private static async Task RefusesMade(string reason, IContracts by, Statement statement) =>
        await Refuses(reason, BlockRecord.Read(await MadeByOdd(by, statement)));

    private static async Task Refuses(string reason, BlockRecord block)
    {
        await using Pair pair = Pair.Open();
        (byte[] file, Head head, Digest state) = (pair.EvenDisk.Content(), pair.Even.View.Head, pair.Even.View.State.Root);
        Assert.Contains(reason, Reason(await pair.Even.AppendAsync(block.ToBytes())), StringComparison.Ordinal);
        Assert.Equal(file, pair.EvenDisk.Content());
        Assert.Equal((head, state), (pair.Even.View.Head, pair.Even.View.State.Root));

        // Nothing of it is remembered: the same statements in a block that holds are taken.
        await pair.Odd.SubmitAsync(Pair.Sign().Bytes);
        Assert.IsType<AppendResult.Accepted>(await pair.Even.AppendAsync(Pair.Newest(pair.Odd)));
    }

    private static string Reason(AppendResult result) => Assert.IsType<AppendResult.Refused>(result).Reason;

    private static async Task<byte[]> MadeByOdd(IContracts contracts, Statement statement)
    {
        await using Pair pair = Pair.Open(contracts);
        Assert.IsNotType<Submission.Refused>(await pair.Odd.SubmitAsync(statement.Bytes));
        return Pair.Newest(pair.Odd);
    }

    private static BlockRecord Reseal(BlockRecord block, Func<BlockHeader, BlockHeader> change, KeySigner? by = null)
    {
        BlockHeader header = change(BlockHeader.Read(block.Header));
        return block with { Header = header.ToBytes(), Seal = TurnsSealKind.Sign(by ?? Pair.OddAuthority, header) };
    }

    /// <summary>Another only entry, under a header and a seal that fit it.</summary>
    private static BlockRecord WithEntry(BlockRecord block, Statement entry)
    {
        var tree = new MerkleAccumulator();
        foreach (ReadOnlyMemory<byte> founding in World.Blocks(Pair.FoundedFile)[0].Block.Entries)
        {
            tree.Add(MerkleTree.LeafHash(founding.Span));
        }
        tree.Add(entry.LeafHash);
        return Reseal(block with { Entries = [entry.Bytes] }, header => header with { TreeRoot = tree.Root() });
    }

    private static byte[] Altered(ReadOnlyMemory<byte> header) =>
        (BlockHeader.Read(header) with { StateRoot = Digest.Of("lie"u8) }).ToBytes();

    /// <summary>What a node decides by that is not what the others decide by.</summary>
    /// <param name="exception">Its own decision on a kind of statement behind genesis, null for that of the others.</param>
    private sealed class OtherRules(Func<string, Decision?> exception) : IContracts
    {
        /// <summary>A key it takes for the member's.</summary>
        public CoseKey? Impostor { get; init; }

        public RuleRange Rules => World.Contracts.Rules;

        public int? MovesTo(Statement statement) => World.Contracts.MovesTo(statement);

        public Decision Execute(IStateView state, Statement statement, BlockContext block) =>
            (block.Height.Value > 0 ? exception(statement.Kind) : null) ?? World.Contracts.Execute(state, statement, block);

        public (string Member, CoseKey Key)? FindKey(IStateView state, Digest keyId) =>
            Impostor?.Thumbprint == keyId ? (World.MemberName, Impostor) : World.Contracts.FindKey(state, keyId);
    }
}
