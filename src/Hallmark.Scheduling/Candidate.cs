using Hallmark.Evidence;

namespace Hallmark.Scheduling;

/// <summary>A batch that may be chosen for a run.</summary>
/// <param name="Batch">Id of the batch.</param>
/// <param name="Root">Merkle root over its records; decides ties and order.</param>
/// <param name="Provider">Member who gave it; a cap may hold for all its batches together.</param>
/// <param name="Records">At least 1.</param>
/// <param name="ScorePpm">Integrity, from 0 to 1,000,000.</param>
/// <param name="Embedding">Where it lies among the others, see <see cref="BatchEmbedding"/>; not changed by anyone.</param>
public sealed record Candidate(string Batch, Digest Root, string Provider, long Records, int ScorePpm, float[] Embedding)
{
    /// <summary>What it takes of the budget, at least 1: records, credits or seconds. By default its records.</summary>
    public long Cost { get; init; } = Records;

    /// <summary>Records of each class; empty for records without labels.</summary>
    public long[] ClassRecords { get; init; } = [];
}
