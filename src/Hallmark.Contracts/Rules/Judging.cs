using Hallmark.Contracts.Payloads;
using Hallmark.Contracts.Policies;
using Hallmark.Contracts.State;

namespace Hallmark.Contracts.Rules;

/// <summary>Turns a validator's measurements into a verdict by the policy in force.</summary>
internal static class Judging
{
    /// <summary>
    /// A validator judges somebody else's batch that is pending, or in quarantine by other validators. What the batch is compared
    /// with and how is not the validator's choice: everything registered so far, with the policy's parameters.
    /// </summary>
    public static void Judge(Ruling ruling)
    {
        BatchJudge judge = Payload.Read<BatchJudge>(ruling.Statement);
        ruling.RequireRole(Roles.Validator);
        BatchState batch = ruling.Get<BatchState>(StateKeys.Batch(judge.Batch), $"batch {judge.Batch}");
        Ruling.Require(judge.Root == batch.Root, "judge.root", $"the measurements are of root {judge.Root.ToShortString()}, the batch has {batch.Root.ToShortString()}");
        Ruling.Require(batch.Provider != ruling.Sender.Name, "judge.own-batch", $"{ruling.Sender.Name} provided {batch.Id} itself");
        Ruling.Require(batch.Withdrawn is null, "judge.withdrawn", $"{batch.Id} was withdrawn at entry {batch.Withdrawn}");
        Ruling.Require(
            batch.Verdict is Verdict.Pending or Verdict.Quarantined, "judge.decided", $"{batch.Id} is {batch.Verdict.ToString().ToLowerInvariant()} already");
        Ruling.Require(
            !batch.Validators.Contains(ruling.Sender.Name), "judge.again",
            $"{ruling.Sender.Name} has judged {batch.Id} before; in quarantine another validator decides");
        Access.RequireUse(ruling, batch, AccessGrant.Judging);
        DatasetState dataset = ruling.Get<DatasetState>(StateKeys.Dataset(batch.Dataset), $"dataset {batch.Dataset}");
        PolicyDocument admission = PolicyBook.AdmissionAt(ruling, ruling.Block.Height);
        RequireFixedParameters(ruling, judge, batch, admission.Scoring!);
        Judgement judgement = admission.Scoring!.Decide(judge.Checks, dataset.Label is not null);
        ruling.DecidedBy(admission.Digest);
        ruling.Know(Facts.Dataset, dataset);
        ruling.Know(Facts.Batch, batch);
        ruling.Know(Facts.Provider, ruling.Account(batch.Provider));
        ruling.Know(Facts.Checks, Facts.ChecksOf(judge.Checks));
        ruling.Know(Facts.Judgement, judgement);
        IReadOnlyList<PolicyFinding> findings = PolicyBook.Ask(ruling, (_, rule) => judgement = judgement.LoweredBy(rule));
        Record(ruling, batch, judgement, admission, findings);
    }

    /// <summary>The verdict with all that follows from it: standing, deposit, reward.</summary>
    private static void Record(Ruling ruling, BatchState batch, Judgement judgement, PolicyDocument admission, IReadOnlyList<PolicyFinding> findings)
    {
        BatchState judged = batch with
        {
            Verdict = judgement.Verdict,
            ScorePpm = judgement.ScorePpm,
            Reasons = judgement.Reasons,
            Policy = admission.Digest,
            JudgedEntry = (long)ruling.Block.Entry.Value,
            Validators = [.. batch.Validators, ruling.Sender.Name],
        };
        ruling.Put(StateKeys.Batch(batch.Id), judged);
        StandingState standing = ruling.Find<StandingState>(StateKeys.Standing(batch.Provider)) ?? StandingState.None;
        ruling.Put(StateKeys.Standing(batch.Provider), standing.With(batch.Verdict, judged.Verdict));
        ruling.Emit(
            "batch.judged", ("batch", batch.Id), ("verdict", judgement.Verdict.ToString().ToLowerInvariant()),
            ("score", judgement.ScorePpm.ToString()), ("reasons", string.Join("; ", judgement.Reasons)));
        Credits.SettleDeposit(ruling, judged);
        if (judged.Verdict == Verdict.Accepted)
        {
            foreach (PolicyFinding finding in findings)
            {
                Credits.PayReward(ruling, judged, finding.Reward ?? 0);
            }
        }
    }

    private static void RequireFixedParameters(Ruling ruling, BatchJudge judge, BatchState batch, Scoring scoring)
    {
        long poolSize = ruling.Get<CounterState>(StateKeys.PoolSize(batch.Dataset), $"batch of {batch.Dataset}").Value;
        Ruling.Require(
            judge.TreeSize == poolSize, "judge.pool",
            $"the measurements were taken at tree size {judge.TreeSize}, the newest batch of {batch.Dataset} is under {poolSize}");
        Ruling.Require(
            judge.Neighbours == scoring.Neighbours, "judge.parameters",
            $"the measurements asked {judge.Neighbours} neighbours, the policy says {scoring.Neighbours}");
    }
}
