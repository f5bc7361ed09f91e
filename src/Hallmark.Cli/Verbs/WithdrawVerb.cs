using System.CommandLine;
using Hallmark.Api;
using Hallmark.Contracts.Access;
using Hallmark.Evidence;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Judging;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark withdraw</c>: a provider takes a batch back; its content and keys are destroyed, the proof stays.</summary>
internal static class WithdrawVerb
{
    public static Command Create()
    {
        var batch = new Argument<string>("BATCH");
        var reason = new Option<string>("--reason") { Description = "Why, for the record.", DefaultValueFactory = _ => "" };
        var ground = new Option<string?>("--ground")
        {
            Description = "Legal ground of an erasure, e.g. 'GDPR article 17': it waits for no second validator; what rests on the batch "
                + "is measured here before.",
        };
        var statedBy = new Option<string?>("--stated-by") { Description = "With --ground: the person or office that states it." };
        Option<string?> provider = CommonOptions.As();
        Option<string?> headOut = CommonOptions.HeadOut();
        var command = new Command("withdraw", "Take a batch back: destroy its content and keys here, keep the proof that it was there.")
        {
            batch, reason, ground, statedBy, provider, headOut,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(ground) is null != result.GetValue(statedBy) is null)
            {
                result.AddError("--ground and --stated-by go together.");
            }
        });
        command.SetBody(async invocation =>
        {
            var withdraw = new WithdrawBatch(invocation.Get(batch), invocation.Get(reason))
            {
                As = invocation.Get(provider),
                Ground = invocation.Get(ground) is { } stated ? new LegalGround(stated, invocation.Get(statedBy)!) : null,
            };
            (BatchWithdrawn withdrawn, Head head) = await invocation.ActAsync(withdraw, invocation.Get(headOut)).ConfigureAwait(false);
            invocation.Output.Say(
                $"{withdrawn.Batch} is withdrawn; {Words.Count(withdrawn.Destroyed.Count, "file")} destroyed here, "
                + $"{withdrawn.Kept.Count} kept");
            if (withdrawn.Look is { } look)
            {
                TellLook(invocation, look);
            }
            foreach (string kept in withdrawn.Kept)
            {
                invocation.Output.Warn($"kept: {kept}");
            }
            invocation.Output.Say(withdrawn.Runs.Count == 0 ? "no run used it" : $"runs that used it: {string.Join(", ", withdrawn.Runs)}");
            invocation.Output.Result(BatchWithdrawnAnswer.Of(withdrawn, head));
            HeadOutput.Tell(invocation, head, invocation.Get(headOut));
            return ExitCode.Good;
        });
        return command;
    }

    private static void TellLook(Invocation invocation, TakenLook taken)
    {
        int unmeasured = taken.Look.Unmeasured.Count;
        invocation.Output.Say(
            $"measured before it, as nobody else had: {Words.Count(taken.Judgements, "judgement")}, {taken.Differ.Count} otherwise "
            + $"than signed, {unmeasured} could not be; this is on record");
        foreach (RecheckResult differs in taken.Differ)
        {
            invocation.Output.Warn($"what was signed for {differs.Judge.Batch} did not come out again: {differs.Problem}");
        }
    }
}
