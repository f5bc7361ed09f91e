using Hallmark.Contracts.Access;
using Hallmark.Contracts.Credits;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Policies;
using Hallmark.Evidence;

namespace Hallmark.Contracts.Judging;

/// <summary>Turns a validator's measurements into a verdict by the policy in force.</summary>
internal static class JudgingRules
{
    /// <summary>Features, and the mix of classes, that are as in accepted data, of those tested.</summary>
    private const string DriftCheck = "drift";

    /// <summary>
    /// A validator judges somebody else's batch that is pending, or in quarantine by other validators. What the batch is compared
    /// with and how is not the validator's choice: everything registered so far, with the policy's parameters.
    /// </summary>
    public static void Judge(Ruling ruling)
    {
        BatchJudge judge = Payload.Read<BatchJudge>(ruling.Statement);
        ruling.Since(RuleVersions.SeveralSeeds, judge.Checks.Any(check => check.MostGood is not null), "batch.judge.checks.most");
        ruling.RequireRole(Roles.Validator);
        BatchState batch = ruling.Get(DatasetKeys.Batch(judge.Batch), $"batch {judge.Batch}");
        Ruling.Require(
            judge.Root == batch.Root, "judge.root",
            $"the measurements are of root {judge.Root.ToShortString()}, the batch has {batch.Root.ToShortString()}");
        Ruling.Require(batch.Provider != ruling.Sender.Name, "judge.own-batch", $"{ruling.Sender.Name} provided {batch.Id} itself");
        Ruling.Require(batch.Withdrawn is null, "judge.withdrawn", $"{batch.Id} was withdrawn at entry {batch.Withdrawn}");
        Ruling.Require(batch.Superseded is null, "judge.superseded", $"{batch.Id} was superseded by {batch.Superseded?.By}");
        bool anew = JudgingKeys.LostEvidence(ruling, batch, ruling.Rules);
        Ruling.Require(
            batch.Verdict is Verdict.Pending or Verdict.Quarantined || anew, RuleNames.JudgedAlready,
            $"{batch.Id} is {batch.Verdict.ToString().ToLowerInvariant()} already");
        Ruling.Require(
            !batch.Validators.Contains(ruling.Sender.Name), RuleNames.JudgedAgain,
            $"{ruling.Sender.Name} has judged {batch.Id} before; in quarantine another validator decides");
        Ruling.Require(
            !JudgedBefore.By(ruling, batch, ruling.Sender.Name), RuleNames.JudgedBefore,
            ruling.Rules < RuleVersions.Sketches
                ? $"{ruling.Sender.Name} has judged the records of {batch.Id} before they were withdrawn; another validator decides now"
                : $"{ruling.Sender.Name} has judged the records of {batch.Id} before, as {batch.Resumes} or earlier; "
                    + "another validator decides");
        Ruling.Require(batch.Challenge is null, "judge.challenged", $"{batch.Id} is under challenge {batch.Challenge}");
        Ruling.Require(
            judge.Checks.All(check => check.Check != Scoring.Credibility), "judge.reserved",
            $"no validator measures the check '{Scoring.Credibility}'");
        ObjectLimits.Require(ruling, judge.Details, ObjectLimits.Details, "judge.details");
        AccessRules.RequireUse(ruling, batch, ReadFor.Judging);
        DatasetState dataset = ruling.Get(DatasetKeys.Dataset(batch.Dataset), $"dataset {batch.Dataset}");
        PolicyDocument admission = PolicyBook.AdmissionAt(ruling, ruling.Block.Height);
        RequireFixedParameters(ruling, judge, batch, admission.Scoring!);
        Account provider = ruling.Account(batch.Provider);
        Judgement judgement = admission.Scoring!.Decide(judge.Checks, dataset.TaskOrDefault, provider.CredibilityPpm, ruling.Rules);
        ruling.DecidedBy(admission.Digest);
        ruling.Know(DatasetFacts.Dataset, dataset);
        ruling.Know(DatasetFacts.Batch, batch);
        ruling.Know(MemberFacts.Provider, provider);
        ruling.Know(JudgingFacts.Checks, JudgingFacts.ChecksOf(judge.Checks));
        ruling.Know(JudgingFacts.Judgement, judgement);
        IReadOnlyList<PolicyFinding> findings = PolicyBook.Ask(ruling, (_, rule, error) =>
            judgement = error is null || ruling.Rules < RuleVersions.Targets
                ? judgement.LoweredBy(rule)
                : judgement.LeftOpenBy(rule, error.Message));
        Record(ruling, anew ? WithoutVerdict(ruling, batch) : batch, judgement, provider, admission, findings);
        RecheckRules.Judged(ruling, batch);
        AlarmOfDrift(ruling, judge);
    }

    /// <summary>
    /// A verdict that lost its evidence is void as soon as another replaces it, with what it said of the provider; what was compared with
    /// the batch meanwhile was compared under it.
    /// </summary>
    private static BatchState WithoutVerdict(Ruling ruling, BatchState batch)
    {
        StateKey<StandingState> standing = JudgingKeys.Standing(batch.Provider);
        ruling.Put(standing, ruling.Get(standing, $"standing of {batch.Provider}").Without(batch.Verdict, batch.EvidenceMilli));
        ruling.Put(DatasetKeys.PoolSize(batch.Dataset), new CounterState((long)ruling.Block.Entry.Size.Value));
        return batch.WithoutVerdict(ruling.Block.Entry);
    }

    /// <summary>The verdict with all that follows from it: standing, deposit, reward.</summary>
    private static void Record(
        Ruling ruling, BatchState batch, Judgement judgement, Account provider, PolicyDocument admission,
        IReadOnlyList<PolicyFinding> findings)
    {
        TrustRule trust = admission.Scoring!.Trust;
        // What nobody measured says nothing about who provided it.
        bool counts = ruling.Rules < RuleVersions.Targets || judgement.Verdict == Verdict.Accepted || judgement.RestsOnEvidence;
        long counted = counts ? batch.Records : 0;
        long evidence = (long)((Int128)counted * WeightOf(ruling.Account(ruling.Sender.Name)) / 1_000);
        BatchState judged = batch with
        {
            EvidenceMilli = evidence,
            Verdict = judgement.Verdict,
            ScorePpm = judgement.ScorePpm,
            Reasons = judgement.Reasons,
            Policy = admission.Digest,
            JudgedEntry = ruling.Block.Entry,
            Validators = [.. batch.Validators, ruling.Sender.Name],
        };
        ruling.Put(DatasetKeys.Batch(batch.Id), judged);
        JudgedBefore.Judged(ruling, judged);
        StandingState standing = ruling.Find(JudgingKeys.Standing(batch.Provider)) ?? StandingState.None;
        standing = batch.Verdict == Verdict.Quarantined ? standing.Without(batch.Verdict, batch.EvidenceMilli) : standing;
        ruling.Put(JudgingKeys.Standing(batch.Provider), standing.With(judged.Verdict, counted, evidence, trust));
        ruling.Emit(new BatchJudged(
            batch.Id, judgement.Verdict, judgement.ScorePpm, provider.CredibilityPpm, string.Join("; ", judgement.Reasons)));
        CreditRules.SettleDeposit(ruling, judged);
        if (judged.Verdict == Verdict.Accepted)
        {
            SupersedeRules.Settle(ruling, judged);
            JudgedBefore.Accepted(ruling, judged);
            foreach (PolicyFinding finding in findings)
            {
                CreditRules.PayReward(ruling, judged, finding.Reward ?? 0);
            }
        }
    }

    /// <summary>
    /// What a validator's word is worth, in millionths. One who provides data itself counts only as far as others made it credible,
    /// so newcomers who push one another up, or rivals down, move nothing; one whose measurements were overturned counts less.
    /// </summary>
    private static long WeightOf(Account validator)
    {
        long reliable = Math.Min(Ppm.Whole, 2 * validator.ReliabilityPpm);
        return validator.Roles.Contains(Roles.Provider)
            ? Math.Max(0, (2 * validator.CredibilityPpm) - Ppm.Whole) * reliable / Ppm.Whole
            : reliable;
    }

    /// <summary>Whoever follows the ledger's events learns that incoming data is not like what was accepted.</summary>
    private static void AlarmOfDrift(Ruling ruling, BatchJudge judge)
    {
        if (judge.Checks.FirstOrDefault(check => check.Check == DriftCheck) is { } drift && drift.Good < drift.Of)
        {
            ruling.Emit(
                "dataset.drifted", ("batch", judge.Batch), ("drifted", (drift.Of - drift.Good).ToString()), ("of", drift.Of.ToString()));
        }
    }

    private static void RequireFixedParameters(Ruling ruling, BatchJudge judge, BatchState batch, Scoring scoring)
    {
        var poolSize = new TreeSize((ulong)ruling.Get(DatasetKeys.PoolSize(batch.Dataset), $"batch of {batch.Dataset}").Value);
        Ruling.Require(
            judge.TreeSize == poolSize, RuleNames.JudgedOtherPool,
            $"the measurements were taken at tree size {judge.TreeSize}, the newest batch of {batch.Dataset} is under {poolSize}");
        string code = RuleVersions.MeasuringCodeOf(ruling.Rules);
        Ruling.Require(judge.Code == code, "judge.code", $"the measurements were taken by {judge.Code}, the rules ask for {code}");
        Ruling.Require(
            judge.Neighbours == scoring.Neighbours, "judge.parameters",
            $"the measurements asked {judge.Neighbours} neighbours, the policy says {scoring.Neighbours}");
    }
}
