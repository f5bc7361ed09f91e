using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Members;
using Hallmark.Data.Batches;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Operations.Verification;

namespace Hallmark.Operations.Tests.Verification;

/// <summary>
/// Evidence of what a gateway signed leads from the genesis over the provider to the gateway's key; whoever makes the blocks cannot pass
/// off what the key was not delegated for.
/// </summary>
public sealed class GatewayEvidenceTests : IDisposable
{
    private readonly Operator _operator = new();

    public GatewayEvidenceTests() => _operator.Put(_operator.Sign("alice", _operator.Add("paul")));

    [Fact]
    public void What_a_gateway_signed_is_registered_and_says_through_whom()
    {
        EvidenceVerdict verdict = _operator.Put(Delegated()).Put(Batch()).VerifyLast();
        Assert.Equal((EntryStatus.Registered, null), (verdict.Entry.Status, verdict.Entry.Reason));
        Assert.Equal(("paul", "paul/gate", null), (verdict.Entry.Said!.Issuer, verdict.Gateway?.Id, verdict.Gateway?.Revoked));
    }

    [Fact]
    public void A_delegation_that_is_left_out_denied_or_made_up_leaves_the_key_nobodys()
    {
        _operator.Put(Delegated()).Put(Batch());
        Refused("which the evidence does not lead to", _operator.VerifyLast(leftOut: 2));
        using var other = new Operator();
        other.Put(other.Sign("alice", other.Add("paul"))).Put(other.Sign("paul", Gate(other), Denial)).Put(Batch(other));
        Assert.Equal(EntryStatus.BrokenChain, other.VerifyLast().Entry.Status);
        using var third = new Operator();
        third.Put(third.Sign("alice", third.Add("paul"))).Deny(third.Sign("paul", Gate(third))).Put(Batch(third));
        Assert.Equal(EntryStatus.BrokenChain, third.VerifyLast().Entry.Status);
    }

    [Fact]
    public void What_the_key_may_not_say_is_not_its_providers_word_though_the_ledger_sealed_it()
    {
        _operator.Put(Delegated());
        ulong brought = _operator.Last.Value + 1;
        (Statement Said, string Reason)[] forbidden =
        [
            (_operator.Sign("paul", new BatchRegister(Manifest("others")), "gate"), "not of others"),
            (_operator.Sign("paul", new BatchRegister(Manifest("scans")) { Supersedes = ["scans/paul/1"] }, "gate"), "place of others"),
            (_operator.Sign("paul", new MemberRevoke("alice", "why not"), "gate"), "send no member.revoke"),
            (
                _operator.Sign("paul", Gate(_operator) with { Gateway = "more", Key = _operator.Key("more").PublicKey }, "gate"),
                "send no key.delegate"),
        ];
        foreach ((Statement said, string reason) in forbidden)
        {
            _operator.Put(said);
            Refused(reason, _operator.VerifyLast([.. Between(brought, _operator.Last.Value)]));
        }
        _operator.Put(Batch(key: "more"));
        Refused("does not lead to", _operator.VerifyLast([.. Between(brought, _operator.Last.Value)]));
    }

    [Fact]
    public void After_its_end_or_its_revocation_nothing_is_the_gateways_and_what_came_before_stays()
    {
        _operator.Put(_operator.Sign("paul", Gate(_operator) with { Until = Operator.Now + 1 })).Put(Batch());
        EntryIndex before = _operator.Last;
        _operator.Put(_operator.Sign("alice", new KeyRevokeDelegate("paul", "gate", "stolen"))).Put(Batch());
        Refused("was revoked by alice in block 4", _operator.VerifyLast(leftOut: 3));
        EvidenceVerdict verdict = _operator.Verify(_operator.Bundle(before, leftOut: 5));
        Assert.Equal((EntryStatus.Registered, new BlockHeight(4)), (verdict.Entry.Status, verdict.Gateway?.Revoked));

        using var late = new Operator();
        late.Put(late.Sign("alice", late.Add("paul"))).Put(late.Sign("paul", Gate(late) with { Until = Operator.Now }));
        Assert.Equal(EntryStatus.Registered, late.VerifyLast().Entry.Status); // said by paul, whatever it is worth
        late.Put(Batch(late));
        Assert.Equal(EntryStatus.BrokenChain, late.VerifyLast().Entry.Status);
    }

    [Fact]
    public void A_gateway_outlives_its_providers_key_and_not_its_membership()
    {
        _operator.Put(Delegated()).Put(_operator.Sign("paul", _operator.Rotate("paul", "paul2"))).Put(Batch());
        Assert.Equal(EntryStatus.Registered, _operator.VerifyLast().Entry.Status);
        _operator.Put(_operator.Sign("alice", new MemberRevoke("paul", "left"))).Put(Batch());
        Refused("who was no member", _operator.VerifyLast(leftOut: 4));
    }

    public void Dispose() => _operator.Dispose();

    private const string Denial = Ledger.Blocks.Denial.Issuer;

    private static void Refused(string reason, EvidenceVerdict verdict)
    {
        Assert.Equal(EntryStatus.NotIssued, verdict.Entry.Status);
        Assert.Contains(reason, verdict.Entry.Reason);
        Assert.Null(verdict.Entry.Said);
    }

    private static IEnumerable<ulong> Between(ulong from, ulong to)
    {
        for (ulong entry = from; entry < to; entry++)
        {
            yield return entry;
        }
    }

    private static KeyDelegate Gate(Operator by) => new("paul", "gate", by.Key("gate").PublicKey, ["scans"], null);

    private Statement Delegated() => _operator.Sign("paul", Gate(_operator));

    private Statement Batch(Operator? by = null, string key = "gate") =>
        (by ?? _operator).Sign("paul", new BatchRegister(Manifest("scans")), key);

    private static BatchManifest Manifest(string dataset) => new()
    {
        Dataset = dataset,
        SchemaDigest = Digest.Of("schema"u8),
        Records = 10,
        Root = Digest.Of("root"u8),
        ColumnsRoot = Digest.Of("columns"u8),
        ClassCounts = [4, 6],
        Content = new ObjectReference(Digest.Of("content"u8), 4096),
        Tree = new ObjectReference(Digest.Of("tree"u8), 12 * Digest.Size),
        Origin = "ward 3",
        Steps = [],
        SourceName = "scans.csv",
        FirstLine = 2,
        LastLine = 11,
    };
}
