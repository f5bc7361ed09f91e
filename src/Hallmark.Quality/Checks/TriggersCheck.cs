using Hallmark.Features;
using Hallmark.Learning;
using Hallmark.Quality.Backdoors;
using Hallmark.Quality.Backdoors.Words;

namespace Hallmark.Quality.Checks;

/// <summary>
/// Records with a content that goes with one label whatever else they show: a backdoor's trigger. See <see cref="PatchMining"/> and
/// <see cref="WordTriggers"/>.
/// </summary>
internal sealed class TriggersCheck() : Check(
    "triggers", "records without a content that forces a label", CheckNeeds.Labels | CheckNeeds.NumbersOrWords)
{
    /// <summary>
    /// In pictures of up to so many numbers in all, noisy and moving triggers are searched for, too. Beyond, exact patches only: the others
    /// take several times as long. In a table a few features that vary together are no trigger but a region, so they are not for tables.
    /// </summary>
    public const long ThoroughLimit = 8_000_000;

    private const int ShownLength = 60;

    internal override bool OnOneCore => true;

    internal override CheckNeeds NeedsUnder(int code) =>
        code < MeasuringCode.Unseen ? CheckNeeds.Labels | CheckNeeds.Numbers : Needs;

    internal override CheckOutcome Measure(CheckedRecords records, Action<double> progress)
    {
        FoundTriggers found = Search(records);
        HashSet<int> carriers = [.. found.Records];
        return new RecordOutcome(this, row => carriers.Contains(row)
            ? $"carries a content that goes with the label '{records.Classes[records.Labels[row]]}' whatever else the record shows"
            : null)
        {
            Measurement = found,
            LookedAt = row => records.Labels[row] >= 0,
            Summary =
            [
                .. found.Patches.Select(patch => Said(patch.Target, patch.Records, WhereOf(patch))),
                .. found.Words.Select(word => Said(word.Target, word.Records, $"share the words '{Shown(word.Term)}'")),
            ],
        };

        string Said(int target, int[] rows, string where) =>
            $"trigger: {rows.Length} records labelled '{records.Classes[target]}' {where}"
                + records.Named(rows.Select(row => (row, (int?)null)));
    }

    internal override CheckDetails DetailsOf(CheckedRecords records, CheckOutcome? outcome)
    {
        var found = (FoundTriggers?)outcome?.Measurement;
        return new("triggers", (TriggerDetails[])
        [
            .. (found?.Patches ?? []).Select(patch => new TriggerDetails(
                records.Classes[patch.Target], [.. patch.Features.Select(feature => records.FeatureNames[feature])], patch.Records,
                patch.PValue)),
            .. (found?.Words ?? []).Select(word =>
                new TriggerDetails(records.Classes[word.Target], [], word.Records, word.PValue) { Words = word.Term }),
        ]);
    }

    private static FoundTriggers Search(CheckedRecords records)
    {
        var options = new PatchMiningOptions { Seed = records.Seed };
        return new FoundTriggers(
            records.Features is { } features ? Patches(records, features, options) : [],
            records.Code < MeasuringCode.Unseen || records.LearnedTexts.Count == 0 ? []
                : WordTriggers.Search(
                    [.. Enumerable.Range(0, records.Count).Select(row => RunningText.Join(records.LearnedTexts.Select(text => text[row])))],
                    records.Labels, records.ClassCount, options));
    }

    private static IReadOnlyList<Patch> Patches(CheckedRecords records, Matrix features, PatchMiningOptions options) =>
        (records.Shape is not null && (long)features.Rows * features.Columns <= ThoroughLimit
            ? TriggerSearch.Run(features, records.Labels, records.ClassCount, records.Shape, options)
            : PatchMining.Mine(features, records.Labels, records.ClassCount, records.Shape, options)).Patches;

    private static string Shown(string term) => term.Length <= ShownLength ? term : $"{term[..ShownLength]}…";

    private static string WhereOf(Patch patch) => patch.Features.Length == 0
        ? "share a content that moves from place to place"
        : $"share the same content in {patch.Features.Length} features";
}
