using Hallmark.Contracts.Datasets;
using Hallmark.Evidence;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Judging;

namespace Hallmark.Api;

/// <summary>The batches of a dataset, as <c>batches</c> answers.</summary>
public sealed record BatchesAnswer(IReadOnlyList<BatchAnswer> Batches)
{
    public static BatchesAnswer Of(IEnumerable<BatchState> batches) => new([.. batches.Select(BatchAnswer.Of)]);
}

/// <summary>The batches that were judged, as <c>judge</c> answers.</summary>
public sealed record JudgedAnswer(IReadOnlyList<BatchAnswer> Batches, HeadAnswer Head)
{
    /// <summary>Undecided batches that are not for this validator, and whom they are for.</summary>
    public LeftForOthers? Left { get; init; }

    public static JudgedAnswer Of(JudgedBatches judged, Head head)
    {
        ArgumentNullException.ThrowIfNull(judged);
        return new([.. judged.Batches.Select(BatchAnswer.Of)], HeadAnswer.Of(head)) { Left = judged.Left };
    }
}

/// <summary>Where one batch stands.</summary>
/// <param name="Root">Merkle root over its records.</param>
/// <param name="Tier">open, sealed or absent.</param>
/// <param name="Verdict">pending, accepted, quarantined or refused.</param>
/// <param name="Withdrawn">Entry of its withdrawal.</param>
/// <param name="Score">Integrity score from 0 to 1.</param>
/// <param name="Reasons">Why it is not accepted.</param>
/// <param name="Entry">Entry of its registration.</param>
/// <param name="Resumes">The batch of the same records that was judged before; null where there was none.</param>
/// <param name="SupersededBy">The batch that took its place; null while none did.</param>
/// <param name="Gateway">The provider's gateway that signed it; null where the provider itself did.</param>
public sealed record BatchAnswer(
    string Id, string Provider, long Records, string Root, string Tier, string Verdict, ulong? Withdrawn, double? Score,
    IReadOnlyList<string> Reasons,
    ulong Entry, string? Resumes, string? SupersededBy, string? Gateway)
{
    public static BatchAnswer Of(BatchState batch) => new(
        batch.Id, batch.Provider, batch.Records, batch.Root.ToString(), Words.Of(batch.Tier), Words.Of(batch.Verdict),
        batch.Withdrawn?.Value,
        Words.Share(batch.ScorePpm), batch.Reasons, batch.Entry.Value, batch.Resumes, batch.Superseded?.By, batch.Gateway);
}
