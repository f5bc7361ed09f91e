using Hallmark.Quality.Duplicates;

namespace Hallmark.Quality.Checks;

/// <summary>
/// Records that are nearly the same as an earlier one: pictures by how they look, texts by what they share, all else by every number.
/// Exact copies are nearly the same, too, and counted by <see cref="DuplicatesCheck"/> besides.
/// </summary>
internal sealed class NearDuplicatesCheck() : Check(
    "near-duplicates", "records that are not nearly the same as an earlier one", CheckNeeds.NumbersOrTexts)
{
    private const int LongText = 60; // characters: shorter texts are alike by chance, so the numbers beside them have to be, too

    internal override bool OnOneCore => true;

    internal override CheckOutcome Measure(CheckedRecords records, Action<double> progress)
    {
        NearDuplicate[] pairs = Find(records);
        NearDuplicate[] near = [.. pairs.Where(pair => records.Identities[pair.Record] != records.Identities[pair.Of])];
        var originals = pairs.ToDictionary(pair => pair.Record, pair => pair.Of);
        return new RecordOutcome(this, row =>
            originals.TryGetValue(row, out int of) ? $"nearly the same as {records.PlaceOf(of, row)}" : null)
        {
            Measurement = pairs,
            Summary =
            [
                $"near copies: {(near.Length == 1 ? "1 record nearly repeats" : $"{near.Length} records nearly repeat")} an earlier one"
                    + records.Named(near.Select(pair => (pair.Record, (int?)pair.Of)), "nearly repeats"),
            ],
        };
    }

    /// <summary>Those that do not hold the very same: these are copies.</summary>
    internal override CheckDetails DetailsOf(CheckedRecords records, CheckOutcome? outcome) => new("nearDuplicates", Pairs(outcome)
        .Where(pair => records.Identities[pair.Record] != records.Identities[pair.Of]).ToArray());

    private static NearDuplicate[] Pairs(CheckOutcome? outcome) => (NearDuplicate[]?)outcome?.Measurement ?? [];

    private static NearDuplicate[] Find(CheckedRecords records)
    {
        if (records.Features is not { } features)
        {
            return NearDuplicateTexts.Find(records.Texts!);
        }
        if (records.Shape is { } picture)
        {
            return NearDuplicateImages.Find(features, picture);
        }
        float[] tolerances = NearDuplicateRows.Tolerances(features);
        return records.Texts is { } texts
            ? NearDuplicateTexts.Find(texts, alike: (row, other) =>
                texts[row]!.Length >= LongText || NearDuplicateRows.Near(features, row, other, tolerances))
            : NearDuplicateRows.Find(features, tolerances);
    }
}
