namespace Hallmark.Learning;

/// <summary>
/// From the chances of the labels that records are given to those of their true classes, where it is known how labels are given wrongly:
/// for models that learn shares of labels as they come, such as a <see cref="Forest"/>, and so need not be fitted anew for other noise.
/// Contrast <see cref="LogisticRegression"/> and <see cref="Mlp"/>, which are told the noise while they learn.
/// </summary>
public static class NoiseInversion
{
    private const int Steps = 5; // more follow the chance in the shares: the plain inverse, to which they lead, is worse than none
    private const double LeastShare = 1e-3; // no class is impossible because no leaf has it

    /// <summary>
    /// Logarithms of the chances of the true classes, <c>[records, classes]</c>, each row less its largest: a few steps of expectation and
    /// maximisation from all classes alike towards those that make the shares of labels most likely.
    /// </summary>
    /// <param name="given">Chances of the labels <c>[records, classes]</c>, at least 0.</param>
    /// <param name="noise">The chance <c>[true, given]</c> of each class to be labelled as each, all positive.</param>
    /// <exception cref="ArgumentException">Parts that do not fit each other.</exception>
    public static Matrix Scores(Matrix given, Matrix noise)
    {
        int classes = given.Columns;
        if (noise.Rows != classes || noise.Columns != classes)
        {
            throw new ArgumentException($"[{noise.Rows}, {noise.Columns}] is no noise of {classes} classes.", nameof(noise));
        }
        var result = new Matrix(given.Rows, classes);
        Parallel.For(0, given.Rows, row =>
        {
            double[] truth = new double[classes];
            Array.Fill(truth, 1.0 / classes);
            for (int step = 0; step < Steps; step++)
            {
                truth = Step(given.Row(row), noise, truth);
            }
            Softmax.LessLargest([.. truth.Select(chance => (float)PortableMath.Log(chance))], result.Row(row));
        });
        return result;
    }

    private static double[] Step(ReadOnlySpan<float> given, Matrix noise, double[] truth)
    {
        double[] next = new double[truth.Length];
        double sum = 0;
        for (int label = 0; label < given.Length; label++)
        {
            double reached = 0;
            for (int c = 0; c < truth.Length; c++)
            {
                reached += truth[c] * noise[c, label];
            }
            double share = given[label] + LeastShare;
            sum += share;
            for (int c = 0; c < truth.Length; c++)
            {
                next[c] += share * truth[c] * noise[c, label] / reached;
            }
        }
        for (int c = 0; c < next.Length; c++)
        {
            next[c] /= sum;
        }
        return next;
    }
}
