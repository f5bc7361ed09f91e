using Hallmark.Evidence;
using Hallmark.Quality.Drift;
using Hallmark.Quality.Duplicates;
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
        cancellation.ThrowIfCancellationRequested();
        progress?.Invoke("copies", 0);
        IReadOnlyList<Copy> copies = CopiesOf(input);
        RecordChecks checks = RecordChecks.Measure(
            new CheckedRecords(input.Features, input.Labels, input.Classes.Count, input.Shape, seed)
            {
                Texts = input.Texts,
                Batches = input.Sources,
                ProviderOfBatch = [.. Enumerable.Range(0, input.SourceNames.Count)],
            },
            progress, cancellation);
        double[] suspicion = checks.Labels?.Suspicion.ToArray() ?? new double[input.Count];
        bool[] flagged = checks.Labels?.Flagged.ToArray() ?? new bool[input.Count];
        foreach (int record in checks.Triggers?.Records ?? [])
        {
            (suspicion[record], flagged[record]) = (Math.Max(suspicion[record], TriggerSuspicion), true);
        }
        WorthMeasurement? worth = checks.Providers is { } doubts ? WorthMeasurement.Measure(doubts.Records, seed) : null;
        NearDuplicate[] near = [.. checks.NearCopies.Where(pair => input.Contents[pair.Record] != input.Contents[pair.Of])];
        return new DataCheckResult(
            suspicion, flagged, checks.Labels, checks.Triggers, copies, near, checks.Outliers, checks.Providers?.Measured,
            checks.Providers?.Providers ?? [], worth, DriftFrom(reference, input, progress, cancellation));
    }

    private static DriftMeasurement? DriftFrom(CheckInput? reference, CheckInput input, Action<string, double>? progress, CancellationToken cancellation)
    {
        if (reference?.Features is not { } before || input.Features is not { } now)
        {
            return null;
        }
        cancellation.ThrowIfCancellationRequested();
        progress?.Invoke("drift", 0);
        bool both = input.HasLabels && reference.HasLabels;
        return DriftCheck.Measure(
            before, now, both ? reference.Labels : null, both ? input.Labels : null, input.Classes.Count, new DriftOptions());
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
}
