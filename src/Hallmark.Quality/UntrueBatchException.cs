using Hallmark.Evidence;

namespace Hallmark.Quality;

/// <summary>
/// The records of a batch are not what its provider signed, although nobody altered them. Contrast altered or missing content, which
/// another copy of may be good: this batch is untrue everywhere.
/// </summary>
/// <param name="batch">Its root.</param>
public sealed class UntrueBatchException(Digest batch, string why) : Exception($"batch {batch}: {why}")
{
    public Digest Batch { get; } = batch;
}
