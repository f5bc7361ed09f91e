using Hallmark.Contracts.Payloads;
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
        Ruling.Require(
            batch.Verdict is Verdict.Pending or Verdict.Quarantined, "judge.decided", $"{batch.Id} is {batch.Verdict.ToString().ToLowerInvariant()} already");
        Ruling.Require(!batch.Validators.Contains(ruling.Sender.Name), "judge.again", $"{ruling.Sender.Name} has judged {batch.Id} before; in quarantine another validator decides");
        DatasetState dataset = ruling.Get<DatasetState>(StateKeys.Dataset(batch.Dataset), $"dataset {batch.Dataset}");
        AdmissionPolicy policy = ruling.Get<AdmissionPolicy>(StateKeys.Policy, "policy");
        long poolSize = ruling.Get<CounterState>(StateKeys.PoolSize(batch.Dataset), $"batch of {batch.Dataset}").Value;
        Ruling.Require(judge.TreeSize == poolSize, "judge.pool", $"the measurements were taken at tree size {judge.TreeSize}, the newest batch of {batch.Dataset} is under {poolSize}");
        Ruling.Require(judge.Neighbours == policy.Neighbours, "judge.parameters", $"the measurements asked {judge.Neighbours} neighbours, the policy says {policy.Neighbours}");
        Judgement judgement = policy.Decide(judge.Checks, dataset.Label is not null);
        ruling.DecidedBy(policy.Digest);
        ruling.Put(StateKeys.Batch(batch.Id), batch with
        {
            Verdict = judgement.Verdict,
            ScorePpm = judgement.ScorePpm,
            Reasons = judgement.Reasons,
            Policy = policy.Digest,
            JudgedEntry = (long)ruling.Block.Entry.Value,
            Validators = [.. batch.Validators, ruling.Sender.Name],
        });
        ruling.Emit(
            "batch.judged", ("batch", batch.Id), ("verdict", judgement.Verdict.ToString().ToLowerInvariant()),
            ("score", judgement.ScorePpm.ToString()), ("reasons", string.Join("; ", judgement.Reasons)));
    }
}
