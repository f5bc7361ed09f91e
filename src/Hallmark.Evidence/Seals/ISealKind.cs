using Hallmark.Evidence.Cose;

namespace Hallmark.Evidence.Seals;

/// <summary>
/// A kind of seal: what has to stand under a header for its block to be final. A block is the same on every ledger; its seal is not. The
/// genesis names the kind, once and for ever, and holds what the kind needs to know. The other half, which makes such seals, is a block
/// producer on the floor above.
/// </summary>
public interface ISealKind
{
    /// <summary>What <see cref="Genesis.Engine"/> and every header's engine say, e.g. "solo"; at most 16 characters.</summary>
    string Name { get; }

    /// <exception cref="MalformedException">The genesis lacks what this kind needs; names the field.</exception>
    ISealVerifier CreateVerifier(Genesis genesis);
}

/// <summary>
/// Verifies the seals of one ledger, offline, from its genesis alone.
/// <list type="bullet">
/// <item>Pure: the same header and seal give the same verdict on every machine, at any time. No clock, no network.</item>
/// <item>In no order: blocks are verified on many threads at once, ahead of the one that applies them, so nothing may be kept from one call
/// to the next. That headers follow each other is not a seal's affair.</item>
/// <item>Hostile bytes give a verdict, never an exception.</item>
/// </list>
/// </summary>
public interface ISealVerifier : IDisposable
{
    /// <summary>
    /// Keys whose holders make blocks of this ledger: one of them signs what a node hands out beside its blocks, namely receipts, published
    /// checkpoints and snapshots.
    /// </summary>
    IReadOnlyList<VerificationKey> MakerKeys { get; }

    /// <summary>Whether this seal makes this header of this ledger final.</summary>
    /// <param name="header">As read from <paramref name="headerBytes"/>; that of another ledger is never good.</param>
    /// <param name="headerBytes">Its bytes as they lie in the block.</param>
    /// <param name="seal">At most <see cref="SealKinds.MaxSealBytes"/>.</param>
    SealVerdict Verify(BlockHeader header, ReadOnlySpan<byte> headerBytes, ReadOnlyMemory<byte> seal);

    /// <summary>
    /// Whether an entry that no member signs, the genesis or a denial, is as a maker of this block writes it: signed by its key, say, or,
    /// where every node derives the entry alike, without any signature.
    /// </summary>
    /// <param name="header">Of the block that holds the entry.</param>
    bool VerifyOwnEntry(BlockHeader header, Statement entry);
}

/// <summary>Whether a seal makes a header final.</summary>
public abstract record SealVerdict
{
    private SealVerdict()
    {
    }

    /// <param name="Tree">Signature over the tree root, from which receipts are put together: see <see cref="TreeSignature"/>.</param>
    public sealed record Good(CoseSign1 Tree) : SealVerdict;

    /// <param name="Reason">What is wrong, as one sentence without an end mark.</param>
    public sealed record Bad(string Reason) : SealVerdict;
}
