using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Judging;
using Hallmark.Contracts.Members;
using Hallmark.Data.Batches;
using Hallmark.Evidence;
using Hallmark.Ledger;

namespace Hallmark.Contracts.Access;

/// <summary>Who may read a batch for what, as <see cref="AccessRules"/> decides it and as whoever serves the bytes asks again.</summary>
public static class AccessRights
{
    /// <summary>
    /// One's own data; and acts, by whoever has their role. Of sealed batches validators open only those that are to be judged, rechecked
    /// or voted on by them.
    /// </summary>
    /// <param name="rules">Until there were acts, two purposes stood for them.</param>
    public static bool NeedsNoGrant(IStateView state, MemberState member, BatchState batch, ReadFor what, int rules) =>
        batch.Provider == member.Name
        || (rules >= RuleVersions.Acts ? MayAct(state, member, batch, what, rules) : MayByWord(member, batch, what.Word));

    private static bool MayAct(IStateView state, MemberState member, BatchState batch, ReadFor act, int rules) => act.IsAct
        && (act == ReadFor.Auditing
            ? member.Has(Roles.Auditor)
            : member.Has(Roles.Validator) && (batch.Tier == BatchTier.Open || IsOpenedBy(state, act, batch, member.Name, rules)));

    private static bool IsOpenedBy(IStateView state, ReadFor act, BatchState batch, string validator, int rules) =>
        act == ReadFor.Judging ? batch.IsUndecided || JudgingKeys.LostEvidence(state, batch, rules)
        : act == ReadFor.Voting ? batch.Challenge is not null
        : (rules >= RuleVersions.KeptEvidence ? batch.JudgedEntry is not null : !batch.IsUndecided)
            && !batch.Validators.Contains(validator);

    private static bool MayByWord(MemberState member, BatchState batch, string purpose) =>
        (purpose == Purposes.Judging && member.Has(Roles.Validator)
            && (batch.Tier == BatchTier.Open || batch.IsUndecided || batch.Challenge is not null))
        || (purpose == Purposes.Auditing && member.Has(Roles.Auditor));

    /// <summary>
    /// Whether the right under which a use was recorded still holds: the member is one, and the grant was neither revoked nor
    /// expired, nor given anew, since; or its role still opens the batch.
    /// </summary>
    /// <param name="next">The block in which the reading would stand.</param>
    /// <param name="timeMs">Time of the block before it, milliseconds since 1970-01-01 UTC.</param>
    /// <param name="rules">Of the block before it.</param>
    public static bool StillHolds(IStateView state, BatchState batch, UseState use, BlockHeight next, long timeMs, int rules)
    {
        if (state.Find(MemberKeys.Member(use.Member))?.At(next) is not { } member || member.IsRevokedAt(next))
        {
            return false;
        }
        if (use.Grant is null)
        {
            return NeedsNoGrant(state, member, batch, use.For, rules);
        }
        GrantState? Find(StateKey<GrantState> key) => state.Find(key) is { } grant && grant.Entry == use.Grant ? grant : null;
        GrantState? granted = Find(AccessKeys.BatchGrant(batch.Id, use.Member, use.For.Word))
            ?? Find(AccessKeys.Grant(batch.Dataset, use.Member, use.For.Word));
        return granted is not null && !granted.IsRevokedAt(next) && !granted.IsExpiredAt(timeMs);
    }
}
