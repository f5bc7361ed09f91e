using Hallmark.Contracts.Payloads;
using Hallmark.Contracts.State;

namespace Hallmark.Contracts.Rules;

/// <summary>Who may use which dataset for what.</summary>
internal static class Access
{
    /// <summary>An admin, or who opened the dataset, grants a member its use.</summary>
    public static void Grant(Ruling ruling)
    {
        AccessGrant grant = Payload.Read<AccessGrant>(ruling.Statement);
        DatasetState dataset = ruling.Get<DatasetState>(StateKeys.Dataset(grant.Dataset), $"dataset {grant.Dataset}");
        Ruling.Require(
            ruling.Sender.Has(Roles.Admin) || dataset.Owner == ruling.Sender.Name, "access.grant.role", $"{ruling.Sender.Name} is neither an admin nor the owner of {dataset.Name}");
        MemberState member = ruling.Get<MemberState>(StateKeys.Member(grant.Member), $"member {grant.Member}");
        Ruling.Require(member.Revoked is null, "access.grant.revoked", $"{grant.Member} is revoked");
        ruling.Put(StateKeys.Grant(grant.Dataset, grant.Member, grant.Purpose), new GrantState(grant.Member, grant.Dataset, grant.Purpose, grant.Until));
        ruling.Emit("access.granted", ("member", grant.Member), ("dataset", grant.Dataset), ("purpose", grant.Purpose));
    }
}
