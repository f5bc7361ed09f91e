using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Verification;

/// <summary>What a verifier says it trusts: a whole root, or no more than a ledger's key.</summary>
/// <param name="Key">The ledger's public key.</param>
/// <param name="Root">Null where only the key was given.</param>
public sealed record GivenTrust(CoseKey Key, TrustRoot? Root)
{
    /// <param name="file">A file with the whole root; null where it is given by the other two.</param>
    /// <param name="keyFile">A file with the key, COSE or PEM.</param>
    /// <param name="ledger">The ledger's id; null where it is not known.</param>
    /// <exception cref="UsageException">Neither, or both, or not readable.</exception>
    public static GivenTrust Read(string? file, string? keyFile, string? ledger)
    {
        if (file is not null)
        {
            TrustRoot root = keyFile is null && ledger is null
                ? InputFile.Read(file, bytes => TrustRoot.Read(bytes.Span))
                : throw new UsageException("--trust: names ledger and key itself; leave --key and --ledger out");
            return new GivenTrust(root.Key, root);
        }
        CoseKey key = keyFile is not null
            ? InputFile.Read(keyFile, CoseKey.ReadFile)
            : throw new UsageException("--trust or --key is missing: what is verified brings no trust of its own");
        return ledger is null ? new GivenTrust(key, null)
            : Digest.TryParse(ledger, out Digest id) ? new GivenTrust(key, new TrustRoot(id, key))
            : throw new UsageException("--ledger: is not a ledger id of 64 hexadecimal digits");
    }

    /// <summary>The whole root, which all evidence of an entry is verified against.</summary>
    /// <exception cref="UsageException">Only the key was given.</exception>
    public TrustRoot RequireRoot() => Root ?? throw new UsageException(
        "--ledger or --trust is missing: whoever holds a ledger's key can begin another ledger with members of any name, "
        + "so the key alone does not say of which ledger something is evidence");
}
