namespace Hallmark.Learning;

/// <summary>
/// Extremely randomised trees (Geurts, Ernst and Wehenkel, 2006) over features in <see cref="QuantileBins"/>: every tree sees all records,
/// trees differ by the features and cuts that they draw. A class's probability is the mean over the trees of its share in the leaf that a
/// record falls into. Contrast <see cref="LogisticRegression"/>: no scale of a feature matters, only its order, and features may work
/// together in any way. The same records in the same order give the same forest on any machine. Reading is safe from several threads.
/// </summary>
public sealed class Forest
{
    public const int InputsMax = MlpOptions.InputsMax;
    public const int ClassesMax = MlpOptions.LayerWidthMax;

    private const int RowsPerTask = 256;

    internal Forest(int inputs, int classes, DecisionTree[] trees) => (Inputs, Classes, Trees) = (inputs, classes, trees);

    public int Inputs { get; }

    public int Classes { get; }

    internal DecisionTree[] Trees { get; }

    /// <param name="features"><c>[records, inputs]</c>, finite, of any scale; at most 2^20 inputs.</param>
    /// <param name="labels">Class of each record; a record with a label below 0 does not count.</param>
    /// <param name="classes">2 to 65,536.</param>
    /// <param name="options">How trees are grown.</param>
    /// <param name="weights">
    /// How much each record counts, at least 0, in steps of a 255th of the largest; or empty: all the same.
    /// </param>
    /// <exception cref="ArgumentException">Parts that do not fit each other, nothing that counts, or a number not finite.</exception>
    public static Forest Fit(
        Matrix features, ReadOnlySpan<int> labels, int classes, ForestOptions options, ReadOnlySpan<float> weights = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(classes, ClassesMax);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(features.Columns, InputsMax, nameof(features));
        options.Validate();
        features.RequireFinite(nameof(features));
        if (labels.Length != features.Rows)
        {
            throw new ArgumentException($"{features.Rows} records and {labels.Length} labels.", nameof(labels));
        }
        var records = new ForestRecords(labels, weights, classes);
        var bins = QuantileBins.Of(features, records.Rows);
        var trees = new DecisionTree[options.Trees];
        Parallel.For(0, trees.Length, tree => trees[tree] = new TreeGrowth(bins, records, options, tree).Grow());
        return new Forest(features.Columns, classes, trees);
    }

    /// <summary>Class probabilities <c>[records, classes]</c>; each row sums to 1 up to rounding, and a class may have none.</summary>
    /// <exception cref="ArgumentException">Another number of columns than inputs.</exception>
    public Matrix Probabilities(Matrix features)
    {
        if (features.Columns != Inputs)
        {
            throw new ArgumentException($"Grown on {Inputs} features, not {features.Columns}.", nameof(features));
        }
        var result = new Matrix(features.Rows, Classes);
        Parallel.For(0, (features.Rows + RowsPerTask - 1) / RowsPerTask, task =>
        {
            double[] sums = new double[Classes];
            int end = Math.Min(features.Rows, (task + 1) * RowsPerTask);
            for (int row = task * RowsPerTask; row < end; row++)
            {
                Add(features.Row(row), sums);
                Span<float> shares = result.Row(row);
                for (int c = 0; c < sums.Length; c++)
                {
                    shares[c] = (float)(sums[c] / Trees.Length);
                }
            }
        });
        return result;
    }

    /// <summary>The likeliest class of each record, the first on a tie.</summary>
    /// <exception cref="ArgumentException">Another number of columns than inputs.</exception>
    public int[] Predict(Matrix features)
    {
        Matrix shares = Probabilities(features);
        int[] result = new int[features.Rows];
        for (int row = 0; row < result.Length; row++)
        {
            ReadOnlySpan<float> of = shares.Row(row);
            for (int c = 1; c < of.Length; c++)
            {
                result[row] = of[c] > of[result[row]] ? c : result[row];
            }
        }
        return result;
    }

    // Trees in order: the sums are doubles.
    private void Add(ReadOnlySpan<float> record, Span<double> sums)
    {
        sums.Clear();
        foreach (DecisionTree tree in Trees)
        {
            ReadOnlySpan<LeafWeight> leaf = tree.Find(record);
            long all = 0;
            foreach (LeafWeight of in leaf)
            {
                all += of.Weight;
            }
            foreach (LeafWeight of in leaf)
            {
                sums[of.Class] += (double)of.Weight / all;
            }
        }
    }
}
