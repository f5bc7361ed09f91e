using Hallmark.Learning;
using Hallmark.Quality.Backdoors;
using Hallmark.Quality.Duplicates;
using Hallmark.Quality.Labels;
using Hallmark.Quality.Outliers;
using Hallmark.Quality.Provenance;

namespace Hallmark.Quality.Checking;

/// <summary>Records as the checks want them.</summary>
/// <param name="Features"><c>[records, features]</c>; NaN where missing. Null without any.</param>
/// <param name="Labels">Class of each record, -1 where it has none; empty where there is no label at all.</param>
/// <param name="Classes">How many there are.</param>
/// <param name="Shape">How the features lie in a picture, where each record is one.</param>
/// <param name="Seed">Decides folds and draws.</param>
internal sealed record CheckedRecords(Matrix? Features, int[] Labels, int Classes, ImageShape? Shape, ulong Seed)
{
    /// <summary>Running text of each record; null where there is none to compare.</summary>
    public IReadOnlyList<string?>? Texts { get; init; }

    /// <summary>Groups that no fold of the label check splits; empty for none.</summary>
    public int[] LabelGroups { get; init; } = [];

    /// <summary>Batch of each record; empty where nobody knows.</summary>
    public int[] Batches { get; init; } = [];

    /// <summary>Provider of each batch.</summary>
    public int[] ProviderOfBatch { get; init; } = [];
}

/// <summary>What providers' labels say of each other.</summary>
/// <param name="Measured">By provider, in the order of <paramref name="Providers"/>.</param>
/// <param name="Records">The labelled records.</param>
/// <param name="Rows">Which records these are.</param>
/// <param name="Providers">Those who have labelled records, ascending.</param>
internal sealed record ProviderDoubts(ProviderMeasurement Measured, SourcedRecords Records, int[] Rows, int[] Providers);

/// <summary>
/// The checks that look at records as they are, wherever they lie: on a ledger or in a file. The result is a function of the records,
/// whatever the machine and the number of threads.
/// </summary>
/// <param name="Labels">Null without labels.</param>
/// <param name="Triggers">Null without labels.</param>
/// <param name="NearCopies">Each record that nearly equals an earlier one: pictures by how they look, texts by what they share, all else by every number.</param>
/// <param name="Outliers">Records far from all others of their class, ascending.</param>
/// <param name="Providers">Null without labels, of fewer than two classes, or of too many or no known providers.</param>
internal sealed record RecordChecks(
    LabelMeasurement? Labels, PatchReport? Triggers, IReadOnlyList<NearDuplicate> NearCopies, IReadOnlyList<int> Outliers, ProviderDoubts? Providers)
{
    /// <summary>
    /// In pictures of up to so many numbers in all, noisy and moving triggers are searched for, too. Beyond, exact patches only: the others
    /// take several times as long. In a table a few features that vary together are no trigger but a region, so they are not for tables.
    /// </summary>
    public const long ThoroughLimit = 8_000_000;

    private const int LongText = 60; // characters: shorter texts are alike by chance, so the numbers beside them have to be, too

    /// <param name="records">At least one.</param>
    /// <param name="progress">Told what is being done and how far it is, from 0 to 1.</param>
    /// <param name="cancellation">Stops between checks.</param>
    public static RecordChecks Measure(CheckedRecords records, Action<string, double>? progress = null, CancellationToken cancellation = default)
    {
        // Mining and searching keep one core busy while the label models keep the others.
        Task<(PatchReport?, NearDuplicate[], int[])> beside = Task.Run(() => MeasureBeside(records), cancellation);
        LabelMeasurement? labels = null;
        ProviderDoubts? providers = null;
        if (records.Labels.Length > 0 && records.Features is { } features)
        {
            Matrix finite = FiniteFeatures.Of(features);
            progress?.Invoke("labels", 0);
            labels = LabelCheck.Measure(finite, records.Labels, Math.Max(1, records.Classes), new LabelCheckOptions
            {
                Seed = records.Seed,
                Groups = records.LabelGroups.Length > 0 ? records.LabelGroups : null,
                Progress = share => progress?.Invoke("labels", share),
            });
            cancellation.ThrowIfCancellationRequested();
            progress?.Invoke("sources", 0);
            providers = ProvidersOf(records, finite);
        }
        cancellation.ThrowIfCancellationRequested();
        progress?.Invoke("triggers, near copies, outliers", 0);
        (PatchReport? triggers, NearDuplicate[] near, int[] outliers) = beside.GetAwaiter().GetResult();
        return new RecordChecks(labels, triggers, near, outliers, providers);
    }

    private static (PatchReport? Triggers, NearDuplicate[] Near, int[] Outliers) MeasureBeside(CheckedRecords records)
    {
        if (records.Features is not { } features)
        {
            return (null, records.Texts is { } only ? NearDuplicateTexts.Find(only) : [], []);
        }
        int classes = Math.Max(1, records.Classes);
        bool labelled = records.Labels.Length > 0;
        PatchReport? triggers = labelled ? TriggersIn(records, features, classes) : null;
        int[] classOf = labelled ? records.Labels : [.. Enumerable.Repeat(-1, features.Rows)];
        return (triggers, NearCopiesIn(records, features), ClassOutliers.Find(features, classOf, classes).Records);
    }

    private static NearDuplicate[] NearCopiesIn(CheckedRecords records, Matrix features)
    {
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

    private static PatchReport TriggersIn(CheckedRecords records, Matrix features, int classes)
    {
        var options = new PatchMiningOptions { Seed = records.Seed };
        return records.Shape is not null && (long)features.Rows * features.Columns <= ThoroughLimit
            ? TriggerSearch.Run(features, records.Labels, classes, records.Shape, options)
            : PatchMining.Mine(features, records.Labels, classes, records.Shape, options);
    }

    private static ProviderDoubts? ProvidersOf(CheckedRecords records, Matrix features)
    {
        if (records.Batches.Length == 0 || records.Classes < 2)
        {
            return null;
        }
        int[] rows = [.. Enumerable.Range(0, records.Labels.Length).Where(row => records.Labels[row] >= 0)];
        int[] providers = [.. rows.Select(row => records.ProviderOfBatch[records.Batches[row]]).Distinct().Order()];
        if (providers.Length is 0 or > SourcedRecords.ProvidersLimit)
        {
            return null;
        }
        int[] batches = [.. rows.Select(row => records.Batches[row]).Distinct().Order()];
        Matrix own = rows.Length == records.Labels.Length ? features : features.Gather(rows);
        var sourced = new SourcedRecords(
            LabelFeatures.Of(own, records.Seed).ForNeighbours,
            [.. rows.Select(row => records.Labels[row])],
            records.Classes,
            [.. rows.Select(row => Array.BinarySearch(batches, records.Batches[row]))],
            [.. batches.Select(batch => Array.BinarySearch(providers, records.ProviderOfBatch[batch]))]);
        return new ProviderDoubts(ProviderCheck.Measure(sourced, new ProviderCheckOptions { Seed = records.Seed }), sourced, rows, providers);
    }
}
