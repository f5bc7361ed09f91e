using System.CommandLine;
using Hallmark.Api;
using Hallmark.Contracts.Runs;
using Hallmark.Evidence;
using Hallmark.Operations;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Queries;
using Hallmark.Operations.Runs;
using Spectre.Console;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark evaluation</c>: records that models are measured on, fixed before anybody chooses what to train on.</summary>
internal static class EvaluationVerb
{
    public static Command Create() =>
        new("evaluation", "Fix held-out records before a schedule is chosen; list them.") { Commit(), List() };

    private static Command Commit()
    {
        var file = new Argument<string>("FILE") { Description = "Held-out records, never registered: " + SourceOptions.Kinds };
        var dataset = new Option<string>("--dataset") { Description = "Whose schema they have.", Required = true };
        Option<string?> member = CommonOptions.As();
        Option<string?> headOut = CommonOptions.HeadOut();
        var command = new Command("commit", "Put on record what runs will be measured on.") { file, dataset, member, headOut };
        var words = new SourceOptions();
        words.AddTo(command);
        command.SetBody(async invocation =>
        {
            HeldOutOverlap? overlap = null;
            ReadSource? read = null;
            var commit = new CommitEvaluation(invocation.Get(file), invocation.Get(dataset))
            {
                As = invocation.Get(member),
                Words = words.Read(invocation),
                Told = source => TableOptions.Tell(invocation.Output, read = source),
                Overlapping = found =>
                {
                    overlap = found;
                    invocation.Output.Warn(found.Sentence());
                },
            };
            (EvaluationState evaluation, Head head) = await invocation.ActAsync(commit, invocation.Get(headOut)).ConfigureAwait(false);
            invocation.Output.Result(
                EvaluationAnswer.Of(evaluation, overlap, read!), console => Output.WriteTable(console, ToTable([evaluation])));
            HeadOutput.Tell(invocation, head, invocation.Get(headOut));
            return ExitCode.Good;
        });
        return command;
    }

    private static Command List()
    {
        var dataset = new Argument<string?>("DATASET") { Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("list", "List the records that runs can be measured on.") { dataset };
        command.SetBody(async invocation =>
        {
            IReadOnlyList<EvaluationState> evaluations =
                await invocation.AskAsync(new ListEvaluations(invocation.Get(dataset))).ConfigureAwait(false);
            invocation.Output.Result(EvaluationsAnswer.Of(evaluations), console => Output.WriteTable(console, ToTable(evaluations)));
            return ExitCode.Good;
        });
        return command;
    }

    private static Table ToTable(IEnumerable<EvaluationState> evaluations)
    {
        Table table = Output.NewTable("dataset", "source", "records", "root", "by", "entry");
        foreach (EvaluationState evaluation in evaluations)
        {
            Output.AddRow(
                table, evaluation.Dataset, evaluation.Source, evaluation.Records.ToString(), evaluation.Root.ToShortString(), evaluation.By,
                evaluation.Entry.ToString());
        }
        return table;
    }
}
