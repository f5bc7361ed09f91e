using System.CommandLine;
using Hallmark.Api;
using Hallmark.Evidence;
using Hallmark.Operations.Actions;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark judge</c>: measures pending and quarantined batches; the ledger's policy decides.</summary>
internal static class JudgeVerb
{
    public static Command Create()
    {
        var dataset = new Argument<string>("DATASET");
        Option<string?> validator = CommonOptions.As();
        Option<string?> headOut = CommonOptions.HeadOut();
        var command = new Command("judge", "Measure the undecided batches of a dataset and have them judged.")
        {
            dataset, validator, headOut,
        };
        command.SetBody(async invocation =>
        {
            var judge = new JudgeBatches(invocation.Get(dataset)) { As = invocation.Get(validator) };
            (JudgedBatches judged, Head head) = await invocation.ActAsync(judge, invocation.Get(headOut)).ConfigureAwait(false);
            invocation.Output.Say(judged.Batches.Count == 0
                ? $"{judged.Validator} has nothing left to judge in {judge.Dataset}"
                : $"{Words.Count(judged.Batches.Count, "batch", "batches")} judged");
            if (judged.ForOthers > 0)
            {
                invocation.Output.Say(
                    $"{Words.Count(judged.ForOthers, "batch", "batches")} of records that {judged.Validator} judged before: "
                    + "another validator decides on them");
            }
            invocation.Output.Result(JudgedAnswer.Of(judged.Batches, head), console => console.Write(BatchesVerb.ToTable(judged.Batches)));
            HeadOutput.Tell(invocation, head, invocation.Get(headOut));
            return ExitCode.Good;
        });
        return command;
    }
}
