using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Quality.Backdoors;
using Hallmark.Quality.Checking;
using Hallmark.Quality.Drift;
using Hallmark.Quality.Labels;
using Hallmark.Quality.Provenance;

namespace Hallmark.Quality;

/// <summary>
/// The checks that look at a pool as a whole: once for all its batches, whichever of them are asked about. Records are taken in the
/// order in which they were registered, features as float32.
/// </summary>
internal sealed class PoolChecks
{
    private const int Million = 1_000_000;
    private const int LeastProviders = 3; // of two who differ either may be wrong

    private readonly PoolContents _pool;
    private readonly bool _comparesContents; // by numbers or by texts
    private readonly LabelMeasurement? _noise;
    private readonly Dictionary<int, int> _nearOf = [];
    private readonly HashSet<int> _outliers = [];
    private readonly HashSet<int> _triggered = [];
    private readonly ProviderMeasurement? _providers;
    private readonly Dictionary<int, double> _suspectRows = [];

    /// <param name="pool">All its batches.</param>
    /// <param name="seed">Decides folds and draws.</param>
    /// <param name="progress">Told what is being done and how far it is, from 0 to 1.</param>
    /// <param name="cancellation">Stops between checks.</param>
    public PoolChecks(PoolContents pool, ulong seed, Action<string, double>? progress, CancellationToken cancellation)
    {
        _pool = pool;
        _comparesContents = pool.Features is not null || pool.Texts is not null;
        string[] providers = [.. pool.Batches.Select(batch => batch.Provider).Distinct(StringComparer.Ordinal)];
        int[] batches = [.. pool.Batches.SelectMany((batch, i) => Enumerable.Repeat(i, batch.Count))];
        RecordChecks checks = RecordChecks.Measure(
            new CheckedRecords(pool.Features, pool.Labels, Classes.Count, ImageShape.FromNames(FeatureNames), seed)
            {
                Texts = pool.Texts,
                LabelGroups = batches,
                Batches = providers.Length < LeastProviders ? [] : batches,
                ProviderOfBatch = [.. pool.Batches.Select(batch => Array.IndexOf(providers, batch.Provider))],
            },
            progress, cancellation);
        _noise = checks.Labels;
        _nearOf = checks.NearCopies.ToDictionary(pair => pair.Record, pair => pair.Of);
        _outliers = [.. checks.Outliers];
        _triggered = [.. checks.Triggers?.Records ?? []];
        if (checks.Providers is { } doubts)
        {
            _providers = doubts.Measured;
            _suspectRows = doubts.Measured.SuspectRows(doubts.Records).ToDictionary(record => doubts.Rows[record], record => doubts.Measured.Chances[record]);
        }
    }

    private IReadOnlyList<string> Classes => _pool.Schema.Classes;

    private string[] FeatureNames => [.. RecordBatch.FeatureColumns(_pool.Schema).Select(column => _pool.Schema.Columns[column].Name)];

    public (IReadOnlyList<CheckFraction> Checks, NoiseShare Noise, IReadOnlyList<Finding> Findings) Measure(int place, int findingsPerCheck)
    {
        int[] rows = _pool.RowsOf(place);
        int[] labels = _pool.Labels;
        var doubted = new CheckResult(CheckNames.Noise, findingsPerCheck);
        var near = new CheckResult(CheckNames.NearDuplicates, findingsPerCheck);
        var outlying = new CheckResult(CheckNames.Outliers, findingsPerCheck);
        var triggered = new CheckResult(CheckNames.Triggers, findingsPerCheck);
        var drifted = new CheckResult(CheckNames.Drift, findingsPerCheck);
        var alien = new CheckResult(CheckNames.Provenance, findingsPerCheck);
        long labelled = labels.Length == 0 || _pool.Features is null ? 0 : rows.LongCount(row => labels[row] >= 0);
        foreach (int row in rows)
        {
            int record = row - _pool.FirstRow(place);
            if (_noise?.Flagged[row] == true)
            {
                doubted.Add(record, $"labelled '{Classes[labels[row]]}', more likely '{Classes[_noise.Suggested[row]]}'; wrong with a chance of {Percent(_noise.Suspicion[row])}");
            }
            if (_nearOf.TryGetValue(row, out int of))
            {
                near.Add(record, $"nearly the same as {PlaceOf(of, place)}");
            }
            if (_outliers.Contains(row))
            {
                outlying.Add(record, "stands far from all others of its class");
            }
            if (_triggered.Contains(row))
            {
                triggered.Add(record, $"carries a content that goes with the label '{Classes[labels[row]]}' whatever else the record shows");
            }
            if (_suspectRows.TryGetValue(row, out double chance))
            {
                alien.Add(record, $"labelled '{Classes[labels[row]]}', which the data of the other providers do not bear out; wrong with a chance of {Percent(chance)}");
            }
        }
        long checkedLabels = _noise is null ? 0 : rows.LongCount(row => _noise.Checked[row]);
        long testedForDrift = MeasureDrift(place, drifted);
        bool canTell = _providers is { CanTell: true };
        CheckFraction[] checks =
        [
            new(CheckNames.NearDuplicates, _comparesContents ? rows.Length - near.Count : 0, _comparesContents ? rows.Length : 0),
            new(CheckNames.Outliers, _pool.Features is null ? 0 : rows.Length - outlying.Count, _pool.Features is null ? 0 : rows.Length),
            new(CheckNames.Noise, checkedLabels - doubted.Count, checkedLabels),
            new(CheckNames.Triggers, labelled - triggered.Count, labelled),
            new(CheckNames.Drift, testedForDrift - drifted.Count, testedForDrift),
            new(CheckNames.Provenance, canTell ? labelled - alien.Count : 0, canTell ? labelled : 0),
        ];
        return (checks, NoiseOf(rows), [.. near.Findings, .. outlying.Findings, .. doubted.Findings, .. triggered.Findings, .. drifted.Findings, .. alien.Findings]);
    }

    private NoiseShare NoiseOf(int[] rows)
    {
        if (_noise is not { Refusal: null })
        {
            return new NoiseShare(0, 0, 0);
        }
        NoiseEstimate estimate = _noise.NoiseOf(rows);
        return new NoiseShare(Ppm(estimate.Rate), Ppm(estimate.Low), Ppm(estimate.High));
    }

    /// <summary>Against the accepted batches of the pool.</summary>
    /// <returns>How many features, and the mix of classes, were tested; 0 where nothing is accepted yet.</returns>
    private long MeasureDrift(int place, CheckResult result)
    {
        int[] accepted = [.. Enumerable.Range(0, _pool.Batches.Count).Where(other => other != place && _pool.Batches[other].Accepted).SelectMany(_pool.RowsOf)];
        if (_pool.Features is not { } features || accepted.Length == 0)
        {
            return 0;
        }
        int[] own = _pool.RowsOf(place);
        bool hasLabel = _pool.Labels.Length > 0;
        DriftMeasurement drift = DriftCheck.Measure(
            features.Gather(accepted), features.Gather(own), hasLabel ? [.. accepted.Select(row => _pool.Labels[row])] : null,
            hasLabel ? [.. own.Select(row => _pool.Labels[row])] : null, Classes.Count, new DriftOptions());
        foreach (FeatureDrift feature in drift.Features.Where(feature => feature.Drifted))
        {
            result.Add(0, $"the whole batch: field '{FeatureNames[feature.Feature]}' is distributed otherwise than in accepted data");
        }
        if (drift.Classes is { Drifted: true })
        {
            result.Add(0, "the whole batch: the classes are mixed otherwise than in accepted data");
        }
        return drift.Features.Count + (drift.Classes is null ? 0 : 1);
    }

    private string PlaceOf(int row, int own)
    {
        int place = Enumerable.Range(0, _pool.Batches.Count).Last(other => _pool.FirstRow(other) <= row);
        return $"record {row - _pool.FirstRow(place)} of {(place == own ? "the same batch" : $"batch {_pool.Batches[place].Root.ToShortString()}")}";
    }

    private static int Ppm(double share) => (int)Math.Round(Math.Clamp(share, 0, 1) * Million);

    /// <summary>Whole percent, cut off: the same text on every machine.</summary>
    private static string Percent(double share) => $"{(int)(share * 100)} %";
}
