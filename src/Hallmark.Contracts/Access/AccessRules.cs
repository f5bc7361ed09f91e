using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Policies;
using Hallmark.Evidence;

namespace Hallmark.Contracts.Access;

/// <summary>Who may use what for what, and who did.</summary>
internal static class AccessRules
{
    /// <summary>An admin, or who opened the dataset, or who provided the batch, grants a member its use.</summary>
    public static void Grant(Ruling ruling)
    {
        AccessGrant grant = Payload.Read<AccessGrant>(ruling.Statement);
        DatasetState dataset = GetDataset(ruling, grant.Dataset);
        RequireGrantor(ruling, dataset, grant.Batch);
        RequirePurpose(ruling, grant.Purpose);
        MemberState member = ruling.Get(MemberKeys.Member(grant.Member), $"member {grant.Member}");
        Ruling.Require(!member.IsRevokedAt(ruling.Block.Height), "access.grant.revoked", $"{grant.Member} is revoked");
        Ruling.Require(
            grant.Until is null || ruling.Block.TimeMs / 1000 < grant.Until, "access.grant.past",
            $"the grant would have ended at {grant.Until}");
        var state = new GrantState(
            grant.Member, grant.Dataset, grant.Batch, grant.Purpose, grant.Until, ruling.Sender.Name, ruling.Sender.Has(Roles.Admin),
            ruling.Block.Entry, Uses: 0, Revoked: null);
        ruling.Know(DatasetFacts.Dataset, dataset);
        ruling.Know(AccessFacts.Grant, state);
        ruling.Put(KeyOf(grant.Dataset, grant.Batch, grant.Member, grant.Purpose), state);
        ruling.Emit("access.granted", ("member", grant.Member), ("on", grant.Batch ?? grant.Dataset), ("purpose", grant.Purpose));
    }

    /// <summary>Whoever could grant it ends it.</summary>
    public static void Revoke(Ruling ruling)
    {
        AccessRevoke revoke = Payload.Read<AccessRevoke>(ruling.Statement);
        DatasetState dataset = GetDataset(ruling, revoke.Dataset);
        RequireGrantor(ruling, dataset, revoke.Batch);
        StateKey<GrantState> key = KeyOf(revoke.Dataset, revoke.Batch, revoke.Member, revoke.Purpose);
        GrantState grant = ruling.Get(key, $"grant of {revoke.Member} on {revoke.Batch ?? revoke.Dataset} for {revoke.Purpose}");
        Ruling.Require(grant.Revoked is null, "access.revoke.again", "the grant is revoked already");
        ruling.Know(DatasetFacts.Dataset, dataset);
        ruling.Know(AccessFacts.Grant, grant);
        End(ruling, grant, revoke.Reason);
    }

    /// <summary>Puts a reading on record before it happens: each batch under a right to it that holds, for this very purpose.</summary>
    public static void Use(Ruling ruling)
    {
        AccessUse use = Payload.Read<AccessUse>(ruling.Statement);
        ruling.Since(RuleVersions.Acts, use.For.IsAct, "act");
        if (!use.For.IsAct)
        {
            RequirePurpose(ruling, use.For.Word);
        }
        DatasetState dataset = GetDataset(ruling, use.Dataset);
        ruling.Know(DatasetFacts.Dataset, dataset);
        var grants = new SortedSet<EntryIndex>();
        foreach (string id in use.Batches)
        {
            BatchState batch = ruling.Get(DatasetKeys.Batch(id), $"batch {id}");
            Ruling.Require(batch.Dataset == use.Dataset, "access.dataset", $"{id} is not of dataset {use.Dataset}");
            Ruling.Require(batch.Withdrawn is null, "access.withdrawn", $"{id} was withdrawn at entry {batch.Withdrawn}");
            GrantState? grant = RequireRight(ruling, batch, use.For);
            ruling.Know(DatasetFacts.Batch, batch);
            ruling.Know(MemberFacts.Provider, ruling.Account(batch.Provider));
            ruling.Know(AccessFacts.Grant, grant ?? Unneeded(ruling, batch, use.For));
            PolicyBook.Ask(ruling, (name, rule, _) => Refuse(ruling, name, rule, grant));
            Record(ruling, batch, use.For, grant);
            if (grant is not null)
            {
                grants.Add(grant.Entry);
            }
        }
        ruling.Emit(new AccessUsed(use.Dataset, use.Batches.Count, use.For, [.. grants]));
    }

    /// <summary>A purpose is not called like an act: that word would stand for a grant.</summary>
    public static void RequirePurpose(Ruling ruling, string purpose) => Ruling.Require(
        ruling.Rules < RuleVersions.Acts || !Purposes.Reserved(purpose), "access.purpose",
        $"'{purpose}' is an act, for which a role is needed, and no purpose");

    /// <summary>
    /// The grant under which the sender may use the batch, or null where it needs none; the statement is denied where it needs one and
    /// none holds.
    /// </summary>
    public static GrantState? RequireRight(Ruling ruling, BatchState batch, ReadFor what)
    {
        if (AccessRights.NeedsNoGrant(ruling, ruling.Sender, batch, what, ruling.Rules))
        {
            return null;
        }
        string purpose = what.Word;
        Ruling.Require(!what.IsAct, "access.act", $"{ruling.Sender.Name} may not read {batch.Id} for {what}: {WhyNot(what)}");
        GrantState? own = ruling.Find(AccessKeys.BatchGrant(batch.Id, ruling.Sender.Name, purpose));
        GrantState? wide = ruling.Find(AccessKeys.Grant(batch.Dataset, ruling.Sender.Name, purpose));
        GrantState? grant = own is not null && Holds(ruling, own) && own.Reaches(batch) ? own : wide ?? own;
        Ruling.Require(grant is not null, "access.no-grant", $"{ruling.Sender.Name} has no grant to use {batch.Id} for {purpose}");
        Ruling.Require(
            grant!.Reaches(batch), "access.grant-reach",
            $"{batch.Id} is sealed, and the grant is neither of {batch.Provider} nor of an admin");
        Ruling.Require(
            !grant.IsRevokedAt(ruling.Block.Height), "access.grant-revoked",
            $"the grant of {ruling.Sender.Name} on {grant.Batch ?? grant.Dataset} is revoked");
        Ruling.Require(
            !grant.IsExpiredAt(ruling.Block.TimeMs), "access.grant-expired",
            $"the grant of {ruling.Sender.Name} on {grant.Batch ?? grant.Dataset} expired");
        return grant;
    }

    /// <summary>The sender said before that it reads this batch for this; the statement is denied where it did not.</summary>
    public static void RequireUse(Ruling ruling, BatchState batch, ReadFor what)
    {
        ReadFor said = what.Under(ruling.Rules);
        Ruling.Require(
            ruling.Find(AccessKeys.Use(batch.Id, ruling.Sender.Name, said)) is not null, "access.no-use",
            $"{ruling.Sender.Name} has no access.use of {batch.Id} for {said} on record");
    }

    private static string WhyNot(ReadFor act) => act == ReadFor.Auditing ? "it is no auditor"
        : "it is no validator, or the batch is sealed and not its to open";

    private static void Record(Ruling ruling, BatchState batch, ReadFor what, GrantState? grant)
    {
        StateKey<UseState> key = AccessKeys.Use(batch.Id, ruling.Sender.Name, what);
        long times = ruling.Find(key)?.Times ?? 0;
        ruling.Put(key, new UseState(ruling.Sender.Name, batch.Id, what, grant?.Entry, ruling.Block.Entry, times + 1));
        if (grant is not null)
        {
            ruling.Put(KeyOf(grant), grant with { Uses = grant.Uses + 1 });
        }
    }

    /// <summary>A policy's condition failed: no use, and the grant ends with it.</summary>
    private static void Refuse(Ruling ruling, string name, PolicyRule rule, GrantState? grant)
    {
        Ruling? consequence = null;
        if (grant is not null)
        {
            consequence = ruling.WithoutWrites();
            End(consequence, grant, rule.Message);
        }
        throw new RuleBrokenException(name, rule.Message) { Consequence = consequence };
    }

    private static void End(Ruling ruling, GrantState grant, string reason)
    {
        ruling.Put(KeyOf(grant), grant with { Revoked = ruling.Block.Height.Next });
        ruling.Emit(
            "access.revoked", ("member", grant.Member), ("on", grant.Batch ?? grant.Dataset), ("purpose", grant.Purpose),
            ("reason", reason));
    }

    private static bool Holds(Ruling ruling, GrantState grant) =>
        !grant.IsRevokedAt(ruling.Block.Height) && !grant.IsExpiredAt(ruling.Block.TimeMs);

    private static GrantState Unneeded(Ruling ruling, BatchState batch, ReadFor what) =>
        new(ruling.Sender.Name, batch.Dataset, batch.Id, what.Word, null, "", false, default, 0, null);

    private static DatasetState GetDataset(Ruling ruling, string name) => ruling.Get(DatasetKeys.Dataset(name), $"dataset {name}");

    private static void RequireGrantor(Ruling ruling, DatasetState dataset, string? batchId)
    {
        BatchState? batch = batchId is null ? null : ruling.Get(DatasetKeys.Batch(batchId), $"batch {batchId}");
        Ruling.Require(batch is null || batch.Dataset == dataset.Name, "access.dataset", $"{batchId} is not of dataset {dataset.Name}");
        string name = ruling.Sender.Name;
        bool owns = ruling.Sender.Has(Roles.Provider) && (dataset.Owner == name || batch?.Provider == name);
        Ruling.Require(
            ruling.Sender.Has(Roles.Admin) || owns, $"{ruling.Statement.Kind}.role",
            $"{name} is neither an admin nor the owner of {dataset.Name}{(batch is null ? "" : $" nor the provider of {batch.Id}")}");
    }

    private static StateKey<GrantState> KeyOf(GrantState grant) => KeyOf(grant.Dataset, grant.Batch, grant.Member, grant.Purpose);

    private static StateKey<GrantState> KeyOf(string dataset, string? batch, string member, string purpose) =>
        batch is null ? AccessKeys.Grant(dataset, member, purpose) : AccessKeys.BatchGrant(batch, member, purpose);
}
