using Hallmark.Contracts;
using Hallmark.Contracts.Governance;
using Hallmark.Contracts.Members;
using Hallmark.Evidence;
using Hallmark.Evidence.Bundles;
using Hallmark.Evidence.Seals;
using Hallmark.Ledger.Blocks;

namespace Hallmark.Operations.Verification;

/// <summary>
/// Whether a bundle shows what it is evidence of: offline, against the trusted root alone. The ledger's seals say what it registered; that
/// the issuer signed it is shown by the chain of statements from the genesis to the issuer's key, each executed again
/// (<see cref="GovernanceReplay"/>), so the ledger's key alone shows nothing of a member.
/// </summary>
public sealed record VerifyEvidence(EvidenceBundle Bundle, TrustRoot Trust)
{
    /// <exception cref="Ledger.NewerRulesException">The chain is decided by rules that this program does not know.</exception>
    /// <exception cref="UnknownSealKindException">The ledger's seals are of a kind that this program does not know.</exception>
    public EvidenceVerdict Execute()
    {
        try
        {
            (BundleStatus status, string? reason) = Bundle.Check(Trust, SealKinds.BuiltIn);
            return status == BundleStatus.Sealed ? Replay() : new EvidenceVerdict(new EntryVerdict(Meaning(status), reason));
        }
        catch (MalformedException e)
        {
            return Broken(e.Message);
        }
    }

    private static EntryStatus Meaning(BundleStatus status) => status switch
    {
        BundleStatus.OtherLedger => EntryStatus.OtherLedger,
        BundleStatus.OtherKey => EntryStatus.OtherKey,
        BundleStatus.NotSealed => EntryStatus.NotSigned,
        BundleStatus.BadProof => EntryStatus.BadProof,
        _ => EntryStatus.NotWitnessed,
    };

    private static EvidenceVerdict Broken(string reason) => new(new EntryVerdict(EntryStatus.BrokenChain, reason));

    private EvidenceVerdict Replay()
    {
        ((BundledEntry genesis, BlockHeader first), IEnumerable<(BundledEntry, BlockHeader)> others) =
            (Bundle.Entries.First(), Bundle.Entries.Skip(1));
        using ISealVerifier seals = SealKinds.BuiltIn.CreateVerifier(Genesis.Read(genesis.Statement.Payload));
        using var replay = new GovernanceReplay(genesis.Statement, first, seals);
        var verdict = new EntryVerdict(EntryStatus.Registered, null, genesis.Statement); // where that is what the evidence is of
        foreach ((BundledEntry entry, BlockHeader header) in others)
        {
            bool asked = entry.Index == Bundle.Entry;
            if (asked && (verdict = Judge(replay, entry.Statement, header, seals)).Status is not EntryStatus.Registered)
            {
                if (verdict.Status != EntryStatus.Denied)
                {
                    return new EvidenceVerdict(verdict);
                }
                continue;
            }
            bool governs = !asked || GovernanceReplay.GoverningKinds.Contains(entry.Statement.Kind);
            if (governs && replay.Take(entry.Statement, header, entry.Index) is { } problem)
            {
                return Broken($"entry {entry.Index} {problem}");
            }
        }
        return Standing(replay, verdict);
    }

    /// <summary>What the statement is worth by the keys that those before it give.</summary>
    private EntryVerdict Judge(GovernanceReplay replay, Statement statement, BlockHeader header, ISealVerifier seals)
    {
        Denial? denial = null;
        if (statement.Kind == Denial.Kind)
        {
            if (statement.Issuer != Denial.Issuer || statement.Ledger != Trust.Ledger || !seals.VerifyOwnEntry(header, statement))
            {
                return new EntryVerdict(EntryStatus.NotIssued, $"entry {Bundle.Entry} is not a denial as the ledger's maker signs it");
            }
            denial = Denial.Read(statement);
        }
        Statement said = denial?.Denied ?? statement;
        if (said.Ledger != Trust.Ledger)
        {
            return EntryVerdict.Stranger(said, Trust.Ledger);
        }
        // What was denied may have been just because its issuer was not in standing.
        string? problem = replay.WhyNotSigned(said) ?? (denial is null ? replay.WhyNotInStanding(said, header) : null);
        return problem is not null ? new EntryVerdict(EntryStatus.NotIssued, $"the statement {problem}")
            : denial is null ? new EntryVerdict(EntryStatus.Registered, null, said)
            : EntryVerdict.Of(denial);
    }

    private EvidenceVerdict Standing(GovernanceReplay replay, EntryVerdict verdict)
    {
        BlockHeader block = Bundle.Entries.First(item => item.Entry.Index == Bundle.Entry).Header;
        Statement said = verdict.Said!;
        return new EvidenceVerdict(verdict)
        {
            Height = block.Height,
            TimeMs = block.Time,
            Revoked = replay.Find(MemberKeys.Member(said.Issuer))?.Revoked,
            IsUnbound = replay.IsUnbound,
            Replaced = replay.Find(MemberKeys.Key(said.KeyId))?.Until,
            Gateway = GatewayRules.Find(replay, said.KeyId),
        };
    }
}

/// <summary>What a bundle shows.</summary>
/// <param name="Entry">Of the entry that it is evidence of; the rest is null where the issuer is in doubt.</param>
public sealed record EvidenceVerdict(EntryVerdict Entry)
{
    /// <summary>The entry's block.</summary>
    public BlockHeight? Height { get; init; }

    /// <summary>Its time as its maker says, milliseconds since 1970-01-01 UTC.</summary>
    public long? TimeMs { get; init; }

    /// <summary>
    /// First block in which the issuer's word no longer counted; null where no revocation is shown, which is not to say that there is none.
    /// </summary>
    public BlockHeight? Revoked { get; init; }

    /// <summary>Whether the chain rests on rules under which votes could be moved: see <see cref="GovernanceReplay.IsUnbound"/>.</summary>
    public bool IsUnbound { get; init; }

    /// <summary>Block in which the issuer replaced the key that signed; null where that is not shown.</summary>
    public BlockHeight? Replaced { get; init; }

    /// <summary>The issuer's gateway that signed, with its revocation where one is shown; null where the issuer itself did.</summary>
    public GatewayState? Gateway { get; init; }
}
