using Hallmark.Quality.Backdoors;
using Hallmark.Quality.Checks;
using Hallmark.Quality.Labels;
using Hallmark.Quality.Provenance;
using Hallmark.Quality.Targets;

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
        CheckInput input, CheckInput? reference = null, ulong seed = 0, Action<string, double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        CheckedRecords records = input.ToRecords(seed, reference);
        var run = CheckRun.Measure(records, progress, cancellation);
        LabelMeasurement? labels = run.Measurement<LabelMeasurement>();
        FoundTriggers? triggers = run.Measurement<FoundTriggers>();
        double[] suspicion = labels?.Suspicion.ToArray() ?? new double[input.Count];
        bool[] flagged = labels?.Flagged.ToArray() ?? new bool[input.Count];
        TargetMeasurement? targets = run.Measurement<TargetMeasurement>();
        for (int record = 0; targets is not null && record < input.Count; record++)
        {
            (suspicion[record], flagged[record]) = (targets.Suspicion[record], targets.Flagged[record]);
        }
        foreach (int record in triggers?.Records ?? [])
        {
            (suspicion[record], flagged[record]) = (Math.Max(suspicion[record], TriggerSuspicion), true);
        }
        ProviderDoubts? doubts = run.Measurement<ProviderDoubts>();
        return new DataCheckResult(suspicion, flagged)
        {
            Labels = labels,
            Targets = targets,
            ComparesTargetSources = run.Measurement<TargetSourcesFound>() is not null,
            Triggers = triggers,
            Providers = doubts?.Measured,
            Sources = doubts?.Providers ?? [],
            Worth = doubts is null ? null : WorthMeasurement.Measure(doubts.Records, seed),
            Details = run.Details(records),
            Unmeasured = [.. CheckRun.Unmeasured(records)],
            Summary = [.. run.Outcomes.SelectMany(one => one.Outcome.Summary)],
        };
    }
}
