using Hallmark.Contracts.Members;
using Hallmark.Evidence;
using Hallmark.Ledger;

namespace Hallmark.Contracts.Governance;

/// <summary>How many admins must agree, and who they are.</summary>
public static class AdminQuorum
{
    /// <summary>Approvals that a change needs in this block: what genesis says, but never more than there are admins.</summary>
    public static int At(IStateView state, BlockHeight height) =>
        Math.Min(state.Find(GovernanceKeys.Config)!.Quorum, CountAdmins(state, height));

    /// <summary>Admins whose word counts in this block.</summary>
    internal static int CountAdmins(IStateView state, BlockHeight height) => EverAdmins(state).Count(admin => IsAdmin(admin, height));

    /// <summary>All members that were admins once, or will be.</summary>
    internal static IEnumerable<MemberState> EverAdmins(IStateView state) =>
        (state.Find(MemberKeys.Admins) ?? NameSet.Empty).Names.Select(name => state.Find(MemberKeys.Member(name))!);

    /// <summary>Whether the member's word counts as an admin's in this block.</summary>
    internal static bool IsAdmin(MemberState member, BlockHeight height) =>
        member.At(height).Has(Roles.Admin) && member.IsInStandingAt(height);
}
