using Hallmark.Contracts.Credits;
using Hallmark.Evidence;
using Hallmark.Evidence.Bundles;
using Hallmark.Ledger;
using Hallmark.Operations.Verification;

namespace Hallmark.Operations.Tests.Verification;

/// <summary>A bundle may be anybody's bytes: they are refused, or show less; never a crash, never something else as registered.</summary>
public sealed class BundleBytesTests
{
    [Fact]
    public void A_bundle_with_any_byte_changed_shows_nothing_as_registered()
    {
        using var maker = new Operator();
        byte[] bytes = Make(maker);
        Assert.Equal(EntryStatus.Registered, Status(bytes, maker.Trust));
        foreach (byte mask in (byte[])[0x01, 0x80])
        {
            for (int i = 0; i < bytes.Length; i++)
            {
                bytes[i] ^= mask;
                Assert.True(Status(bytes, maker.Trust) is not EntryStatus.Registered, $"byte {i} with {mask:x2} changed");
                bytes[i] ^= mask;
            }
        }
    }

    [Fact]
    public void A_bundle_that_is_cut_off_or_goes_on_is_refused()
    {
        using var maker = new Operator();
        byte[] bytes = Make(maker);
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<MalformedException>(() => EvidenceBundle.Read(bytes.AsMemory(0, length)));
        }
        Assert.Throws<MalformedException>(() => EvidenceBundle.Read((byte[])[.. bytes, 0]));
        Assert.Throws<MalformedException>(() => EvidenceBundle.Read(new byte[EvidenceBundle.MaxBytes + 1]));
    }

    [Fact]
    public void Counts_beyond_the_bytes_that_are_there_are_refused()
    {
        using var maker = new Operator();
        byte[] bytes = Make(maker);
        int blocks = bytes.AsSpan().IndexOf("blocks"u8) + "blocks"u8.Length;
        foreach (byte[] count in (byte[][])[[0x9b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], [0x9a, 0xff, 0xff, 0xff, 0xff], [0x9f]])
        {
            byte[] huge = [.. bytes[..blocks], .. count, .. bytes[(blocks + 1)..]];
            Assert.Throws<MalformedException>(() => EvidenceBundle.Read(huge));
        }
        byte[] many = [.. bytes[..blocks], 0x9a, 0x00, 0x10, 0x00, 0x00, .. new byte[1 << 20]]; // as many zeros as it says
        Assert.Throws<MalformedException>(() => EvidenceBundle.Read(many));
    }

    [Fact]
    public void A_bundle_begins_with_the_genesis_and_holds_what_it_is_evidence_of()
    {
        using var maker = new Operator();
        EvidenceBundle bundle = EvidenceBundle.Read(Make(maker));
        RefusedAs("do not begin with the genesis", bundle with { Blocks = [.. bundle.Blocks.Skip(1)] });
        RefusedAs("do not begin with the genesis", bundle with { Blocks = [] });
        RefusedAs("is not among the bundle's entries", bundle with { Entry = new EntryIndex(7) });
        RefusedAs("are out of order", bundle with { Blocks = [.. bundle.Blocks, bundle.Blocks[^1]] });
        BundledBlock twice = bundle.Blocks[0] with { Entries = [.. bundle.Blocks[0].Entries, .. bundle.Blocks[0].Entries] };
        RefusedAs("are out of order", bundle with { Blocks = [twice, .. bundle.Blocks.Skip(1)] });
        BundledBlock displaced = bundle.Blocks[1] with { Entries = bundle.Blocks[2].Entries };
        RefusedAs("is not in block 1", bundle with { Blocks = [bundle.Blocks[0], displaced] });
    }

    private static void RefusedAs(string reason, EvidenceBundle bundle) =>
        Assert.Contains(reason, Assert.Throws<MalformedException>(() => EvidenceBundle.Read(bundle.ToBytes())).Message);

    private static byte[] Make(Operator maker)
    {
        maker.Put(maker.Sign("alice", maker.Add("paul"))).Put(maker.Sign("paul", new CreditTransfer("alice", 1, "")));
        return maker.Bundle(maker.Last).ToBytes();
    }

    /// <summary>Null where the bytes are refused, or by rules that are not known.</summary>
    private static EntryStatus? Status(byte[] bytes, TrustRoot trust)
    {
        try
        {
            return new VerifyEvidence(EvidenceBundle.Read(bytes), trust).Execute().Entry.Status;
        }
        catch (Exception e) when (e is MalformedException or NewerRulesException)
        {
            return null;
        }
    }
}
