using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Evidence;

namespace Hallmark.Quality;

/// <summary>A batch that measurements may look at: to be measured, or to be compared with.</summary>
/// <param name="Root">Merkle root over its records; distinct within a pool.</param>
/// <param name="Entry">
/// Position in the ledger of the entry that registered it: of two equal records, the one in the later batch is the copy.
/// </param>
/// <param name="Schema">Of its dataset.</param>
/// <param name="Count">Of its records.</param>
/// <param name="Read">Reads its records and verifies them. Nobody keeps them, so that memory need not hold a pool of them.</param>
/// <param name="Salted">
/// Whether the root is over salted leaves; whoever opened the batch has checked it then, the records alone do not give it.
/// </param>
public sealed record PoolBatch(Digest Root, EntryIndex Entry, Schema Schema, int Count, Func<RecordBatch> Read, bool Salted = false)
{
    /// <summary>Who signed it.</summary>
    public string Provider { get; init; } = "";

    /// <summary>Whether it stood accepted when the pool was chosen: incoming batches are compared with such data for drift.</summary>
    public bool Accepted { get; init; }
}
