using Hallmark.Evidence;
using Hallmark.Learning;
using Hallmark.Quality.Backdoors;
using Hallmark.Quality.Drift;
using Hallmark.Quality.Duplicates;
using Hallmark.Quality.Labels;
using Hallmark.Quality.Outliers;
using Hallmark.Quality.Provenance;

namespace Hallmark.Quality.Checking;

/// <summary>
/// All checks on records that are on no ledger. The result is a function of the arguments, whatever the machine and the number of
/// threads. Memory holds the numbers once, and once more on one scale.
/// </summary>
public static class DataCheck
{
    private const double TriggerSuspicion = 0.999;

    /// <param name="input">At least one record.</param>
    /// <param name="reference">Records that were accepted before, with the same features and classes; or null.</param>
    /// <param name="seed">Decides folds and draws.</param>
    /// <param name="progress">Told what is being done and how far it is, from 0 to 1.</param>
    /// <param name="cancellation">Stops between checks.</param>
    public static DataCheckResult Measure(
        CheckInput input, CheckInput? reference = null, ulong seed = 0, Action<string, double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        void Begin(string stage)
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Invoke(stage, 0);
        }
        double[] suspicion = new double[input.Count];
        bool[] flagged = new bool[input.Count];
        Begin("copies");
        IReadOnlyList<Copy> copies = CopiesOf(input);
        Task<(NearDuplicate[] Near, int[] Outliers, PatchReport? Triggers)> beside = Task.Run(() => MeasureBeside(input, seed), cancellation);
        LabelMeasurement? labels = null;
        ProviderMeasurement? providers = null;
        int[] sources = [];
        if (input.HasLabels)
        {
            Matrix features = FiniteFeatures.Of(input.Features);
            Begin("labels");
            labels = LabelCheck.Measure(
                features, input.Labels, Math.Max(1, input.Classes.Count), new LabelCheckOptions { Seed = seed, Progress = share => progress?.Invoke("labels", share) });
            for (int record = 0; record < input.Count; record++)
            {
                (suspicion[record], flagged[record]) = (labels.Suspicion[record], labels.Flagged[record]);
            }
            if (input.HasSources)
            {
                Begin("sources");
                (providers, sources) = SourcesOf(input, features, seed);
            }
        }
        DriftMeasurement? drift = null;
        if (reference is not null)
        {
            Begin("drift");
            bool both = input.HasLabels && reference.HasLabels;
            drift = DriftCheck.Measure(
                reference.Features, input.Features, both ? reference.Labels : null, both ? input.Labels : null, input.Classes.Count, new DriftOptions());
        }
        Begin("triggers, near copies, outliers");
        (NearDuplicate[] near, int[] outliers, PatchReport? triggers) = beside.GetAwaiter().GetResult();
        foreach (int record in triggers?.Records ?? [])
        {
            (suspicion[record], flagged[record]) = (Math.Max(suspicion[record], TriggerSuspicion), true);
        }
        return new DataCheckResult(suspicion, flagged, labels, triggers, copies, near, outliers, providers, sources, drift);
    }

    /// <summary>What keeps one core busy while the label models keep the others.</summary>
    private static (NearDuplicate[] Near, int[] Outliers, PatchReport? Triggers) MeasureBeside(CheckInput input, ulong seed)
    {
        int classes = Math.Max(1, input.Classes.Count);
        int[] classOf = input.HasLabels ? input.Labels : [.. Enumerable.Repeat(-1, input.Count)];
        PatchReport? triggers = input.HasLabels
            ? PatchMining.Mine(input.Features, input.Labels, classes, input.Shape, new PatchMiningOptions { Seed = seed })
            : null;
        NearDuplicate[] near = [.. PoolChecks.NearDuplicates(input.Features, input.Shape)
            .Where(pair => input.Contents[pair.Record] != input.Contents[pair.Of])];
        return (near, ClassOutliers.Find(input.Features, classOf, classes).Records, triggers);
    }

    private static List<Copy> CopiesOf(CheckInput input)
    {
        var first = new Dictionary<Digest, int>(input.Count);
        var copies = new List<Copy>();
        for (int record = 0; record < input.Count; record++)
        {
            if (!first.TryAdd(input.Contents[record], record))
            {
                int of = first[input.Contents[record]];
                copies.Add(new Copy(record, of, input.HasLabels && input.Labels[record] != input.Labels[of]));
            }
        }
        return copies;
    }

    private static (ProviderMeasurement?, int[]) SourcesOf(CheckInput input, Matrix features, ulong seed)
    {
        int[] labelled = [.. Enumerable.Range(0, input.Count).Where(record => input.Labels[record] >= 0)];
        int[] sources = [.. labelled.Select(record => input.Sources[record]).Distinct().Order()];
        if (sources.Length is 0 or > SourcedRecords.ProvidersLimit || input.Classes.Count < 2)
        {
            return (null, []);
        }
        Matrix rows = labelled.Length == input.Count ? features : features.Gather(labelled);
        var records = new SourcedRecords(
            StandardScaler.Fit(rows).Transform(rows),
            [.. labelled.Select(record => input.Labels[record])],
            input.Classes.Count,
            [.. labelled.Select(record => Array.BinarySearch(sources, input.Sources[record]))],
            [.. Enumerable.Range(0, sources.Length)]);
        return (ProviderCheck.Measure(records, new ProviderCheckOptions { Seed = seed }), sources);
    }
}
