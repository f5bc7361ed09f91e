using Hallmark.Evidence;

namespace Hallmark.Quality.Checks;

/// <summary>
/// Records that copy another: in a pool those with the same leaf hash, in a file those that hold the same but for the label. Of equal
/// records the first one is the original, in a pool the one in the batch with the lower entry. All others are copies.
/// </summary>
internal sealed class DuplicatesCheck() : Check("duplicates", "records that copy no earlier one", CheckNeeds.None)
{
    internal override CheckOutcome Measure(CheckedRecords records, Action<double> progress)
    {
        var originals = new Dictionary<Digest, int>(records.Count);
        var copies = new Dictionary<int, int>();
        for (int row = 0; row < records.Count; row++)
        {
            if (!originals.TryAdd(records.Identities[row], row))
            {
                copies.Add(row, originals[records.Identities[row]]);
            }
        }
        int relabelled = records.HasLabels ? copies.Count(copy => records.Labels[copy.Key] != records.Labels[copy.Value]) : 0;
        return new RecordOutcome(this, row =>
            copies.TryGetValue(row, out int of)
                ? $"copies {records.PlaceOf(of, row)}{(IsAcross(records, row, of) ? ", registered earlier" : "")}"
                : null)
        {
            Measurement = new CopiedRows(copies),
            Summary =
            [
                $"copies: {(copies.Count == 1 ? "1 record repeats" : $"{copies.Count} records repeat")} an earlier one, "
                    + $"{relabelled} of them with another label"
                    + records.Named(copies.Select(copy => (copy.Key, (int?)copy.Value)), "repeats"),
            ],
        };
    }

    internal override CheckDetails DetailsOf(CheckedRecords records, CheckOutcome? outcome)
    {
        var copies = (CopiedRows)outcome!.Measurement!; // of any records, so always measured
        return new CheckDetails("duplicates", copies.Originals.Select(pair => new CopyDetails(
            pair.Key, pair.Value, records.HasLabels && records.Labels[pair.Key] != records.Labels[pair.Value])).ToArray());
    }

    private static bool IsAcross(CheckedRecords records, int row, int of) => records.BatchOf[row] != records.BatchOf[of];
}

/// <summary>Which rows copy which.</summary>
/// <param name="Originals">By copy, ascending: the first row that holds the same.</param>
internal sealed record CopiedRows(IReadOnlyDictionary<int, int> Originals)
{
    /// <summary>Rows of a batch that copy one of an earlier batch.</summary>
    public long FromBefore(CheckedBatch batch) =>
        Enumerable.Range(batch.First, batch.Count).LongCount(row => Originals.TryGetValue(row, out int of) && of < batch.First);
}
