using System.Globalization;
using Hallmark.Features;
using Hallmark.Learning;
using Hallmark.Quality.Drift;

namespace Hallmark.Quality.Checks;

/// <summary>
/// Features, and the mix of classes, that are distributed otherwise than in data accepted before. See <see cref="DistributionDrift"/>. It
/// counts distributions, not records: a batch drifts as a whole.
/// </summary>
internal sealed class DriftCheck() : Check(
    "drift", "features, and targets or the mix of classes, distributed as in accepted data", CheckNeeds.Numbers | CheckNeeds.Reference)
{
    private const int FeaturesShown = 10;

    internal override CheckOutcome Measure(CheckedRecords records, Action<double> progress)
    {
        if (records.Reference is not { } reference)
        {
            return new PoolOutcome(this, records);
        }
        bool both = records.HasLabels && reference.HasLabels;
        (Matrix before, Matrix now) = records.Target is null || reference.Target is null
            ? (reference.Features!, records.Features!)
            : WithTargets(reference.Features!, reference.Targets, records.Features!, records.Targets);
        DriftMeasurement drift = DistributionDrift.Measure(
            before, now, both ? reference.Labels : null, both ? records.Labels : null, records.Classes.Count,
            new DriftOptions());
        return new FileOutcome(this, records, drift) { Measurement = drift, Summary = [.. Summarise(records, drift)] };
    }

    internal override CheckDetails DetailsOf(CheckedRecords records, CheckOutcome? outcome) => new(
        "drift", outcome?.Measurement is DriftMeasurement drift ? DriftDetails.Of(drift, NamesOf(records)) : null);

    private static IEnumerable<string> Summarise(CheckedRecords records, DriftMeasurement drift)
    {
        FeatureDrift[] drifted = [.. drift.Features.Where(feature => feature.Drifted)];
        string mix = drift.Classes is { Drifted: true } ? " and the mix of classes" : "";
        yield return drift.Alarm
            ? $"drift: {drifted.Length} of {drift.Features.Count} features{mix}"
            : "drift: none to be seen";
        foreach (FeatureDrift feature in drifted.OrderByDescending(feature => feature.StabilityIndex).Take(FeaturesShown))
        {
            string name = NamesOf(records)[feature.Feature];
            (double index, double distance, double p) = (feature.StabilityIndex, feature.Distance, feature.CorrectedP);
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"  {name}: stability index {index:F2}, Kolmogorov-Smirnov distance {distance:F2}, p {p:G2}");
        }
    }

    /// <summary>Of the features, with the target behind them where there is one.</summary>
    private static IReadOnlyList<string> NamesOf(CheckedRecords records) =>
        records.Target is null ? records.FeatureNames : [.. records.FeatureNames, records.Target];

    /// <summary>Features of two sets of records with their targets behind them, in one scale.</summary>
    private static (Matrix Before, Matrix Now) WithTargets(Matrix before, double[] targetsBefore, Matrix now, double[] targetsNow)
    {
        NumberScale? scale = null;
        return (Add(before, targetsBefore), Add(now, targetsNow));

        Matrix Add(Matrix features, double[] targets)
        {
            var wider = new Matrix(features.Rows, features.Columns + 1);
            for (int row = 0; row < features.Rows; row++)
            {
                features.Row(row).CopyTo(wider.Row(row));
                wider[row, features.Columns] = NumberScale.Of(targets[row], ref scale);
            }
            return wider;
        }
    }

    private CheckFindings Count(CheckedRecords records, DriftMeasurement drift, int findingLimit)
    {
        var findings = new CheckFindings(this, findingLimit) { Of = drift.Features.Count + (drift.Classes is null ? 0 : 1) };
        foreach (FeatureDrift feature in drift.Features.Where(feature => feature.Drifted))
        {
            findings.Add(
                0, $"the whole batch: field '{NamesOf(records)[feature.Feature]}' is distributed otherwise than in accepted data");
        }
        if (drift.Classes is { Drifted: true })
        {
            findings.Add(0, "the whole batch: the classes are mixed otherwise than in accepted data");
        }
        return findings;
    }

    /// <summary>Drift of a file against its reference; that of a batch is against the batches before it.</summary>
    private sealed class FileOutcome(DriftCheck check, CheckedRecords records, DriftMeasurement drift) : CheckOutcome
    {
        internal override CheckFindings In(CheckedBatch batch, int findingLimit) => check.Count(records, drift, findingLimit);
    }

    /// <summary>Of each batch against the accepted ones of its pool, when it is asked about.</summary>
    private sealed class PoolOutcome(DriftCheck check, CheckedRecords records) : CheckOutcome
    {
        internal override CheckFindings In(CheckedBatch batch, int findingLimit)
        {
            int[] accepted = [.. records.Batches.Where(other => other != batch && other.Accepted).SelectMany(other => other.Rows)];
            if (accepted.Length == 0)
            {
                return new CheckFindings(check, findingLimit);
            }
            (Matrix before, Matrix now) = (records.Features!.Gather(accepted), records.Features.Gather(batch.Rows));
            if (records.Target is not null)
            {
                (before, now) = WithTargets(before, TargetsOf(accepted), now, TargetsOf(batch.Rows));
            }
            DriftMeasurement drift = DistributionDrift.Measure(
                before, now, LabelsOf(accepted), LabelsOf(batch.Rows), records.Classes.Count,
                new DriftOptions());
            return check.Count(records, drift, findingLimit);
        }

        private double[] TargetsOf(int[] rows) => [.. rows.Select(row => records.Targets[row])];

        private int[]? LabelsOf(int[] rows) => records.HasLabels ? [.. rows.Select(row => records.Labels[row])] : null;
    }
}
