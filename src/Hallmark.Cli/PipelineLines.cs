using Hallmark.Api;
using Hallmark.Cli.Verbs;
using Hallmark.Contracts.Datasets;
using Hallmark.Operations.Pipelines;

namespace Hallmark.Cli;

/// <summary>What a running pipeline tells people, a line for each event.</summary>
internal sealed class PipelineLines(Output output) : IProgress<PipelineEvent>
{
    public void Report(PipelineEvent value)
    {
        switch (value)
        {
            case PipelineEvent.Judged judged:
                foreach ((Verdict verdict, int batches) in judged.Verdicts)
                {
                    output.Say($"  {Words.Of(verdict)}: {batches}");
                }
                break;
            case PipelineEvent.FileRead read:
                TableOptions.Tell(output, read.Source);
                break;
            case PipelineEvent.StepsDenied denied:
                TrainVerb.WarnOf(output, denied.Denials);
                break;
            default:
                output.Say(Sentence(value));
                break;
        }
    }

    private static string Sentence(PipelineEvent value) => value switch
    {
        PipelineEvent.CreatingLedger creating => $"creating the ledger of {creating.Pipeline} in {creating.Directory}",
        PipelineEvent.MemberAdded added => $"member {added.Member}: {string.Join(", ", added.Roles)}",
        PipelineEvent.FileRegistered file =>
            $"registered {Path.GetFileName(file.File)}: {Words.Count(file.Records, "record")} in "
                + $"{Words.Count(file.Batches, "batch", "batches")} of {file.Provider}",
        PipelineEvent.Granted granted => $"granted: {granted.Member} may use {granted.Dataset} for {granted.Purpose}",
        PipelineEvent.Judging judging => $"judging {Words.Count(judging.Batches, "batch", "batches")}",
        PipelineEvent.Scheduled scheduled => $"scheduled {Words.Count(scheduled.Batches, "batch", "batches")}",
        PipelineEvent.Training training =>
            $"training on {Words.Count(training.Batches, "batch", "batches")} for {Words.Count(training.Epochs, "epoch")}",
        PipelineEvent.Comparing comparing => $"comparing with training on all batches, {Words.Count(comparing.Seeds, "seed")}",
        _ => throw new InvalidOperationException($"There are no words for {value}."),
    };
}
