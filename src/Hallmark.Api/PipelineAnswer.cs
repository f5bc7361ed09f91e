using Hallmark.Audit;
using Hallmark.Evidence;
using Hallmark.Operations.Pipelines;

namespace Hallmark.Api;

/// <summary>What a pipeline has come to, as <c>run</c> answers.</summary>
/// <param name="Report">Where the report lies.</param>
public sealed record PipelineAnswer(
    LedgerSizeAnswer Ledger, IReadOnlyList<BatchAnswer> Batches, PipelineRunAnswer Run, AuditAnswer Audit, string Report, HeadAnswer Head)
{
    public static PipelineAnswer Of(PipelineOutcome outcome, AuditReport audit, string report) => new(
        LedgerSizeAnswer.Of(outcome.Head), [.. outcome.Batches.Select(BatchAnswer.Of)], PipelineRunAnswer.Of(outcome),
        AuditAnswer.Of(audit), report, HeadAnswer.Of(outcome.Head));
}

/// <summary>Which ledger, and how long it is.</summary>
public sealed record LedgerSizeAnswer(string Id, ulong Height, ulong Entries)
{
    internal static LedgerSizeAnswer Of(Head head) => new(head.Ledger.ToString(), head.Height.Value, head.Size.Value);
}

/// <summary>The pipeline's closed run; fields as in <see cref="RunAnswer"/>.</summary>
public sealed record PipelineRunAnswer(
    string Id, string Schedule, string ModelDigest, double? TestAccuracy, double? TestAccuracyAll, ComparisonAnswer Comparison)
{
    internal static PipelineRunAnswer Of(PipelineOutcome outcome)
    {
        RunAnswer run = RunAnswer.Of(outcome.Run);
        return new PipelineRunAnswer(
            run.Id, run.Schedule, run.ModelDigest!, run.TestAccuracy, Words.Share(outcome.Comparison.AllPpm[0]),
            ComparisonAnswer.Of(outcome.Comparison));
    }
}
