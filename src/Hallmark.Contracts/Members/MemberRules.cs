using Hallmark.Contracts.Governance;
using Hallmark.Contracts.Policies;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Ledger;
using Hallmark.Ledger.Blocks;

namespace Hallmark.Contracts.Members;

/// <summary>Who belongs, with which keys and roles.</summary>
internal static class MemberRules
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
        var ruling = new Ruling(state, statement, block, new MemberState(Denial.Issuer, [], genesis.Authority, From: default));
        ruling.Put(GovernanceKeys.Config, new LedgerConfig(genesis.Name, genesis.Quorum, genesis.MintLimit ?? 0, genesis.TimeWindow));
        ruling.Put(MemberKeys.Key(genesis.Authority.Thumbprint), new KeyState(Denial.Issuer, genesis.Authority, null));
        if (ruling.Rules >= RuleVersions.Adoption)
        {
            ruling.Put(GovernanceKeys.Rules, new RulesState(ruling.Rules));
        }
        LogKeyRules.Found(ruling, genesis);
        Join(ruling, new MemberState(genesis.Admin, [Roles.Admin], genesis.AdminKey, From: default));
        PolicyBook.Put(ruling, PolicyDocument.Standard, from: default);
        ruling.Emit("ledger.created", ("name", genesis.Name), ("engine", genesis.Engine));
        return ruling.Accept();
    }

    /// <summary>Takes in a new member under a free name with keys nobody ever used here.</summary>
    public static void Add(Ruling ruling, MemberAdd add, BlockHeight from)
    {
        Ruling.Require(
            add.Member != Denial.Issuer && ruling.Find(MemberKeys.Member(add.Member)) is null, "member.name-taken",
            $"the name {add.Member} is taken");
        RequireFreeKey(ruling, add.Key);
        if (add.Agreement is { } agreement)
        {
            RequireFreeKey(ruling, agreement.Curve);
            Ruling.Require(
                agreement.Curve.Thumbprint != add.Key.Thumbprint, "member.key-taken", "the signing key cannot be the key-agreement key");
            ruling.Put(MemberKeys.AgreementKey(agreement.Curve.Thumbprint), new NameSet([add.Member]));
        }
        Join(ruling, new MemberState(add.Member, add.Roles, add.Key, from, Agreement: add.Agreement));
    }

    /// <summary>Gives a member other roles, in place of a change that waits for its block.</summary>
    public static void ChangeRoles(Ruling ruling, MemberRoles change, BlockHeight from)
    {
        MemberState member = GetMember(ruling, change.Member);
        Ruling.Require(!member.IsRevokedAt(ruling.Block.Height), "member.revoked", $"{member.Name} is revoked");
        ruling.Put(MemberKeys.Member(member.Name), member with { NextRoles = change.Roles, NextFrom = from });
        RememberRoles(ruling, member.Name, change.Roles);
        RequireAnAdmin(ruling);
        ruling.Emit("member.roles-changed", ("member", member.Name), ("roles", string.Join(',', change.Roles)), ("from", from.ToString()));
    }

    /// <summary>A member changes its own key; both keys sign.</summary>
    public static void Rotate(Ruling ruling)
    {
        MemberRotate rotate = Payload.Read<MemberRotate>(ruling.Statement);
        Ruling.Require(
            rotate.Member == ruling.Sender.Name, "member.rotate.own", $"{ruling.Sender.Name} cannot change the key of {rotate.Member}");
        RequireFreeKey(ruling, rotate.Key);
        using var newKey = new VerificationKey(rotate.Key);
        byte[] proved = MemberRotate.ToBeProved(ruling.Statement.Ledger, ruling.Sender.Key.Thumbprint, rotate.Member);
        Ruling.Require(
            newKey.Verify(CoseAlgorithm.ES256, proved, rotate.Proof), "member.rotate.proof", "the new key did not sign the change");
        ruling.Put(MemberKeys.Key(ruling.Sender.Key.Thumbprint), new KeyState(rotate.Member, ruling.Sender.Key, ruling.Block.Height));
        ruling.Put(MemberKeys.Key(rotate.Key.Thumbprint), new KeyState(rotate.Member, rotate.Key, null));
        ruling.Put(MemberKeys.Member(rotate.Member), ruling.Sender with { Key = rotate.Key });
        ruling.Emit("member.rotated", ("member", rotate.Member), ("key", rotate.Key.Thumbprint.ToString()));
    }

    /// <summary>A member registers its own key-agreement key. What was wrapped to the one before stays wrapped to that one.</summary>
    public static void Agree(Ruling ruling)
    {
        MemberAgreement agreement = Payload.Read<MemberAgreement>(ruling.Statement);
        Ruling.Require(
            agreement.Member == ruling.Sender.Name, "member.agreement.own", $"{ruling.Sender.Name} cannot set a key of {agreement.Member}");
        RequireFreeKey(ruling, agreement.Key.Curve);
        ruling.Put(MemberKeys.AgreementKey(agreement.Key.Curve.Thumbprint), new NameSet([agreement.Member]));
        ruling.Put(MemberKeys.Member(agreement.Member), ruling.Sender with { Agreement = agreement.Key });
        ruling.Emit("member.agreement-set", ("member", agreement.Member), ("key", agreement.Key.Thumbprint.ToString()));
    }

    /// <summary>
    /// Ends a membership, at another block than one decided before if that is not reached. A ledger never loses its last admin.
    /// </summary>
    public static void Revoke(Ruling ruling, MemberRevoke revoke, BlockHeight from)
    {
        MemberState member = GetMember(ruling, revoke.Member);
        Ruling.Require(!member.IsRevokedAt(ruling.Block.Height), "member.revoke.again", $"{revoke.Member} is already revoked");
        ruling.Put(MemberKeys.Member(revoke.Member), member with { Revoked = from });
        RequireAnAdmin(ruling);
        ruling.Emit("member.revoked", ("member", revoke.Member), ("reason", revoke.Reason), ("from", from.ToString()));
    }

    private static MemberState GetMember(Ruling ruling, string name) =>
        ruling.Get(MemberKeys.Member(name), $"member {name}").At(ruling.Block.Height);

    internal static void RequireFreeKey(Ruling ruling, CoseKey key)
    {
        if (key.Curve != CoseKey.P256)
        {
            throw new MalformedException("key", "is not on P-256");
        }
        Ruling.Require(
            ruling.Find(MemberKeys.Key(key.Thumbprint)) is null && ruling.Find(MemberKeys.AgreementKey(key.Thumbprint)) is null,
            "member.key-taken", $"key {key.Thumbprint.ToShortString()} is or was somebody's");
    }

    private static void Join(Ruling ruling, MemberState member)
    {
        ruling.Put(MemberKeys.Member(member.Name), member);
        ruling.Put(MemberKeys.Key(member.Key.Thumbprint), new KeyState(member.Name, member.Key, null));
        RememberRoles(ruling, member.Name, member.Roles);
        ruling.Emit(
            "member.added", ("member", member.Name), ("roles", string.Join(',', member.Roles)), ("key", member.Key.Thumbprint.ToString()),
            ("from", member.From.ToString()));
    }

    /// <summary>Whose votes count is looked up among those who ever had the role.</summary>
    private static void RememberRoles(Ruling ruling, string name, IReadOnlyList<string> roles)
    {
        foreach ((string role, StateKey<NameSet> key) in (ReadOnlySpan<(string, StateKey<NameSet>)>)
        [
            (Roles.Admin, MemberKeys.Admins), (Roles.Validator, MemberKeys.Validators),
        ])
        {
            if (roles.Contains(role))
            {
                NameSet names = ruling.Find(key) ?? NameSet.Empty;
                Ruling.Require(!names.IsFull, $"member.{role}s", $"there have been too many {role}s");
                ruling.Put(key, names.With(name));
            }
        }
    }

    /// <summary>From the next block on there is an admin at every height, whatever changes wait.</summary>
    private static void RequireAnAdmin(Ruling ruling)
    {
        MemberState[] admins = [.. AdminQuorum.EverAdmins(ruling)];
        BlockHeight next = ruling.Block.Height.Next;
        IEnumerable<BlockHeight> turns = admins.SelectMany(admin => (BlockHeight?[])[admin.From, admin.Revoked, admin.NextFrom])
            .OfType<BlockHeight>().Where(turn => turn > next).Append(next);
        foreach (BlockHeight turn in turns.Distinct())
        {
            Ruling.Require(
                admins.Any(admin => AdminQuorum.IsAdmin(admin, turn)), "member.last-admin",
                $"the ledger would have no admin from block {turn} on");
        }
    }
}
