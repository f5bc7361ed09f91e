using System.CommandLine;
using Hallmark.Api;
using Hallmark.Contracts.Datasets;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Judging;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark recheck</c>: measures a judged batch again and compares with what its validator signed.</summary>
internal static class RecheckVerb
{
    public static Command Create()
    {
        var batch = new Argument<string>("BATCH");
        Option<string?> member = CommonOptions.As();
        var command = new Command("recheck", "Measure a judged batch again, and compare with what its validator signed.") { batch, member };
        command.SetBody(async invocation =>
        {
            (RecheckedBatch again, _) = await invocation
                .ActAsync(new RecheckBatch(invocation.Get(batch)) { As = invocation.Get(member) }).ConfigureAwait(false);
            invocation.Output.Result(
                RecheckAnswer.Of(again), console => Output.WriteLine(console, Sentence(again.Batch, again.Validator, again.Result)));
            return CodeOf(again.Result);
        });
        return command;
    }

    public static string Sentence(BatchState batch, string validator, RecheckResult result) => result.Status switch
    {
        RecheckStatus.Agrees => $"{batch.Id}: measured again, the same as {validator} signed in entry {batch.JudgedEntry}",
        RecheckStatus.Differs => $"{batch.Id}: not what {validator} signed in entry {batch.JudgedEntry}: {result.Problem}",
        _ => $"{batch.Id}: cannot be measured again here: {result.Problem}",
    };

    private static int CodeOf(RecheckResult result) => result.Status switch
    {
        RecheckStatus.Agrees => ExitCode.Good,
        RecheckStatus.Differs => ExitCode.Denied,
        _ => ExitCode.Failure,
    };
}
