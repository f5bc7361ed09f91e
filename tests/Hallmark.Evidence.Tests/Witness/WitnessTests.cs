using System.Text;
using Hallmark.Evidence.Notes;
using Hallmark.Evidence.Witness;

namespace Hallmark.Evidence.Tests.Witness;

/// <summary>The rules of C2SP tlog-witness, case by case.</summary>
public sealed class WitnessTests
{
    private const string Origin = "log.example";
    private static readonly Ed25519Key Key = Ed25519Key.FromSeed(new byte[32]);
    private static readonly Ed25519NoteSigner Log = new(Origin, Key);
    private static readonly NoteVerifier LogKey = new(Log.Key);
    private static readonly Digest[] Leaves = [.. Enumerable.Range(0, 20).Select(i => MerkleTree.LeafHash([(byte)i]))];

    [Fact]
    public void A_log_is_followed_from_nothing_through_every_pair_of_sizes()
    {
        for (int newer = 0; newer <= 20; newer++)
        {
            for (int older = 0; older <= newer; older++)
            {
                WitnessRecord? recorded = older == 0 ? null : new WitnessRecord(Size(older), RootAt(older));
                var cosign = Assert.IsType<WitnessDecision.Cosign>(WitnessRules.Decide(recorded, Request(older, newer), [LogKey]));
                Assert.Equal((200, Size(newer), RootAt(newer)), (cosign.Status, cosign.Checkpoint.Size, cosign.Checkpoint.Root));
            }
        }
    }

    [Fact]
    public void An_unknown_log_is_404() =>
        Assert.Equal(404, WitnessRules.Decide(null, Request(0, 5), null).Status);

    [Fact]
    public void A_checkpoint_that_no_trusted_key_signed_is_403()
    {
        AddCheckpointRequest request = Request(0, 5);
        using var stranger = new NoteVerifier(new Ed25519NoteSigner("other.example", Key).Key);
        Forbids("no key of the log signed the checkpoint", request, stranger);
        Forbids("no key of the log signed the checkpoint", request);
        SignedNote spoiled = request.Note with { Signatures = [request.Note.Signatures[0] with { Bytes = new byte[64] }] };
        Forbids("the log's signature does not verify", request with { Note = spoiled }, LogKey);

        static void Forbids(string reason, AddCheckpointRequest request, params NoteVerifier[] log)
        {
            WitnessDecision decision = WitnessRules.Decide(null, request, log);
            Assert.Equal((403, reason), (decision.Status, decision.Reason));
        }
    }

    [Fact]
    public void An_old_size_above_the_checkpoint_is_400_even_where_it_is_recorded()
    {
        AddCheckpointRequest request = AddCheckpointRequest.Of(Size(9), [], Sign(5, RootAt(5)));
        Assert.Equal(400, WitnessRules.Decide(new WitnessRecord(Size(9), RootAt(9)), request, [LogKey]).Status);
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(3, 4)]
    [InlineData(5, 4)]
    [InlineData(4, 0)]
    public void Another_old_size_than_was_cosigned_is_409_with_that_size(int old, int recorded)
    {
        WitnessRecord? record = recorded == 0 ? null : new WitnessRecord(Size(recorded), RootAt(recorded));
        var conflict = Assert.IsType<WitnessDecision.Conflict>(WitnessRules.Decide(record, Request(old, 9), [LogKey]));
        Assert.Equal((409, $"{recorded}\n", "text/x.tlog.size"), (conflict.Status, conflict.Body, WitnessDecision.Conflict.ContentType));
    }

    [Fact]
    public void What_does_not_continue_the_record_is_422()
    {
        var at4 = new WitnessRecord(Size(4), RootAt(4));
        IReadOnlyList<Digest> proof = Request(4, 9).Proof;
        Assert.Equal(422, Decide(at4, 4, [], Sign(9, RootAt(9))));
        Assert.Equal(422, Decide(at4, 4, [.. proof.Skip(1)], Sign(9, RootAt(9))));
        Assert.Equal(422, Decide(at4, 4, [.. proof, proof[0]], Sign(9, RootAt(9))));
        Assert.Equal(422, Decide(at4, 4, proof, Sign(9, RootAt(10))));
        Assert.Equal(422, Decide(new WitnessRecord(Size(4), RootAt(5)), 4, proof, Sign(9, RootAt(9))));
        Assert.Equal(422, Decide(null, 0, [proof[0]], Sign(9, RootAt(9)))); // a proof from nothing
        Assert.Equal(422, Decide(at4, 4, [], Sign(4, RootAt(5)))); // the same size with another root
        Assert.Equal(422, Decide(at4, 4, [proof[0]], Sign(4, RootAt(4)))); // the same size with a proof
        Assert.Equal(422, Decide(null, 0, [], Sign(0, RootAt(1)))); // an empty tree with a root that is none
    }

    [Fact]
    public void A_size_of_zero_is_cosigned_again_and_then_left()
    {
        var record = new WitnessRecord(Size(0), MerkleTree.EmptyRoot);
        Assert.Equal(200, WitnessRules.Decide(record, Request(0, 0), [LogKey]).Status);
        Assert.Equal(200, WitnessRules.Decide(record, Request(0, 7), [LogKey]).Status);
    }

    [Fact]
    public void A_request_reads_back_from_its_bytes()
    {
        for (int old = 0; old <= 9; old++)
        {
            AddCheckpointRequest request = Request(old, 9);
            var back = AddCheckpointRequest.Read(request.ToBytes());
            Assert.Equal(request.ToBytes(), back.ToBytes());
            Assert.Equal((request.Old, request.Checkpoint.Size), (back.Old, back.Checkpoint.Size));
        }
    }

    [Fact]
    public void The_example_of_the_specification_reads()
    {
        const string body = """
            old 20852014
            PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
            jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
            5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
            /6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

            example.com/behind-the-sofa
            20852163
            CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

            — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=

            """;
        var request = AddCheckpointRequest.Read(Encoding.UTF8.GetBytes(body));
        Assert.Equal((20852014ul, 4, 20852163ul), (request.Old.Value, request.Proof.Count, request.Checkpoint.Size.Value));
        Assert.Equal("example.com/behind-the-sofa", request.Checkpoint.Origin);
        Assert.Equal(body, Encoding.UTF8.GetString(request.ToBytes()));
    }

    [Theory]
    [InlineData("old 4\n", "")]
    [InlineData("old 4", "old 04")]
    [InlineData("old 4", "old  4")]
    [InlineData("old 4", "old")]
    [InlineData("old 4", "old -4")]
    [InlineData("old 4", "OLD 4")]
    [InlineData("old 4\n", "old 4\nAAAA\n")]
    [InlineData("old 4\n", "old 4\r\n")]
    [InlineData("\n\n", "\n")]
    [InlineData("\n9\n", "\n09\n")]
    public void What_is_no_request_is_refused(string good, string bad)
    {
        string text = Encoding.UTF8.GetString(Request(4, 9).ToBytes()).Replace(good, bad, StringComparison.Ordinal);
        Assert.Throws<MalformedException>(() => AddCheckpointRequest.Read(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void Sixty_three_lines_of_proof_are_read_and_one_more_is_not()
    {
        AddCheckpointRequest request = Request(4, 9);
        Assert.Equal(63, AddCheckpointRequest.Read((request with { Proof = [.. Enumerable.Repeat(RootAt(1), 63)] }).ToBytes()).Proof.Count);
        AddCheckpointRequest longer = request with { Proof = [.. Enumerable.Repeat(RootAt(1), 64)] };
        Assert.Equal("add-checkpoint proof", Assert.Throws<MalformedException>(() => AddCheckpointRequest.Read(longer.ToBytes())).Field);
    }

    [Fact]
    public void Why_a_proof_does_not_lead_on_is_said()
    {
        var at4 = new WitnessRecord(Size(4), RootAt(4));
        IReadOnlyList<Digest> proof = Request(4, 9).Proof;
        Assert.Equal("the proof has a wrong number of hashes", Why([.. proof, proof[0]], 9, RootAt(9)));
        Assert.Equal("the proof does not join the cosigned root and this one", Why(proof, 9, RootAt(10)));
        Assert.Equal("another root was cosigned at this size", Why([], 4, RootAt(5)));

        string Why(IReadOnlyList<Digest> path, int size, Digest root) =>
            WitnessRules.Decide(at4, AddCheckpointRequest.Of(Size(4), path, Sign(size, root)), [LogKey]).Reason;
    }

    private static int Decide(WitnessRecord? record, int old, IReadOnlyList<Digest> proof, SignedNote note) =>
        WitnessRules.Decide(record, AddCheckpointRequest.Of(Size(old), proof, note), [LogKey]).Status;

    private static AddCheckpointRequest Request(int older, int newer) => AddCheckpointRequest.Of(
        Size(older), older == 0 ? [] : MerkleTree.ConsistencyPath(Leaves.AsSpan(0, newer), older), Sign(newer, RootAt(newer)));

    private static SignedNote Sign(int size, Digest root) => SignedNote.Sign(new Checkpoint(Origin, Size(size), root).ToText(), Log);

    private static Digest RootAt(int size) => MerkleTree.Root(Leaves.AsSpan(0, size));

    private static TreeSize Size(int size) => new((ulong)size);
}
