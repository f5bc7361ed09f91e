using Hallmark.Learning;
using Hallmark.Quality.Backdoors;

namespace Hallmark.Quality.Checks;

/// <summary>
/// Records with a content that goes with one label whatever else they show: a backdoor's trigger. See <see cref="PatchMining"/>.
/// </summary>
internal sealed class TriggersCheck() : Check(
    "triggers", "records without a content that forces a label", CheckNeeds.Labels | CheckNeeds.Numbers)
{
    /// <summary>
    /// In pictures of up to so many numbers in all, noisy and moving triggers are searched for, too. Beyond, exact patches only: the others
    /// take several times as long. In a table a few features that vary together are no trigger but a region, so they are not for tables.
    /// </summary>
    public const long ThoroughLimit = 8_000_000;

    internal override bool OnOneCore => true;

    internal override CheckOutcome Measure(CheckedRecords records, Action<double> progress)
    {
        PatchReport report = Search(records, records.Features!);
        HashSet<int> carriers = [.. report.Records];
        return new RecordOutcome(this, row => carriers.Contains(row)
            ? $"carries a content that goes with the label '{records.Classes[records.Labels[row]]}' whatever else the record shows"
            : null)
        {
            Measurement = report,
            LookedAt = row => records.Labels[row] >= 0,
            Summary = [.. report.Patches.Select(patch =>
                $"trigger: {patch.Records.Length} records labelled '{records.Classes[patch.Target]}' {WhereOf(patch)}"
                    + records.Named(patch.Records.Select(row => (row, (int?)null))))],
        };
    }

    internal override CheckDetails DetailsOf(CheckedRecords records, CheckOutcome? outcome) => new("triggers", PatchesOf(outcome)
        .Select(patch => new TriggerDetails(
            records.Classes[patch.Target], [.. patch.Features.Select(feature => records.FeatureNames[feature])],
            patch.Records, patch.PValue))
        .ToArray());

    private static IReadOnlyList<Patch> PatchesOf(CheckOutcome? outcome) => ((PatchReport?)outcome?.Measurement)?.Patches ?? [];

    private static PatchReport Search(CheckedRecords records, Matrix features)
    {
        var options = new PatchMiningOptions { Seed = records.Seed };
        return records.Shape is not null && (long)features.Rows * features.Columns <= ThoroughLimit
            ? TriggerSearch.Run(features, records.Labels, records.ClassCount, records.Shape, options)
            : PatchMining.Mine(features, records.Labels, records.ClassCount, records.Shape, options);
    }

    private static string WhereOf(Patch patch) => patch.Features.Length == 0
        ? "share a content that moves from place to place"
        : $"share the same content in {patch.Features.Length} features";
}
