using System.CommandLine;
using Hallmark.Api;
using Hallmark.Contracts.Datasets;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Judging;
using Spectre.Console;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark recheck</c>: measures a judged batch again and compares with what its validator signed.</summary>
internal static class RecheckVerb
{
    public static Command Create()
    {
        var batch = new Argument<string?>("BATCH")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = "Only look: nothing is on record but the reading.",
        };
        var dataset = new Option<string?>("--dataset")
        {
            Description = "As a second validator, measure again what others judged by, and put on record what came of it: batches can be "
                + "withdrawn then.",
        };
        Option<string?> member = CommonOptions.As();
        var command = new Command("recheck", "Measure judged batches again, and compare with what their validators signed.")
        {
            batch, dataset, member,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(batch) is null == result.GetValue(dataset) is null)
            {
                result.AddError("Name a batch, or a dataset with --dataset.");
            }
        });
        command.SetBody(async invocation =>
        {
            if (invocation.Get(dataset) is { } whole)
            {
                (RecheckedDataset on, _) = await invocation
                    .ActAsync(new RecheckDataset(whole) { As = invocation.Get(member) }).ConfigureAwait(false);
                invocation.Output.Result(DatasetRecheckAnswer.Of(on), console => Tell(on, console));
                return on.Differ.Count == 0 ? ExitCode.Good : ExitCode.Denied;
            }
            (RecheckedBatch again, _) = await invocation
                .ActAsync(new RecheckBatch(invocation.Get(batch)!) { As = invocation.Get(member) }).ConfigureAwait(false);
            invocation.Output.Result(
                RecheckAnswer.Of(again), console => Output.WriteLine(console, Sentence(again.Batch, again.Validator, again.Result)));
            return CodeOf(again.Result);
        });
        return command;
    }

    private static void Tell(RecheckedDataset on, IAnsiConsole console)
    {
        foreach (RecheckResult result in on.Differ)
        {
            Output.WriteLine(console, $"{result.Judge.Batch}: {result.Problem}");
        }
        Output.WriteLine(console, on switch
        {
            { IsOnRecord: true } =>
                $"{on.Dataset}: {Words.Count(on.Measured, "judgement")} measured again, on record as {on.Validator}'s word"
                + (on.Lost > 0 ? $"; it is not about {Words.Count(on.Lost, "judgement")} that rest on what was withdrawn before" : ""),
            { Differ.Count: 0 } => $"{on.Dataset}: nothing is left that only its validator has measured",
            _ => $"nothing is on record: a challenge settles first who is right ('hallmark challenge open {on.Differ[0].Judge.Batch}')",
        });
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
