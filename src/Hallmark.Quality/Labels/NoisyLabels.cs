using Hallmark.Learning;

namespace Hallmark.Quality.Labels;

/// <summary>
/// Which labels are likely wrong? Models of several kinds look at each record without having seen it, told how likely wrong
/// labels are and where they go. That noise is estimated from the same data (<see cref="NoiseSearch"/>). A record's suspicion is
/// the chance that its label is wrong, by Bayes' rule from the pooled models, the noise and the label.
/// <para>The result is a function of the arguments, whatever the number of threads. Records given in another order are dealt to
/// other folds and so give slightly other numbers.</para>
/// </summary>
public static class NoisyLabels
{
    /// <summary>More classes are refused: chances between all pairs of them cannot be learnt.</summary>
    public const int ClassesMax = 1_000;

    /// <summary>Most records times classes: a score of each is kept for every model.</summary>
    public const long ScoresMax = 1 << 25;

    /// <param name="features"><c>[records, features]</c>, finite, of any scale.</param>
    /// <param name="labels">Class of each record, or -1: the record has none and is not looked at.</param>
    /// <param name="classes">How many there may be; labels lie below. At least 1.</param>
    /// <param name="options">Parameters.</param>
    /// <exception cref="ArgumentException">Parts that do not fit each other, or a number not finite.</exception>
    public static LabelMeasurement Measure(Matrix features, int[] labels, int classes, NoisyLabelOptions options)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(options);
        return Measure(new ModelFeatures(features, options.Seed), labels, classes, options);
    }

    /// <inheritdoc cref="Measure(Matrix, int[], int, NoisyLabelOptions)"/>
    internal static LabelMeasurement Measure(ModelFeatures features, int[] labels, int classes, NoisyLabelOptions options)
    {
        Validate(features.Count, labels, classes, options);
        var subset = LabelSubset.Of(labels);
        if (Refusal(subset) is { } refusal)
        {
            return new LabelMeasurement(labels.Length, refusal);
        }
        NoisyLabelOptions own = options.Groups is { } groups
            ? options with { Groups = [.. subset.Records.Select(record => groups[record])] }
            : options;
        (int[] folds, int foldCount) = LabelFolds.Of(subset.Labels, own);
        options.Progress?.Invoke(0);
        var experts = new LabelExperts(
            features.Of(subset.Records), subset.Labels, subset.Classes.Length, folds, foldCount, options.Seed);
        options.Progress?.Invoke(0.25);
        NoiseRound found = new NoiseSearch(experts.Scores, subset.Labels, subset.Classes.Length, options.Seed)
            .Run(done => options.Progress?.Invoke(0.25 + (0.75 * done)));
        return Result(subset, new ScorePool(found.Said.Scores, subset.Labels), found.Scan, labels.Length,
            suspicion => FlagRule.Apply(suspicion, subset.Records, found.Scan.AllowsNone));
    }

    /// <param name="subset">Records looked at.</param>
    /// <param name="pool">Of what experts say of them.</param>
    /// <param name="scan">The noise that suits it.</param>
    /// <param name="records">How many there are, with those not looked at.</param>
    /// <param name="flag">Which to look at, from the suspicions of all.</param>
    internal static LabelMeasurement Result(
        LabelSubset subset, ScorePool pool, NoiseScan scan, int records, Func<double[], bool[]> flag)
    {
        int classes = subset.Classes.Length;
        Matrix posterior = pool.Posterior(NoiseMatrix.Of(scan.Highest.Rate, scan.Highest.Directions, classes), scan.Highest.LogWeights);
        Matrix least = pool.Posterior(NoiseMatrix.Of(scan.Lowest.Rate, scan.Lowest.Directions, classes), scan.Lowest.LogWeights);
        bool[] isChecked = new bool[records];
        double[] suspicion = new double[records];
        double[] leastSuspicion = new double[records];
        int[] suggested = [.. Enumerable.Repeat(-1, records)];
        for (int i = 0; i < subset.Records.Length; i++)
        {
            int record = subset.Records[i];
            isChecked[record] = true;
            suspicion[record] = Math.Clamp(1 - posterior[i, subset.Labels[i]], 0, 1);
            leastSuspicion[record] = Math.Min(suspicion[record], Math.Clamp(1 - least[i, subset.Labels[i]], 0, 1));
            suggested[record] = subset.Classes[ScorePool.Largest(posterior.Row(i))];
        }
        Matrix probabilities = pool.Probabilities(scan.Highest.LogWeights);
        int foreseen = Enumerable.Range(0, subset.Records.Length).Count(i => ScorePool.Largest(probabilities.Row(i)) == subset.Labels[i]);
        return new LabelMeasurement(isChecked, suspicion, leastSuspicion, flag(suspicion), suggested, [])
        {
            Probabilities = probabilities,
            Foreseen = (double)foreseen / subset.Records.Length,
        };
    }

    internal static string? Refusal(LabelSubset subset) => subset.Classes.Length switch
    {
        0 => "no class has two records",
        1 => "only one class has two records",
        > ClassesMax => $"{subset.Classes.Length} classes are more than {ClassesMax}",
        int count when (long)count * subset.Records.Length > ScoresMax =>
            $"{subset.Records.Length} records of {count} classes are more than {ScoresMax} scores",
        _ => null,
    };

    internal static void Validate(int records, int[] labels, int classes, NoisyLabelOptions options)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        options.Validate();
        if (records != labels.Length || (options.Groups is { } groups && groups.Length != labels.Length))
        {
            throw new ArgumentException($"{records} records have {labels.Length} labels and {options.Groups?.Length} groups.");
        }
        int wrong = labels.AsSpan().IndexOfAnyExceptInRange(-1, classes - 1);
        if (wrong >= 0)
        {
            throw new ArgumentException($"Record {wrong} has label {labels[wrong]}, outside -1 to {classes - 1}.", nameof(labels));
        }
    }
}
