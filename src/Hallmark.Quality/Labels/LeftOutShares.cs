using Hallmark.Learning;

namespace Hallmark.Quality.Labels;

/// <summary>
/// What models of three kinds that did not see a record say of the chance of each class to be given for it: a linear one and a kernel
/// machine, by <see cref="LeftOutRidge"/>, and a forest. They learn labels as they come; what the shares say of true classes under some
/// noise is for
/// <see cref="NaiveBayes"/>.
/// </summary>
internal static class LeftOutShares
{
    private const int Landmarks = 160;
    private const int TuningRows = 1_000;

    private static readonly double[] s_linearStrengths = [1, 10, 100];
    private static readonly double[] s_kernelStrengths = [0.3, 3];
    private static readonly double[] s_kernelWidths = [0.5, 2]; // of the exponent at the mean distance between records

    /// <param name="features">Of deviation 1.</param>
    /// <param name="labels">The class given for each record.</param>
    /// <param name="classes">At least 2.</param>
    /// <param name="folds">As for <see cref="LeftOutRidge"/>.</param>
    public static Matrix Linear(Matrix features, int[] labels, int classes, int[]? folds)
    {
        var even = new Matrix(features.Columns, features.Columns);
        for (int i = 0; i < features.Columns; i++)
        {
            even[i, i] = 1;
        }
        var ridge = new LeftOutRidge(features, even, labels, classes, folds);
        return s_linearStrengths.Select(ridge.Fit).MinBy(fit => fit.Loss).Shares;
    }

    /// <summary>
    /// Likenesses exp(-width·d²) to some records, all of them where they are few, take the place of features (Williams and Seeger, 2001).
    /// </summary>
    /// <param name="features">As for <see cref="Linear"/>, like the others.</param>
    /// <param name="labels">The class given for each record.</param>
    /// <param name="classes">At least 2.</param>
    /// <param name="folds">As for <see cref="LeftOutRidge"/>.</param>
    /// <param name="seed">Decides which records are compared with, and by which width and penalty are chosen, where there are many.</param>
    public static Matrix Kernel(Matrix features, int[] labels, int classes, int[]? folds, ulong seed)
    {
        Matrix landmarks = features.Gather(Drawn.Rows(labels.Length, Landmarks, seed));
        int[] tuned = Drawn.Rows(labels.Length, TuningRows, seed);
        bool all = tuned.Length == labels.Length;
        (double Width, double Strength, double Loss, Matrix Shares) best = (0, 0, double.PositiveInfinity, null!);
        foreach (double width in s_kernelWidths)
        {
            LeftOutRidge ridge = Ridge(width, tuned);
            foreach (double strength in s_kernelStrengths)
            {
                (double loss, Matrix shares) = ridge.Fit(strength);
                best = loss < best.Loss ? (width, strength, loss, shares) : best;
            }
        }
        return all ? best.Shares : Ridge(best.Width, [.. Enumerable.Range(0, labels.Length)]).Fit(best.Strength).Shares;

        LeftOutRidge Ridge(double width, int[] rows) => new(
            Likenesses(rows.Length == labels.Length ? features : features.Gather(rows), landmarks, width),
            Likenesses(landmarks, landmarks, width), [.. rows.Select(row => labels[row])], classes,
            folds is null ? null : [.. rows.Select(row => folds[row])]);
    }

    /// <param name="features">Of any scale.</param>
    /// <param name="labels">The class given for each record.</param>
    /// <param name="classes">At least 2.</param>
    /// <param name="folds">Of each record, from 0.</param>
    /// <param name="options">How each fold's forest is grown.</param>
    public static Matrix Forest(Matrix features, int[] labels, int classes, int[] folds, ForestOptions options)
    {
        var result = new Matrix(labels.Length, classes);
        foreach (int fold in folds.Distinct().Order())
        {
            int[] learnt = [.. Enumerable.Range(0, labels.Length).Where(record => folds[record] != fold)];
            int[] judged = [.. Enumerable.Range(0, labels.Length).Where(record => folds[record] == fold)];
            if (learnt.Length > 0)
            {
                var forest = Learning.Forest.Fit(
                    features.Gather(learnt), [.. learnt.Select(record => labels[record])], classes, options);
                Matrix said = forest.Probabilities(features.Gather(judged));
                for (int i = 0; i < judged.Length; i++)
                {
                    said.Row(i).CopyTo(result.Row(judged[i]));
                }
            }
        }
        return result;
    }

    private static Matrix Likenesses(Matrix from, Matrix to, double width)
    {
        var result = new Matrix(from.Rows, to.Rows);
        new NearestNeighbours(to).SquaredDistances(from, result);
        float scale = (float)(-width / (2 * from.Columns));
        Parallel.For(0, result.Rows, record =>
        {
            Span<float> row = result.Row(record);
            float[] exponents = new float[(row.Length + 7) / 8 * 8];
            for (int i = 0; i < row.Length; i++)
            {
                exponents[i] = scale * row[i];
            }
            ExpKernel.Apply(exponents);
            exponents.AsSpan(0, row.Length).CopyTo(row);
        });
        return result;
    }
}
