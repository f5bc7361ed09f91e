using Hallmark.Contracts.Members;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;

namespace Hallmark.Contracts.Governance;

/// <summary>How a ledger moves up to newer rules.</summary>
internal static class AdoptionRules
{
    /// <summary>
    /// An admin moves the ledger up, with the consent of as many admins as a proposal needs, in a block that already names the new version.
    /// </summary>
    public static void Adopt(Ruling ruling)
    {
        RulesAdopt adopt = Payload.Read<RulesAdopt>(ruling.Statement);
        ruling.RequireRole(Roles.Admin);
        int now = ruling.Find(GovernanceKeys.Rules)?.Version ?? RuleVersions.Oldest;
        Ruling.Require(adopt.Rules > now, "rules.adopt.again", $"the ledger lives by rules {now} already");
        int quorum = GovernanceRules.Quorum(ruling);
        int consenting = Consenting(ruling, adopt).Count;
        Ruling.Require(consenting >= quorum, "rules.adopt.quorum", $"{consenting} of {quorum} admins consent to rules {adopt.Rules}");
        Ruling.Require(
            adopt.Rules == ruling.Rules, "rules.adopt.version", $"the block is decided by rules {ruling.Rules}, not {adopt.Rules}");
        ruling.Put(GovernanceKeys.Rules, new RulesState(adopt.Rules));
        ruling.Emit("rules.adopted", ("rules", adopt.Rules.ToString()), ("from", now.ToString()));
    }

    /// <summary>Admins in good standing who signed, each once: the sender and those whose approvals it brings.</summary>
    private static HashSet<string> Consenting(Ruling ruling, RulesAdopt adopt)
    {
        var names = new HashSet<string>(StringComparer.Ordinal) { ruling.Sender.Name };
        foreach (Statement approval in adopt.Approvals)
        {
            RequireApproval(ruling, adopt, approval);
            names.Add(approval.Issuer);
        }
        return names;
    }

    private static void RequireApproval(Ruling ruling, RulesAdopt adopt, Statement approval)
    {
        Ruling.Require(
            approval.Kind == RulesApprove.Kind && approval.Ledger == ruling.Statement.Ledger
                && Payload.Read<RulesApprove>(approval).Rules == adopt.Rules,
            "rules.adopt.approval", $"statement {approval.Id} is no approval of rules {adopt.Rules} on this ledger");
        MemberState? admin = ruling.Find(MemberKeys.Member(approval.Issuer))?.At(ruling.Block.Height);
        Ruling.Require(
            admin is not null && AdminQuorum.IsAdmin(admin, ruling.Block.Height) && admin.Key.Thumbprint == approval.KeyId,
            "rules.adopt.approval", $"{approval.Issuer} is no admin with the key of this approval");
        using var key = new VerificationKey(admin!.Key);
        Ruling.Require(approval.Verify(key), "rules.adopt.approval", $"the approval of {approval.Issuer} is not signed with its key");
    }
}
