using System.CommandLine;
using Hallmark.Api;
using Hallmark.Contracts.Access;
using Hallmark.Evidence;
using Hallmark.Operations.Actions;

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
            Description = "Legal ground of an erasure, e.g. 'GDPR article 17': it waits for no recheck of the judgements that rest on the "
                + "batch.",
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
                $"{withdrawn.Batch} is withdrawn; {withdrawn.Destroyed.Count} files destroyed here, {withdrawn.Kept.Count} kept");
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
}
