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
            $"registered {Path.GetFileName(file.File)}: {file.Records} records in {file.Batches} batches of {file.Provider}",
        PipelineEvent.Granted granted => $"granted: {granted.Member} may use {granted.Dataset} for {granted.Purpose}",
        PipelineEvent.Judging judging => $"judging {judging.Batches} batches",
        PipelineEvent.Scheduled scheduled => $"scheduled {scheduled.Batches} batches",
        PipelineEvent.Training training => $"training on {training.Batches} batches for {training.Epochs} epochs",
        PipelineEvent.Comparing comparing => $"comparing with training on all batches, {comparing.Seeds} seeds",
        _ => throw new InvalidOperationException($"There are no words for {value}."),
    };
}
