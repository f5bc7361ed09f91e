using Hallmark.Learning;

namespace Hallmark.Quality.Labels;

/// <summary>
/// <see cref="NoisyLabels"/> under several seeds. Where features do not tell some classes apart, which labels are doubted, and whether any,
/// can hang on how folds were drawn and where a network started: one seed is then a coin. A record is flagged where most seeds flag it, its
/// suspicion is the median, and how far the seeds lie apart is part of what was measured (<see cref="LabelMeasurement.Seeds"/>).
/// </summary>
public static class SeveralSeeds
{
    /// <summary>How many seeds there are: odd, so that most of them always agree on a record.</summary>
    public const int Count = 5;

    /// <param name="features"><c>[records, features]</c>, finite, of any scale.</param>
    /// <param name="labels">As for <see cref="NoisyLabels"/>, like the others.</param>
    /// <param name="classes">How many there may be.</param>
    /// <param name="options">The seed is the first one; the others follow from it.</param>
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
        var each = new List<LabelMeasurement>();
        foreach (ulong seed in SeedsOf(options.Seed))
        {
            int before = each.Count;
            NoisyLabelOptions own = options with { Seed = seed, Progress = done => options.Progress?.Invoke((before + done) / Count) };
            LabelMeasurement found = NoisyLabels.Measure(features, labels, classes, own);
            if (found.Refusal is not null)
            {
                return found; // no seed can help
            }
            each.Add(found.WithoutProbabilities());
        }
        return Pool(each);
    }

    /// <summary>The seeds that follow from a first one, itself among them.</summary>
    /// <param name="first">Of the records.</param>
    /// <param name="what">What they are drawn for.</param>
    internal static ulong[] SeedsOf(ulong first, string what = "label.seeds")
    {
        var random = new SeededRandom(first, what);
        return [first, .. Enumerable.Range(1, Count - 1).Select(_ => random.NextUInt64())];
    }

    private static LabelMeasurement Pool(List<LabelMeasurement> each)
    {
        // What the seed in the middle says of a record is kept together.
        LabelMeasurement[] middle = [.. Enumerable.Range(0, each[0].Checked.Count)
            .Select(record => each.OrderBy(one => one.Suspicion[record]).ElementAt(Count / 2))];
        return new LabelMeasurement(
            [.. each[0].Checked],
            [.. middle.Select((one, record) => one.Suspicion[record])],
            [.. middle.Select((one, record) => one.LeastSuspicion[record])],
            [.. middle.Select((_, record) => each.Count(one => one.Flagged[record]) > Count / 2)],
            [.. middle.Select((one, record) => one.Suggested[record])],
            each)
        {
            Foreseen = each.Select(one => one.Foreseen).Order().ElementAt(Count / 2),
        };
    }
}
