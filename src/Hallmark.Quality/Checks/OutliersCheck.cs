using Hallmark.Quality.Outliers;

namespace Hallmark.Quality.Checks;

/// <summary>
/// Records that stand far from all others of their class, or of all where there is no label. See <see cref="ClassOutliers"/>.
/// </summary>
internal sealed class OutliersCheck()
    : Check("outliers", "records that do not stand far from all others of their class", CheckNeeds.Numbers)
{
    internal override bool OnOneCore => true;

    internal override CheckOutcome Measure(CheckedRecords records, Action<double> progress)
    {
        int[] classOf = records.HasLabels ? records.Labels : [.. Enumerable.Repeat(-1, records.Count)];
        OutlierReport report = ClassOutliers.Find(records.Features!, classOf, records.ClassCount);
        HashSet<int> outliers = [.. report.Records];
        return new RecordOutcome(this, row =>
            outliers.Contains(row) ? "stands far from all others of its class" : null)
        {
            Measurement = report,
            Summary =
            [
                $"outliers: {(outliers.Count == 1 ? "1 record stands" : $"{outliers.Count} records stand")} far from all others"
                    + $"{(records.HasLabels ? " of their class" : "")}{records.Named(outliers.Order().Select(row => (row, (int?)null)))}",
            ],
        };
    }

    internal override CheckDetails DetailsOf(CheckedRecords records, CheckOutcome? outcome) =>
        new("outliers", ((OutlierReport?)outcome?.Measurement)?.Records ?? []);
}
