using System.Diagnostics;
using Hallmark.Learning;
using Hallmark.Quality.Labels;

namespace Hallmark.Experiments.LabelNoise;

/// <summary>One method on one split.</summary>
/// <param name="Set">Of the data.</param>
/// <param name="Kind">Of noise.</param>
/// <param name="Percent">Of wrong labels; 0: none.</param>
/// <param name="Seed">Of the split.</param>
/// <param name="Method">One of the names in <see cref="LabelNoiseExperiment"/>.</param>
/// <param name="Detection">What it found.</param>
/// <param name="Seconds">It took.</param>
/// <param name="Accuracy">Of a logistic regression on the test part after what was flagged is removed; NaN if not measured.</param>
/// <param name="Untreated">The same with nothing removed.</param>
/// <param name="Oracle">The same with exactly what is wrong removed.</param>
public sealed record LabelNoiseRow(
    string Set, NoiseKind Kind, int Percent, int Seed, string Method, Detection Detection, double Seconds, double Accuracy,
    double Untreated, double Oracle)
{
    /// <summary>The share of wrong labels as the method says, with a 95 % interval; null where it says none.</summary>
    public NoiseEstimate? Estimate { get; init; }

    /// <summary>Whether the method says that it cannot tell, and so flags nothing.</summary>
    public bool CannotTell { get; init; }

    /// <summary>Records flagged under any of <see cref="LabelNoiseSettings.MeasuringSeeds"/>; null where the method was run once.</summary>
    public int? FlaggedByAny { get; init; }

    /// <summary>Records of those flagged under all of them.</summary>
    public int? FlaggedByAll { get; init; }

    /// <summary>Whether the interval holds the share that is wrong; null without one.</summary>
    public bool? Holds => Estimate is { } said ? Percent >= 100 * said.Low - Rounding && Percent <= 100 * said.High + Rounding : null;

    private const double Rounding = 0.5; // of percent: labels made wrong are whole
}

/// <summary>Makes labels wrong on purpose and sees who finds them: the label check, and the vote of the nearest neighbours alone.</summary>
public static class LabelNoiseExperiment
{
    public const string Ours = "label check";
    public const string Agreement = "k-NN agreement";

    /// <summary>Its row of <see cref="ExperimentList"/>.</summary>
    public static Experiment Listed { get; } = new(
        "label-noise", "Wrong labels: which are found.", new LabelNoiseSettings().Sets,
        (wish, progress, cancellation) =>
        {
            var settings = new LabelNoiseSettings { Sets = wish.Sets, Seeds = wish.Seeds, Draws = wish.Draws };
            settings = settings with { FirstSeed = checked((int?)wish.FirstSeed) ?? settings.FirstSeed };
            IReadOnlyList<LabelNoiseRow> rows = Run(
                wish.Data, settings, row => progress($"{row.Set}, seed {row.Seed}, {row.Percent} %"), cancellation);
            return new ExperimentResult(rows, LabelNoiseReport.Write(rows));
        })
    {
        TakesOtherTables = true,
        KeepsDraws = true,
    };

    private const int Voters = 10;
    private const int RemovedPercent = 40; // removal is only interesting where much is wrong

    /// <param name="data">The public data sets.</param>
    /// <param name="settings">What to do.</param>
    /// <param name="progress">Told each row when it is there.</param>
    /// <param name="cancellation">Stops between splits.</param>
    public static IReadOnlyList<LabelNoiseRow> Run(
        ExperimentData data, LabelNoiseSettings settings, Action<LabelNoiseRow>? progress = null, CancellationToken cancellation = default)
    {
        var rows = new List<LabelNoiseRow>();
        foreach (string name in settings.Sets)
        {
            bool fashion = name == LabelNoiseSettings.Fashion;
            LabelledSet set = fashion ? data.Fashion() : data.Table(name);
            LabelledSet? test = fashion ? data.Fashion(test: true) : null;
            for (int seed = settings.FirstSeed; seed < settings.FirstSeed + settings.SeedsOf(name); seed++)
            {
                NoisySplit split = test is not null ? NoisySplit.Of(set, test, settings.FashionRecords, seed)
                    : LabelNoiseSettings.HasBaseline(name) ? NoisySplit.Stratified(set, seed)
                    : NoisySplit.Whole(set);
                int measuringSeeds = seed == settings.FirstSeed ? settings.MeasuringSeeds : 1;
                foreach ((NoiseKind kind, int percent) in Cells(settings))
                {
                    cancellation.ThrowIfCancellationRequested();
                    foreach (LabelNoiseRow row in Measure(name, kind, percent, seed, split, measuringSeeds, settings.Draws))
                    {
                        rows.Add(row);
                        progress?.Invoke(row);
                    }
                }
            }
        }
        return rows;
    }

    private static IEnumerable<(NoiseKind Kind, int Percent)> Cells(LabelNoiseSettings settings) =>
        [(NoiseKind.Symmetric, 0), .. settings.Kinds.SelectMany(kind => settings.Percents.Select(percent => (kind, percent)))];

    private static IEnumerable<LabelNoiseRow> Measure(
        string name, NoiseKind kind, int percent, int seed, NoisySplit clean, int measuringSeeds, string? draws)
    {
        NoisySplit split = clean.WithNoise(kind, percent, seed);
        NoiseDraws.Keep(draws, name, kind, percent, seed, split);
        bool[] wrong = split.Wrong;
        bool removal = percent == RemovedPercent && split.Test.Count > 0;
        double untreated = removal ? Accuracy(split, new bool[wrong.Length]) : double.NaN;
        double oracle = removal ? Accuracy(split, wrong) : double.NaN;
        long start = Stopwatch.GetTimestamp();
        LabelMeasurement found = Check(split, seed: 0);
        LabelNoiseRow ours = Row(Ours, found.Flagged, found.Suspicion, start) with { Estimate = found.Noise };
        if (measuringSeeds > 1)
        {
            LabelMeasurement[] all = [found, .. Enumerable.Range(1, measuringSeeds - 1).Select(other => Check(split, (ulong)other))];
            ours = ours with
            {
                FlaggedByAny = wrong.Index().Count(item => all.Any(one => one.Flagged[item.Index])),
                FlaggedByAll = wrong.Index().Count(item => all.All(one => one.Flagged[item.Index])),
            };
        }
        yield return ours;
        start = Stopwatch.GetTimestamp();
        (bool[] flagged, double[] suspicion) = Vote(split);
        yield return Row(Agreement, flagged, suspicion, start);

        LabelNoiseRow Row(string method, IReadOnlyList<bool> flags, IReadOnlyList<double> suspicions, long begun) => new(
            name, kind, percent, seed, method, Detection.Of(flags, suspicions, wrong), Stopwatch.GetElapsedTime(begun).TotalSeconds,
            removal ? Accuracy(split, [.. flags]) : double.NaN, untreated, oracle);
    }

    private static LabelMeasurement Check(NoisySplit split, ulong seed) =>
        SeveralSeeds.Measure(split.Train.Features, split.Given, split.Train.Classes, new NoisyLabelOptions { Seed = seed });

    private static (bool[] Flagged, double[] Suspicion) Vote(NoisySplit split)
    {
        Matrix scaled = StandardScaler.Fit(split.Train.Features).Transform(split.Train.Features);
        Neighbours near = new NearestNeighbours(scaled).FindLeavingOneOut(Voters);
        int[] votes = KnnClassifier.Vote(near, split.Given, split.Train.Classes);
        double[] suspicion = [.. Enumerable.Range(0, votes.Length)
            .Select(record => near.Indices(record).ToArray().Count(other => split.Given[other] != split.Given[record]) / (double)Voters)];
        return ([.. votes.Zip(split.Given, (vote, given) => vote != given)], suspicion);
    }

    private static double Accuracy(NoisySplit split, bool[] removed)
    {
        StandardScaler scaler = StandardScaler.Fit(split.Train.Features);
        int[] labels = [.. split.Given.Zip(removed, (given, gone) => gone ? -1 : given)];
        var options = new LogisticOptions { Iterations = 60 };
        var model = LogisticRegression.Fit(scaler.Transform(split.Train.Features), labels, split.Train.Classes, options);
        Matrix scores = model.Scores(scaler.Transform(split.Test.Features));
        return Enumerable.Range(0, scores.Rows).Count(row => scores[row, split.Test.Labels[row]] == 0) / (double)scores.Rows;
    }
}
