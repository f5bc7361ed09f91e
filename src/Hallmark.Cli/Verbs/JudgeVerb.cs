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
            if (judged.Left.Batches > 0)
            {
                invocation.Output.Say(Next(judge.Dataset, judged));
            }
            invocation.Output.Result(
                JudgedAnswer.Of(judged, head), console => BatchesVerb.Write(console, judged.Batches));
            HeadOutput.Tell(invocation, head, invocation.Get(headOut));
            return ExitCode.Good;
        });
        return command;
    }

    /// <summary>What to do about batches that this validator may not judge.</summary>
    private static string Next(string dataset, JudgedBatches judged)
    {
        int count = judged.Left.Batches;
        string left = $"{Words.Count(count, "batch is", "batches are")} undecided that {judged.Validator} judged before or provided: ";
        return left + (judged.Left.Validators is [var first, ..]
            ? $"another validator decides, 'hallmark judge {dataset} --as {first}' (validators who may: "
                + $"{string.Join(", ", judged.Left.Validators)})"
            : "another validator decides, and no other is a member: 'hallmark member add NAME --role validator', then "
                + $"'hallmark judge {dataset} --as NAME'");
    }
}
