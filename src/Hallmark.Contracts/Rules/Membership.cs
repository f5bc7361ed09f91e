using Hallmark.Contracts.Payloads;
using Hallmark.Contracts.State;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Ledger;

namespace Hallmark.Contracts.Rules;

/// <summary>Who belongs, with which key and roles.</summary>
internal static class Membership
{
    /// <summary>The first entry: the ledger's own key, its first admin, and the default policy.</summary>
    public static Decision Found(IStateView state, Statement statement, BlockContext block)
    {
        if (block.Entry.Value != 0)
        {
            return new Decision.Refused("ledger.create: only entry 0 creates a ledger");
        }
        Genesis genesis = Genesis.Read(statement.Payload);
        if (!Names.IsValid(genesis.Admin) || genesis.Admin == Denial.Issuer)
        {
            return new Decision.Refused($"genesis.admin: is not a name ({Names.Rule}) or is '{Denial.Issuer}'");
        }
        var authority = new MemberState(Denial.Issuer, [], genesis.Authority, null);
        var ruling = new Ruling(state, statement, block, authority);
        ruling.Put(StateKeys.Config, new LedgerConfig(genesis.Name, genesis.Quorum));
        ruling.Put(StateKeys.Key(genesis.Authority.Thumbprint), new KeyState(Denial.Issuer, genesis.Authority, null));
        Join(ruling, new MemberState(genesis.Admin, [Roles.Admin], genesis.AdminKey, null));
        ruling.Put(StateKeys.Policy, AdmissionPolicy.Default);
        ruling.Emit("ledger.created", ("name", genesis.Name), ("engine", genesis.Engine));
        return ruling.Accept();
    }

    /// <summary>An admin takes in a new member under a free name with a key nobody ever used here.</summary>
    public static void Add(Ruling ruling)
    {
        MemberAdd add = Payload.Read<MemberAdd>(ruling.Statement);
        foreach (string role in add.Roles)
        {
            if (!Roles.All.Contains(role))
            {
                throw new MalformedException("roles", $"names '{role}'; there are {string.Join(", ", Roles.All)}");
            }
        }
        ruling.RequireRole(Roles.Admin);
        Ruling.Require(
            add.Member != Denial.Issuer && ruling.Find(StateKeys.Member(add.Member)) is null, "member.name-taken", $"the name {add.Member} is taken");
        RequireFreeKey(ruling, add.Key);
        Join(ruling, new MemberState(add.Member, add.Roles, add.Key, null));
    }

    /// <summary>A member changes its own key; both keys sign.</summary>
    public static void Rotate(Ruling ruling)
    {
        MemberRotate rotate = Payload.Read<MemberRotate>(ruling.Statement);
        Ruling.Require(rotate.Member == ruling.Sender.Name, "member.rotate.own", $"{ruling.Sender.Name} cannot change the key of {rotate.Member}");
        RequireFreeKey(ruling, rotate.Key);
        using var newKey = new VerificationKey(rotate.Key);
        byte[] proved = MemberRotate.ToBeProved(ruling.Statement.Ledger, ruling.Sender.Key.Thumbprint, rotate.Member);
        Ruling.Require(newKey.Verify(CoseAlgorithm.ES256, proved, rotate.Proof), "member.rotate.proof", "the new key did not sign the change");
        ruling.Put(StateKeys.Key(ruling.Sender.Key.Thumbprint), new KeyState(rotate.Member, ruling.Sender.Key, (long)ruling.Block.Height.Value));
        ruling.Put(StateKeys.Key(rotate.Key.Thumbprint), new KeyState(rotate.Member, rotate.Key, null));
        ruling.Put(StateKeys.Member(rotate.Member), ruling.Sender with { Key = rotate.Key });
        ruling.Emit("member.rotated", ("member", rotate.Member), ("key", rotate.Key.Thumbprint.ToString()));
    }

    /// <summary>An admin ends a membership; not its own, so that a ledger never loses its last admin.</summary>
    public static void Revoke(Ruling ruling)
    {
        MemberRevoke revoke = Payload.Read<MemberRevoke>(ruling.Statement);
        ruling.RequireRole(Roles.Admin);
        MemberState member = ruling.Get<MemberState>(StateKeys.Member(revoke.Member), $"member {revoke.Member}");
        Ruling.Require(revoke.Member != ruling.Sender.Name, "member.revoke.self", "an admin cannot revoke itself");
        Ruling.Require(member.Revoked is null, "member.revoke.again", $"{revoke.Member} is already revoked");
        ruling.Put(StateKeys.Member(revoke.Member), member with { Revoked = (long)ruling.Block.Height.Value });
        ruling.Emit("member.revoked", ("member", revoke.Member), ("reason", revoke.Reason));
    }

    private static void RequireFreeKey(Ruling ruling, CoseKey key)
    {
        if (key.Curve != CoseKey.P256)
        {
            throw new MalformedException("key", "is not on P-256");
        }
        Ruling.Require(ruling.Find(StateKeys.Key(key.Thumbprint)) is null, "member.key-taken", $"key {key.Thumbprint.ToShortString()} is or was somebody's");
    }

    private static void Join(Ruling ruling, MemberState member)
    {
        ruling.Put(StateKeys.Member(member.Name), member);
        ruling.Put(StateKeys.Key(member.Key.Thumbprint), new KeyState(member.Name, member.Key, null));
        ruling.Emit("member.added", ("member", member.Name), ("roles", string.Join(',', member.Roles)), ("key", member.Key.Thumbprint.ToString()));
    }
}
