using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Members;
using Hallmark.Data.Batches;
using Hallmark.Evidence;
using Hallmark.Ledger;

namespace Hallmark.Contracts.Access;

/// <summary>Who may read a batch for what, as <see cref="AccessRules"/> decides it and as whoever serves the bytes asks again.</summary>
public static class AccessRights
{
    /// <summary>
    /// One's own data; judging by validators, who open of sealed batches only those that are to be judged; auditing by auditors.
    /// </summary>
    public static bool NeedsNoGrant(MemberState member, BatchState batch, string purpose) =>
        batch.Provider == member.Name
        || (purpose == Purposes.Judging && member.Has(Roles.Validator)
            && (batch.Tier == BatchTier.Open || batch.IsUndecided || batch.Challenge is not null))
        || (purpose == Purposes.Auditing && member.Has(Roles.Auditor));

    /// <summary>
    /// Whether the right under which a use was recorded still holds: the member is one, and the grant was neither revoked nor
    /// expired, nor given anew, since; or its role still opens the batch.
    /// </summary>
    /// <param name="next">The block in which the reading would stand.</param>
    /// <param name="timeMs">Time of the block before it, milliseconds since 1970-01-01 UTC.</param>
    public static bool StillHolds(IStateView state, BatchState batch, UseState use, BlockHeight next, long timeMs)
    {
        if (state.Find(MemberKeys.Member(use.Member))?.At(next) is not { } member || member.IsRevokedAt(next))
        {
            return false;
        }
        if (use.Grant is null)
        {
            return NeedsNoGrant(member, batch, use.Purpose);
        }
        GrantState? Find(StateKey<GrantState> key) => state.Find(key) is { } grant && grant.Entry == use.Grant ? grant : null;
        GrantState? granted = Find(AccessKeys.BatchGrant(batch.Id, use.Member, use.Purpose))
            ?? Find(AccessKeys.Grant(batch.Dataset, use.Member, use.Purpose));
        return granted is not null && !granted.IsRevokedAt(next) && !granted.IsExpiredAt(timeMs);
    }
}
