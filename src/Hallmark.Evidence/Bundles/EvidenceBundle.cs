using System.Diagnostics;
using Hallmark.Evidence.Notes;
using Hallmark.Evidence.Seals;

namespace Hallmark.Evidence.Bundles;

/// <summary>What became of checking whether a bundle is of a ledger that is trusted.</summary>
public enum BundleStatus
{
    /// <summary>Every entry is in the tree that the last header seals, at the height and time that the sealed headers say.</summary>
    Sealed,

    /// <summary>It is of another ledger than the trusted one.</summary>
    OtherLedger,

    /// <summary>The ledger's blocks are made with other keys than the trusted one.</summary>
    OtherKey,

    /// <summary>A header's seal does not hold.</summary>
    NotSealed,

    /// <summary>An entry does not lead to the sealed root.</summary>
    BadProof,

    /// <summary>Fewer witnesses cosigned the tree than are asked for.</summary>
    NotWitnessed,
}

/// <summary>
/// Evidence of one entry in one file: the entry, and every statement by which its issuer's key became what it is, from the genesis on, each
/// with its way to the tree of one sealed header, the last. A deterministic CBOR map, see <c>docs/formats/evidence.md</c>. It brings no
/// trust along: that is <see cref="TrustRoot"/>.
/// </summary>
/// <param name="Entry">What the evidence is of.</param>
/// <param name="Blocks">In order of their heights; the first is the genesis block, the last seals the tree that all entries are in.</param>
/// <param name="Checkpoint">That tree with its witnesses' signatures, where it was published; null otherwise.</param>
public sealed record EvidenceBundle(EntryIndex Entry, IReadOnlyList<BundledBlock> Blocks, SignedNote? Checkpoint)
{
    /// <summary>Longest file, in bytes.</summary>
    public const int MaxBytes = 16 << 20;

    private const int MaxBlocks = 50_000;

    /// <summary>The newest block that the bundle knows of: nothing is said of what came later.</summary>
    public BlockHeader Head => Blocks[^1].Header;

    /// <summary>All entries with the headers of their blocks, in order.</summary>
    public IEnumerable<(BundledEntry Entry, BlockHeader Header)> Entries =>
        Blocks.SelectMany(block => block.Entries.Select(entry => (entry, block.Header)));

    public byte[] ToBytes() => new CborMapWriter()
        .Integer("format", 1)
        .Entry("entry", Entry)
        .Maps("blocks", Blocks.Select(block => block.ToMap()))
        .Bytes("checkpoint", Checkpoint?.ToBytes())
        .ToBytes();

    /// <exception cref="MalformedException">Not such a map, or out of order; says which part.</exception>
    public static EvidenceBundle Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > MaxBytes)
        {
            throw new MalformedException("bundle", $"has {bytes.Length} bytes, more than {MaxBytes}");
        }
        CborMap map = CborMap.Read(bytes, "bundle");
        map.Integer("format", 1, 1);
        EntryIndex entry = map.Entry("entry");
        BundledBlock[] blocks = [.. map.Maps("blocks", MaxBlocks).Select(BundledBlock.Read)];
        SignedNote? checkpoint = map.OptionalBytes("checkpoint") is { } note ? SignedNote.Read(note) : null;
        map.End();
        RequireOrder(entry, blocks);
        return new EvidenceBundle(entry, blocks, checkpoint);
    }

    /// <summary>Whether the trusted ledger sealed all of it, and enough witnesses saw it. Who signed the statements is not asked.</summary>
    /// <param name="kinds">The kinds of seal that are known.</param>
    /// <returns>The status, and one sentence without an end mark where it is not <see cref="BundleStatus.Sealed"/>.</returns>
    /// <exception cref="MalformedException">Entry 0 is no genesis.</exception>
    /// <exception cref="UnknownSealKindException">The genesis names none of these kinds.</exception>
    public (BundleStatus Status, string? Reason) Check(TrustRoot trust, SealKinds kinds)
    {
        Genesis genesis = Genesis.Read(Blocks[0].Entries[0].Statement.Payload);
        if (genesis.LedgerId != trust.Ledger || Blocks.Any(block => block.Header.Ledger != trust.Ledger))
        {
            return (BundleStatus.OtherLedger, $"the evidence is of ledger {genesis.LedgerId}, not of the trusted {trust.Ledger}");
        }
        using ISealVerifier seals = kinds.CreateVerifier(genesis);
        if (seals.FindKey(trust.Key.Thumbprint) is null)
        {
            return (BundleStatus.OtherKey, $"ledger {trust.Ledger} is not sealed with the trusted key");
        }
        return FindBadSeal(seals) is { } seal ? (BundleStatus.NotSealed, seal)
            : FindBadProof() is { } proof ? (BundleStatus.BadProof, proof)
            : FindMissingWitness(trust) is { } missing ? (BundleStatus.NotWitnessed, missing)
            : (BundleStatus.Sealed, null);
    }

    private static void RequireOrder(EntryIndex entry, BundledBlock[] blocks)
    {
        if (blocks.Length == 0 || blocks[0].Header.Height.Value != 0 || blocks[0].Entries is not [{ Index.Value: 0 }, ..])
        {
            throw new MalformedException("bundle.blocks", "do not begin with the genesis");
        }
        for (int i = 1; i < blocks.Length; i++)
        {
            (BlockHeader before, BlockHeader header) = (blocks[i - 1].Header, blocks[i].Header);
            if (header.Height <= before.Height || header.FirstEntry.Value < before.Size.Value || header.Time < before.Time)
            {
                throw new MalformedException("bundle.blocks", $"are out of order at height {header.Height}");
            }
        }
        EntryIndex[] indices = [.. blocks.SelectMany(block => block.Entries.Select(item => item.Index))];
        if (indices.Zip(indices.Skip(1)).Any(pair => pair.Second <= pair.First))
        {
            throw new MalformedException("bundle.entries", "are out of order");
        }
        if (!indices.Contains(entry))
        {
            throw new MalformedException("bundle.entry", $"{entry} is not among the bundle's entries");
        }
    }

    private string? FindBadSeal(ISealVerifier seals) => Blocks
        .Select(block => seals.Verify(block.Header, block.HeaderBytes.Span, block.Seal) switch
        {
            SealVerdict.Good => null,
            SealVerdict.Bad bad => $"block {block.Header.Height}: {bad.Reason}",
            _ => throw new UnreachableException(),
        })
        .FirstOrDefault(problem => problem is not null);

    private string? FindBadProof()
    {
        BlockHeader head = Head;
        return Entries.Select(item => item.Entry)
            .Where(entry => new InclusionProof(head.Size, entry.Index, entry.Path).Check(entry.Statement.LeafHash, head.TreeRoot)
                != ProofStatus.Good)
            .Select(entry => $"entry {entry.Index} does not lead to the root that block {head.Height} seals")
            .FirstOrDefault();
    }

    private string? FindMissingWitness(TrustRoot trust)
    {
        if (trust.WitnessesNeeded == 0)
        {
            return null;
        }
        if (Checkpoint is null)
        {
            return $"no checkpoint is in the evidence, and {trust.WitnessesNeeded} witnesses are asked for";
        }
        if (Checkpoint.Text != Notes.Checkpoint.Of(Head).ToText())
        {
            return $"the checkpoint in the evidence is not of the tree that block {Head.Height} seals";
        }
        int signed = trust.CountWitnesses(Checkpoint);
        return signed >= trust.WitnessesNeeded
            ? null
            : $"{signed} of the trusted witnesses cosigned, {trust.WitnessesNeeded} are asked for";
    }
}
