using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Ledger.Blocks;

namespace Hallmark.Operations.Verification;

/// <summary>What evidence shows of an entry.</summary>
public enum EntryStatus
{
    /// <summary>Its issuer signed it, and the ledger registered it.</summary>
    Registered,

    /// <summary>Its issuer signed it, and the ledger put on record that its rules forbid it.</summary>
    Denied,

    /// <summary>It is in the ledger; whether its issuer signed it is not shown, as nothing given says which key is the issuer's.</summary>
    IssuerNotVerified,

    /// <summary>Its issuer did not sign it, or not with a key that counted then.</summary>
    NotIssued,

    /// <summary>It, or its proof, is of another ledger than the one that is trusted, or that the proof is of.</summary>
    OtherLedger,

    /// <summary>What was put into the tree is no statement.</summary>
    NoStatement,

    /// <summary>Fewer witnesses saw the tree than are asked for.</summary>
    NotWitnessed,

    /// <summary>The proof was signed by another key than the trusted one.</summary>
    OtherKey,

    /// <summary>The proof does not hold together.</summary>
    BadProof,

    /// <summary>The trusted key did not sign what entry and proof lead to.</summary>
    NotSigned,

    /// <summary>The statements that should lead from the genesis to the issuer's key do not.</summary>
    BrokenChain,
}

/// <summary>What evidence shows of an entry.</summary>
/// <param name="Reason">One sentence without an end mark; null where it is registered.</param>
/// <param name="Said">
/// The statement, or the one that was denied, as far as its issuer is not in doubt: of a stranger's nothing is said.
/// </param>
public sealed record EntryVerdict(EntryStatus Status, string? Reason = null, Statement? Said = null)
{
    /// <summary>Name of the rule that forbade it; null where it was not denied.</summary>
    public string? Rule { get; init; }

    /// <summary>That a denial is on record.</summary>
    internal static EntryVerdict Of(Denial denial) => new(EntryStatus.Denied, denial.Reason, denial.Denied) { Rule = denial.Rule };

    /// <summary>What a statement in the tree is worth by itself, where the issuer's key is known from elsewhere or not at all.</summary>
    /// <param name="entry">The leaf.</param>
    /// <param name="ledger">Whose tree it is in.</param>
    /// <param name="maker">Key of the maker who signed the tree and what the ledger itself says; null where it has none.</param>
    /// <param name="issuer">The issuer's key, from a source that is trusted; null where it is not known.</param>
    /// <exception cref="UsageException">The issuer is a member, and the key that is given for it is the ledger's own.</exception>
    internal static EntryVerdict OfLeaf(byte[] entry, Digest ledger, CoseKey? maker, CoseKey? issuer)
    {
        try
        {
            return OfStatement(Statement.Read(entry), ledger, maker, issuer);
        }
        catch (MalformedException e)
        {
            return new EntryVerdict(EntryStatus.NoStatement, $"what is in the tree is no statement: {e.Message}");
        }
    }

    private static EntryVerdict OfStatement(Statement statement, Digest ledger, CoseKey? maker, CoseKey? issuer)
    {
        if (statement.Ledger != ledger)
        {
            return Stranger(statement, ledger);
        }
        if (!Denial.IsOwnKind(statement.Kind))
        {
            return OfMember(statement, maker, issuer);
        }
        if (statement.Issuer != Denial.Issuer || maker is null || !IsSigned(statement, maker))
        {
            return new EntryVerdict(EntryStatus.NotIssued, $"the ledger did not sign the {statement.Kind} that is in its name");
        }
        if (statement.Kind == Genesis.Kind)
        {
            return Genesis.Read(statement.Payload).LedgerId == ledger
                ? new EntryVerdict(EntryStatus.Registered, null, statement)
                : new EntryVerdict(EntryStatus.OtherLedger, $"the genesis is not that of ledger {ledger}");
        }
        var denial = Denial.Read(statement);
        EntryVerdict denied = denial.Denied.Ledger == ledger ? OfMember(denial.Denied, maker, issuer) : Stranger(denial.Denied, ledger);
        return denied.Status == EntryStatus.Registered ? Of(denial) : denied;
    }

    /// <summary>That a statement is meant for another ledger, whoever signed it.</summary>
    internal static EntryVerdict Stranger(Statement statement, Digest ledger) =>
        new(EntryStatus.OtherLedger, $"the statement is meant for ledger {statement.Ledger}, not for {ledger}");

    /// <summary>What the ledger's own key signed shows nothing of a member: whoever makes the blocks has it.</summary>
    internal static UsageException OwnKey() => new(
        "--issuer-key: is the ledger's own key, which vouches for no member; give the public key of whoever made the statement");

    private static EntryVerdict OfMember(Statement statement, CoseKey? maker, CoseKey? issuer) =>
        issuer is not null && issuer.Equals(maker) ? throw OwnKey()
        : issuer is null ? new EntryVerdict(
            EntryStatus.IssuerNotVerified, $"nothing given shows that {statement.Issuer} signed it: --issuer-key, or a bundle, would")
        : IsSigned(statement, issuer) ? new EntryVerdict(EntryStatus.Registered, null, statement)
        : new EntryVerdict(EntryStatus.NotIssued, $"it is not signed with the key that is given for {statement.Issuer}");

    private static bool IsSigned(Statement statement, CoseKey key)
    {
        using var verification = new VerificationKey(key);
        return statement.Verify(verification);
    }
}
