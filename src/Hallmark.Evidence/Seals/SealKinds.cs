using Hallmark.Evidence.Cose;

namespace Hallmark.Evidence.Seals;

/// <summary>The kinds of seal that a program knows: whoever opens a ledger hands them in, and the ledger's genesis chooses.</summary>
public sealed class SealKinds(params IReadOnlyList<ISealKind> kinds)
{
    /// <summary>No seal of any kind is longer, in bytes.</summary>
    public const int MaxSealBytes = 1 << 16;

    /// <summary>The kinds that Hallmark itself has files for; a program that adds one of its own hands in a list with both.</summary>
    public static SealKinds BuiltIn { get; } = new(new SoloSealKind());

    /// <summary>A verifier of the kind that this genesis names.</summary>
    /// <exception cref="UnknownSealKindException">None of these kinds.</exception>
    /// <exception cref="MalformedException">The genesis lacks what its kind needs; names the field.</exception>
    public ISealVerifier CreateVerifier(Genesis genesis)
    {
        ISealKind? named = kinds.FirstOrDefault(kind => kind.Name == genesis.Engine);
        return named is null ? throw new UnknownSealKindException(genesis.Engine) : named.CreateVerifier(genesis);
    }
}

/// <summary>
/// The genesis names a kind of seal that this program does not know: a newer program may. Nothing is said against the ledger by this,
/// unlike by a <see cref="MalformedException"/>.
/// </summary>
public sealed class UnknownSealKindException(string kind)
    : Exception($"this program does not know seals of kind '{MalformedException.Printable(kind)}'; a newer program may")
{
    public string Kind { get; } = kind;
}

/// <summary>What every kind of verifier has in common.</summary>
public static class SealVerifierExtensions
{
    /// <summary>The key with this thumbprint, where its holder makes blocks of the ledger; null otherwise.</summary>
    public static VerificationKey? FindKey(this ISealVerifier seals, Digest thumbprint) =>
        seals.MakerKeys.FirstOrDefault(key => key.Key.Thumbprint == thumbprint);
}
