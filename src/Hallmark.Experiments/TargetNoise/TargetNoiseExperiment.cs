using System.Diagnostics;
using Hallmark.Evidence;
using Hallmark.Experiments.LabelNoise;
using Hallmark.Learning;
using Hallmark.Quality.Targets;

namespace Hallmark.Experiments.TargetNoise;

/// <summary>One rule on one set of damaged targets.</summary>
/// <param name="Set">Of the data, and which measurement is foretold.</param>
/// <param name="Kind">Of damage.</param>
/// <param name="Percent">Of damaged records; 0: none.</param>
/// <param name="Seed">Of the damage.</param>
/// <param name="Method">One of <see cref="TargetNoiseExperiment.Methods"/>.</param>
/// <param name="Detection">What it found.</param>
/// <param name="Seconds">It took.</param>
public sealed record TargetNoiseRow(
    string Set, DamageKind Kind, int Percent, int Seed, string Method, Detection Detection, double Seconds);

/// <summary>Makes numbers to be foretold wrong on purpose and sees who finds them: the check of targets, and what the field uses.</summary>
public static class TargetNoiseExperiment
{
    public const string Ours = "target check";
    public const string Cleanlab = "cleanlab's rule";
    public const string ZScore = "residual z above 3";
    public const string Tukey = "Tukey's fence";

    private const int UsualSeeds = 10;

    private static readonly int[] Percents = [5, 10, 20];

    public static IReadOnlyList<string> Methods { get; } = [Ours, Cleanlab, ZScore, Tukey];

    /// <summary>Its row of <see cref="ExperimentList"/>.</summary>
    public static Experiment Listed { get; } = new(
        "target-noise", "Wrong numbers to be foretold: which are found.", [.. TargetSet.Chosen.Keys],
        (wish, progress, cancellation) =>
        {
            IReadOnlyList<TargetNoiseRow> rows = Run(
                wish.Data, wish.Sets, wish.Seeds ?? UsualSeeds, checked((int?)wish.FirstSeed) ?? 0,
                row => progress($"{row.Set}, seed {row.Seed}, {row.Percent} %"), cancellation);
            return new ExperimentResult(rows, TargetNoiseReport.Write(rows));
        });

    /// <param name="data">The public data sets.</param>
    /// <param name="sets">Some of the tables.</param>
    /// <param name="seeds">How often each damage is done.</param>
    /// <param name="firstSeed">Of the first time.</param>
    /// <param name="progress">Told each row when it is there.</param>
    /// <param name="cancellation">Stops between damages.</param>
    public static IReadOnlyList<TargetNoiseRow> Run(
        ExperimentData data, IReadOnlyList<string> sets, int seeds, int firstSeed, Action<TargetNoiseRow>? progress = null,
        CancellationToken cancellation = default)
    {
        var rows = new List<TargetNoiseRow>();
        foreach (string name in sets)
        {
            LabelledSet table = data.Table(name);
            foreach ((int column, string measured) in TargetSet.Chosen[name])
            {
                var set = TargetSet.Of(table, column, measured);
                foreach ((DamageKind kind, int percent, int seed) in Cells(seeds, firstSeed))
                {
                    cancellation.ThrowIfCancellationRequested();
                    foreach (TargetNoiseRow row in Measure(set, kind, percent, seed))
                    {
                        rows.Add(row);
                        progress?.Invoke(row);
                    }
                }
            }
        }
        return rows;
    }

    private static IEnumerable<(DamageKind Kind, int Percent, int Seed)> Cells(int seeds, int firstSeed) =>
        from cell in (IEnumerable<(DamageKind Kind, int Percent)>)
            [(DamageKind.Tenfold, 0), .. Enum.GetValues<DamageKind>().SelectMany(kind => Percents.Select(percent => (kind, percent)))]
        from seed in Enumerable.Range(firstSeed, seeds)
        select (cell.Kind, cell.Percent, seed);

    private static IEnumerable<TargetNoiseRow> Measure(TargetSet set, DamageKind kind, int percent, int seed)
    {
        var damage = TargetDamage.Of(set.Targets, kind, percent, seed);
        Matrix scaled = StandardScaler.Fit(set.Features).Transform(set.Features);
        foreach (string method in Methods)
        {
            long start = Stopwatch.GetTimestamp();
            TargetFlags found = method switch
            {
                Ours => Check(set.Features, damage.Given, seed),
                Cleanlab => PublishedRules.Cleanlab(scaled, damage.Given, seed),
                ZScore => PublishedRules.ZScore(scaled, damage.Given, seed),
                _ => PublishedRules.Tukey(damage.Given),
            };
            yield return new TargetNoiseRow(
                set.Name, kind, percent, seed, method, Detection.Of(found.Flagged, found.Suspicion, damage.Wrong),
                Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
    }

    private static TargetFlags Check(Matrix features, double[] targets, int seed)
    {
        Digest[] contents = [.. Enumerable.Range(0, targets.Length).Select(row => Digest.Of(BitConverter.GetBytes(row)))];
        TargetMeasurement found = DoubtfulTargets.MeasureBySeveralSeeds(features, targets, contents, (ulong)seed);
        return new TargetFlags(found.Flagged, found.Suspicion);
    }
}
