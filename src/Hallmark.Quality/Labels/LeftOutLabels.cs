using Hallmark.Learning;

namespace Hallmark.Quality.Labels;

/// <summary>
/// Which labels are likely wrong, from <see cref="MeasuringCode.Unseen"/> on. As <see cref="NoisyLabels"/>, by experts on whose answers the
/// draw of folds has little part (<see cref="LeftOutExperts"/>); what several draws say is brought together before anything is decided,
/// where <see cref="SeveralSeeds"/> decides under each and lets them vote. Where the features do not explain the labels, records are ranked
/// and none is flagged.
/// </summary>
public static class LeftOutLabels
{
    private const int ManyRecords = 5_000; // from here on draws of folds hardly differ
    private const int FewDraws = 3;

    /// <param name="features"><c>[records, features]</c>, finite, of any scale.</param>
    /// <param name="labels">As for <see cref="NoisyLabels"/>, like the others.</param>
    /// <param name="classes">How many there may be.</param>
    /// <param name="options">The seed is that of the first draw; the others follow from it.</param>
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
        NoisyLabels.Validate(features.Count, labels, classes, options);
        var subset = LabelSubset.Of(labels);
        Matrix raw = features.Raw.Gather(subset.Records);
        if ((NoisyLabels.Refusal(subset) ?? (IsConstant(raw) ? "all records have the same features" : null)) is { } refusal)
        {
            return new LabelMeasurement(labels.Length, refusal);
        }
        int[]? groups = GroupsOf(subset, options);
        ulong[] seeds = SeveralSeeds.SeedsOf(options.Seed)[..(subset.Records.Length < ManyRecords ? SeveralSeeds.Count : FewDraws)];
        (int[], int)[] folds = [.. seeds.Select(seed =>
            LabelFolds.Of(subset.Labels, options with { Groups = groups, Seed = seed }, drawsGroups: true))];
        options.Progress?.Invoke(0);
        var experts = new LeftOutExperts(
            features.Of(subset.Records), raw, subset.Labels, subset.Classes.Length, groups, folds, seeds);
        options.Progress?.Invoke(0.5);
        return Search(subset, experts, labels.Length, options);
    }

    private static LabelMeasurement Search(LabelSubset subset, LeftOutExperts experts, int records, NoisyLabelOptions options)
    {
        LeftOutScores? last = null;
        NoiseRound found = new NoiseSearch(Ask, subset.Labels, subset.Classes.Length, options.Seed) { TriesLowerRates = true }
            .Run(done => options.Progress?.Invoke(0.5 + (0.5 * done)));
        var pool = new ScorePool(last!.Pooled, subset.Labels);
        LabelMeasurement ranked = NoisyLabels.Result(subset, pool, found.Scan, records, _ => new bool[records]);
        var evidence = LabelEvidence.Of(subset, pool, found.Scan, ranked.Suspicion);
        LabelMeasurement[] each = [.. last.Each.Select(one => Result(new ScorePool(one, subset.Labels)).WithoutProbabilities())];
        return new LabelMeasurement(
            [.. ranked.Checked], [.. ranked.Suspicion], [.. ranked.LeastSuspicion], Flag([.. ranked.Suspicion]), [.. ranked.Suggested],
            each)
        {
            Foreseen = ranked.Foreseen,
            CannotTell = evidence.IsEnough ? null : "the features do not explain the labels",
            Unexplained = [.. subset.Classes.Where((_, of) => !evidence.Explained[of])],
        };

        ExpertScores Ask(Matrix noise, bool isLast, ExpertScores? start)
        {
            last = isLast ? experts.LastScores(noise) : null;
            return new ExpertScores(last?.Pooled ?? experts.Scores(noise), new LogisticRegression?[0, 0]);
        }

        LabelMeasurement Result(ScorePool said) => NoisyLabels.Result(subset, said, found.Scan, records, Flag);

        bool[] Flag(double[] suspicion)
        {
            int[] flaggable = [.. subset.Records.Where((_, i) => evidence.IsEnough && evidence.Explained[subset.Labels[i]])];
            return FlagRule.Apply(suspicion, flaggable, found.Scan.AllowsNone, FlagRule.LeastUnseen);
        }
    }

    /// <summary>Of the records looked at; null where there are none, or a single one, which says nothing.</summary>
    private static int[]? GroupsOf(LabelSubset subset, NoisyLabelOptions options)
    {
        int[]? groups = options.Groups is { } all ? [.. subset.Records.Select(record => all[record])] : null;
        return groups is not null && groups.Distinct().Skip(1).Any() ? groups : null;
    }

    private static bool IsConstant(Matrix features)
    {
        for (int row = 1; row < features.Rows; row++)
        {
            if (!features.Row(row).SequenceEqual(features.Row(0)))
            {
                return false;
            }
        }
        return true;
    }
}
