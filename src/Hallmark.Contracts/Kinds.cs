using Hallmark.Contracts.Access;
using Hallmark.Contracts.Credits;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Governance;
using Hallmark.Contracts.Judging;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Policies;
using Hallmark.Contracts.Runs;
using Hallmark.Contracts.Schedules;

namespace Hallmark.Contracts;

/// <summary>
/// The table of all kinds of statement that members send. To add one: its payload, state and rule in its topic's folder, and a row here
/// that says since which version of the rules there is such a kind.
/// </summary>
public static class Kinds
{
    /// <summary>All kinds that any version of the rules knows, by name.</summary>
    public static IReadOnlyDictionary<string, StatementKind> All { get; } = ((StatementKind[])
    [
        StatementKind.Proposed<MemberAdd>(MemberRules.Add),
        StatementKind.Proposed<MemberRoles>(MemberRules.ChangeRoles),
        StatementKind.Proposed<MemberRevoke>(MemberRules.Revoke),
        StatementKind.Ungoverned<MemberRotate>(MemberRules.Rotate),
        StatementKind.Ungoverned<MemberAgreement>(MemberRules.Agree),
        StatementKind.Ungoverned<KeyDelegate>(GatewayRules.Delegate).From(RuleVersions.Gateways),
        StatementKind.Ungoverned<KeyRevokeDelegate>(GatewayRules.Revoke).From(RuleVersions.Gateways),
        StatementKind.Proposed<PolicyDeploy>(PolicyBook.Deploy),
        StatementKind.Proposed<PolicyWithdraw>(PolicyBook.Withdraw),
        StatementKind.Proposed<CreditMint>(CreditRules.Mint),
        StatementKind.Proposed<LogKey>(LogKeyRules.Name).From(RuleVersions.LogKeyOnRecord),
        StatementKind.Ungoverned<ProposalVote>(GovernanceRules.Vote).Deferred(),
        StatementKind.Ungoverned<RulesAdopt>(AdoptionRules.Adopt).From(RuleVersions.Adoption),
        StatementKind.Of<TimestampRecord>(TimestampRules.Record).From(RuleVersions.Timestamps),
        StatementKind.Of<DatasetCreate>(DatasetRules.Create, DatasetFacts.Dataset),
        StatementKind.Of<DatasetEvolve>(DatasetRules.Evolve, DatasetFacts.Dataset).From(RuleVersions.SchemaVersions),
        StatementKind.Of<BatchRegister>(DatasetRules.Register, DatasetFacts.Dataset, DatasetFacts.Batch),
        StatementKind.Of<BatchWithdraw>(DatasetRules.Withdraw, DatasetFacts.Dataset, DatasetFacts.Batch),
        StatementKind.Of<BatchJudge>(
            JudgingRules.Judge, DatasetFacts.Dataset, DatasetFacts.Batch, MemberFacts.Provider, JudgingFacts.Checks,
            JudgingFacts.Judgement),
        StatementKind.Of<DatasetRecheck>(RecheckRules.Recheck, DatasetFacts.Dataset).From(RuleVersions.KeptEvidence),
        StatementKind.Of<BatchChallenge>(
            ChallengeRules.Open, DatasetFacts.Dataset, DatasetFacts.Batch, MemberFacts.Provider, JudgingFacts.Challenge),
        StatementKind.Of<ChallengeVote>(
            ChallengeRules.Vote, DatasetFacts.Dataset, DatasetFacts.Batch, MemberFacts.Provider, JudgingFacts.Challenge),
        StatementKind.Of<ChallengeClose>(
            ChallengeRules.Close, DatasetFacts.Dataset, DatasetFacts.Batch, MemberFacts.Provider, JudgingFacts.Challenge),
        StatementKind.Of<AccessGrant>(AccessRules.Grant, DatasetFacts.Dataset, AccessFacts.Grant),
        StatementKind.Of<AccessRevoke>(AccessRules.Revoke, DatasetFacts.Dataset, AccessFacts.Grant),
        StatementKind.Of<AccessUse>(AccessRules.Use, DatasetFacts.Dataset, DatasetFacts.Batch, MemberFacts.Provider, AccessFacts.Grant),
        StatementKind.Of<SeedCommit>(SeedRules.Commit),
        StatementKind.Ungoverned<SeedReveal>(SeedRules.Reveal),
        StatementKind.Of<ScheduleRequest>(ScheduleRequestRules.Open, DatasetFacts.Dataset, ScheduleFacts.Request),
        StatementKind.Ungoverned<ScheduleVoid>(ScheduleRequestRules.Void),
        StatementKind.Of<ScheduleCommit>(ScheduleRules.Commit, DatasetFacts.Dataset, ScheduleFacts.Schedule),
        StatementKind.Of<EvaluationCommit>(EvaluationRules.Commit, DatasetFacts.Dataset).From(RuleVersions.BoundRuns),
        StatementKind.Of<RunOpen>(RunRules.Open, DatasetFacts.Dataset, RunFacts.Opening, RunFacts.Effort, RunFacts.Evaluation),
        StatementKind.Of<RunStep>(RunRules.Step, DatasetFacts.Dataset, RunFacts.Run, RunFacts.Step),
        StatementKind.Of<RunClose>(RunRules.Close, DatasetFacts.Dataset, RunFacts.Run, RunFacts.Closing),
        StatementKind.Of<RunCompare>(RunRules.Compare, DatasetFacts.Dataset, RunFacts.Run).From(RuleVersions.ComparisonsOnRecord),
        StatementKind.Of<ModelRelease>(ReleaseRules.Release, DatasetFacts.Dataset, RunFacts.Run, RunFacts.Release)
            .From(RuleVersions.SealedRuns),
        StatementKind.Of<CreditTransfer>(CreditRules.Transfer, CreditFacts.Transfer),
    ]).ToDictionary(kind => kind.Name, StringComparer.Ordinal);

    /// <summary>The kind of this name as these rules know it; null where they know none.</summary>
    public static StatementKind? Find(string name, int rules) =>
        All.GetValueOrDefault(name) is { } kind && kind.Since <= rules ? kind : null;

    /// <summary>What policies can govern under these rules, in ordinal order of their names.</summary>
    public static IReadOnlyList<StatementKind> Governable(int rules) =>
        [.. All.Values.Where(kind => kind.Facts is not null && kind.Since <= rules).OrderBy(kind => kind.Name, StringComparer.Ordinal)];
}
