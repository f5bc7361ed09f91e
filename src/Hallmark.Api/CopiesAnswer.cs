using Hallmark.Operations;

namespace Hallmark.Api;

/// <summary>Exact copies across a ledger, as <c>duplicates</c> answers.</summary>
/// <param name="Records">Records looked at.</param>
/// <param name="Batches">Batches they are in.</param>
/// <param name="NotRead">Batches that could not be looked at.</param>
public sealed record CopiesAnswer(long Records, int Batches, IReadOnlyList<CopiedRecord> Copies, IReadOnlyList<NotReadAnswer> NotRead)
{
    public static CopiesAnswer Of(LedgerCopies copies) => new(
        copies.Records, copies.Batches, copies.Copies, [.. copies.NotRead.Select(batch => new NotReadAnswer(batch.Batch, batch.Why))]);
}

/// <summary>A batch that could not be looked at, and why.</summary>
public sealed record NotReadAnswer(string Batch, string Why);
