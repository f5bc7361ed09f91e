using Hallmark.Operations.Queries;

namespace Hallmark.Api;

/// <summary>What a dataset has at one height and not at another, as <c>diff</c> answers.</summary>
/// <param name="Added">Number of records that are only there at the later height.</param>
/// <param name="Removed">Number of those that are only there at the earlier one.</param>
/// <param name="Changed">Number of those in whose place another one is.</param>
/// <param name="NotTold">Batches whose records could not be told apart.</param>
public sealed record DiffAnswer(
    string Dataset, ulong From, ulong To, int Added, int Removed, int Changed, IReadOnlyList<ChangeAnswer> Changes,
    IReadOnlyList<NotReadAnswer> NotTold)
{
    public static DiffAnswer Of(DatasetDiff diff) => new(
        diff.Dataset, diff.From, diff.To, diff.Added, diff.Removed, diff.Changed, [.. diff.Changes.Select(ChangeAnswer.Of)],
        [.. diff.NotTold.Select(batch => new NotReadAnswer(batch.Batch, batch.Why))]);
}

/// <summary>One record.</summary>
/// <param name="Kind">added, removed or changed.</param>
public sealed record ChangeAnswer(string Kind, PlaceAnswer? Before, PlaceAnswer? After)
{
    public static ChangeAnswer Of(RecordChange change) => new(
        change.Before is null ? "added" : change.After is null ? "removed" : "changed",
        PlaceAnswer.Of(change.Before), PlaceAnswer.Of(change.After));
}

/// <summary>Where a record lies.</summary>
/// <param name="Record">From 0 in its batch.</param>
/// <param name="File">That it was read from; null, as the next, where it is not on record.</param>
/// <param name="Line">Of that file.</param>
public sealed record PlaceAnswer(string Batch, long Record, string? File, long? Line)
{
    public static PlaceAnswer? Of(RecordPlace? place) => place is null ? null : new(place.Batch, place.Record, place.File, place.Line);
}
