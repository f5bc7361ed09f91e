using Hallmark.Data.Records;
using Hallmark.Operations.Queries;

namespace Hallmark.Api;

/// <summary>The datasets of a ledger, as <c>dataset list</c> answers.</summary>
public sealed record DatasetsAnswer(IReadOnlyList<DatasetSummaryAnswer> Datasets)
{
    public static DatasetsAnswer Of(IEnumerable<DatasetSummary> datasets) => new([.. datasets.Select(DatasetSummaryAnswer.Of)]);
}

/// <summary>A dataset, and what is in place of it.</summary>
/// <param name="Task">classification, regression or unlabelled.</param>
/// <param name="Label">Column of the label or target; null without one.</param>
/// <param name="Tiers">Of its batches: open, sealed, absent.</param>
/// <param name="Batches">Neither withdrawn nor superseded.</param>
/// <param name="Accepted">How many of them may be scheduled.</param>
public sealed record DatasetSummaryAnswer(
    string Dataset, string Owner, string Task, string? Label, IReadOnlyList<string> Tiers, int Batches, int Accepted, long Records)
{
    internal static DatasetSummaryAnswer Of(DatasetSummary dataset) => new(
        dataset.State.Name, dataset.State.Owner, SchemaFormat.NameOf(dataset.State.TaskOrDefault), dataset.State.Label,
        [.. dataset.Tiers.Select(Words.Of)], dataset.Batches, dataset.Accepted, dataset.Records);
}
