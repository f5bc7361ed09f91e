using Hallmark.Learning;

namespace Hallmark.Quality.Labels;

/// <summary>What experts say, and what each draw of folds says by itself.</summary>
/// <param name="Pooled">By all draws of folds together.</param>
/// <param name="Each">By each; those parts that hang on no folds are the same.</param>
internal sealed record LeftOutScores(Matrix[] Pooled, Matrix[][] Each);

/// <summary>
/// The models that look at records they never saw, from <see cref="MeasuringCode.Unseen"/> on. Those of <see cref="LeftOutShares"/> and the
/// nearest neighbours learn labels as they come, so that any noise can be supposed afterwards; a forest is in, as trees see what straight
/// lines do not. Their shares are taken twice: as they are, and as witnesses of the true class under the noise. At last logistic
/// regressions are told the noise. What hangs on how folds were drawn, a forest and these, is the mean over several draws: whether a label
/// is doubted is decided once, by all of them together, and not voted on.
/// </summary>
internal sealed class LeftOutExperts
{
    private const int Trees = 100; // over all draws
    private const int WideColumns = 256; // beyond, trees grow on components; before, they find the few columns that tell among many
    private const double LeastShare = 0.01; // of all classes together that no leaf has

    private readonly NeighbourVotes _votes;
    private readonly LabelExperts[] _told;
    private readonly Matrix _linear;
    private readonly Matrix _kernel;
    private readonly Matrix[] _forests;
    private readonly Matrix _forest;

    /// <param name="features">As models take them.</param>
    /// <param name="raw">The same in no common scale.</param>
    /// <param name="labels">The class given for each record.</param>
    /// <param name="classes">At least 2.</param>
    /// <param name="groups">Of each record, from any number, no group being split between folds; null: records are dealt one by
    /// one.</param>
    /// <param name="folds">Of each draw.</param>
    /// <param name="seeds">Of each draw.</param>
    public LeftOutExperts(
        LabelFeatures features, Matrix raw, int[] labels, int classes, int[]? groups, (int[] Folds, int Count)[] folds, ulong[] seeds)
    {
        int[]? together = groups is null ? null : folds[0].Folds;
        _votes = new NeighbourVotes(
            features.ForNeighbours, labels, classes, groups ?? [.. Enumerable.Range(0, labels.Length)], seeds[0]);
        _told = [.. folds.Zip(seeds, (of, seed) => new LabelExperts(features, labels, classes, of.Folds, of.Count, seed))];
        _linear = LeftOutShares.Linear(features.ForModels, labels, classes, together);
        _kernel = LeftOutShares.Kernel(features.ForModels, labels, classes, together, seeds[0]);
        Matrix grown = raw.Columns > WideColumns ? features.ForModels : raw;
        _forests = [.. folds.Zip(seeds, (of, seed) => LeftOutShares.Forest(
            grown, labels, classes, of.Folds, new ForestOptions { Trees = Trees / folds.Length, Seed = seed }))];
        _forest = Mean(_forests);
    }

    /// <param name="noise">The chance <c>[true, given]</c> of each class to be given as each.</param>
    public Matrix[] Scores(Matrix noise) => Said(noise, _forest, []);

    /// <summary>The same with the logistic regressions, which are told the noise while they learn.</summary>
    public LeftOutScores LastScores(Matrix noise)
    {
        Matrix[][] told = [.. _told.Select(one => one.Trained(noise, network: false, start: null).Scores)];
        Matrix[] means = [.. Enumerable.Range(0, told[0].Length).Select(model => Levelled(Mean([.. told.Select(one => one[model])])))];
        return new LeftOutScores(
            Said(noise, _forest, means),
            [.. told.Zip(_forests, (one, forest) => Said(noise, forest, one))]);
    }

    private Matrix[] Said(Matrix noise, Matrix forest, Matrix[] told) =>
    [
        .. told,
        .. _votes.Scores(noise),
        NaiveBayes.Scores(_linear, noise),
        NaiveBayes.Scores(_kernel, noise),
        Logarithms(_kernel),
        NaiveBayes.Scores(forest, noise),
        Logarithms(forest),
    ];

    private static Matrix Logarithms(Matrix shares)
    {
        var result = new Matrix(shares.Rows, shares.Columns);
        Parallel.For(0, shares.Rows, record =>
        {
            Span<float> row = result.Row(record);
            shares.Row(record).CopyTo(row);
            foreach (ref float share in row)
            {
                share = (float)PortableMath.Log(share + (LeastShare / shares.Columns));
            }
            Softmax.LessLargest(row, row);
        });
        return result;
    }

    private static Matrix Mean(Matrix[] of)
    {
        var result = new Matrix(of[0].Rows, of[0].Columns);
        Span<float> sums = result.Values;
        foreach (Matrix one in of)
        {
            ReadOnlySpan<float> values = one.Values;
            for (int i = 0; i < values.Length; i++)
            {
                sums[i] += values[i] / of.Length;
            }
        }
        return result;
    }

    // Each row less its largest, which a mean of such rows is not.
    private static Matrix Levelled(Matrix scores)
    {
        for (int record = 0; record < scores.Rows; record++)
        {
            Softmax.LessLargest(scores.Row(record), scores.Row(record));
        }
        return scores;
    }
}
