using Hallmark.Contracts.Access;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Policies;
using Hallmark.Evidence;

namespace Hallmark.Contracts.Judging;

/// <summary>
/// Measurements taken again by a second validator, on record, so that what they rest on can be destroyed and a lie does not go with it.
/// </summary>
internal static class RecheckRules
{
    /// <summary>A validator that provides nothing to the dataset says what came of measuring again.</summary>
    public static void Recheck(Ruling ruling)
    {
        DatasetRecheck recheck = Payload.Read<DatasetRecheck>(ruling.Statement);
        ruling.RequireRole(Roles.Validator);
        DatasetState dataset = ruling.Get(DatasetKeys.Dataset(recheck.Dataset), $"dataset {recheck.Dataset}");
        Ruling.Require(
            ruling.Find(DatasetKeys.BatchCount(dataset.Name, ruling.Sender.Name)) is null, "dataset.recheck.own",
            $"{ruling.Sender.Name} provides batches of {dataset.Name} itself");
        Ruling.Require(
            recheck.To < ruling.Block.Entry, "dataset.recheck.ahead",
            $"entry {recheck.To} is not before entry {ruling.Block.Entry}, which would say so");
        foreach (EntryIndex differs in recheck.Differs)
        {
            Ruling.Require(
                JudgingKeys.IsSettled(ruling, differs), RuleNames.RecheckUnsettled,
                $"entry {differs} was measured otherwise: a challenge settles first who is right");
        }
        ruling.Know(DatasetFacts.Dataset, dataset);
        PolicyBook.Ask(ruling);
        RecheckState before = ruling.Find(JudgingKeys.Rechecks(dataset.Name)) ?? RecheckState.None;
        ruling.Put(JudgingKeys.Rechecks(dataset.Name), before.WithRecheck(ruling.Sender.Name, recheck.From, recheck.To));
        ruling.Emit(
            "dataset.rechecked", ("dataset", dataset.Name), ("from", recheck.From.ToString()), ("to", recheck.To.ToString()),
            ("differs", recheck.Differs.Count.ToString()));
    }

    /// <summary>Remembers that a validator judged: what its measurements rest on is kept until another has taken them again.</summary>
    public static void Judged(Ruling ruling, BatchState batch)
    {
        if (ruling.Rules >= RuleVersions.KeptEvidence)
        {
            RecheckState before = ruling.Find(JudgingKeys.Rechecks(batch.Dataset)) ?? RecheckState.None;
            ruling.Put(JudgingKeys.Rechecks(batch.Dataset), before.WithJudgement(ruling.Sender.Name, ruling.Block.Entry));
        }
    }

    /// <summary>
    /// Before a batch is destroyed: all judgements that it was compared for were taken again by somebody else; or a legal ground is
    /// stated, with what came of a last look at them, and then the verdicts that lost their evidence may be given anew.
    /// </summary>
    public static void RequireRechecked(Ruling ruling, BatchState batch, BatchWithdraw withdraw)
    {
        JudgedBy[] left = [.. (ruling.Find(JudgingKeys.Rechecks(batch.Dataset)) ?? RecheckState.None).LeftSince(batch.Entry)];
        string validators = string.Join(", ", left.Select(one => one.Validator));
        Ruling.Require(
            withdraw.Ground is not null || left.Length == 0, RuleNames.WithdrawUnchecked,
            $"judgements by {validators} rest on {batch.Id}, and no other validator has put on "
                + "record that it measured the same; an erasure that the law asks for states its ground");
        RequireLook(ruling, batch, withdraw, left);
        if (left.Length > 0)
        {
            ruling.Put(JudgingKeys.EvidenceLost(batch.Dataset), new CounterState((long)ruling.Block.Entry.Value));
            ruling.Emit(
                "evidence.lost", ("dataset", batch.Dataset), ("batch", batch.Id), ("validators", validators));
        }
    }

    private static void RequireLook(Ruling ruling, BatchState batch, BatchWithdraw withdraw, JudgedBy[] left)
    {
        LastLook? look = withdraw.Look;
        ruling.Since(RuleVersions.LastLooks, look is not null, "look");
        if (ruling.Rules < RuleVersions.LastLooks)
        {
            return;
        }
        Ruling.Require(
            look is not null == (withdraw.Ground is not null && left.Length > 0), "batch.withdraw.look", look is null
                ? $"judgements by {string.Join(", ", left.Select(one => one.Validator))} rest on {batch.Id}, and the erasure does not say "
                    + "what came of measuring them a last time"
                : $"nothing that nobody else has measured rests on {batch.Id}: there is nothing to look at a last time");
        if (look is not null)
        {
            Ruling.Require(
                look.Before <= ruling.Block.Entry && left.All(one => one.Judged < look.Before), "batch.withdraw.look.behind",
                $"{batch.Dataset} was judged up to entry {left.Max(one => one.Judged)}, and what was looked at is all before entry "
                    + $"{look.Before}");
            Ruling.Require(
                look.Differs.Concat(look.Unmeasured).All(entry => entry > batch.Entry), "batch.withdraw.look.entry",
                $"no judgement in or before entry {batch.Entry} rests on {batch.Id}");
        }
    }
}
