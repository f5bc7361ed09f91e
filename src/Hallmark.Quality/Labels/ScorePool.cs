using Hallmark.Learning;

namespace Hallmark.Quality.Labels;

/// <summary>
/// Brings the scores of several models together: their weighted sum, the weights chosen so that the labels given are most
/// likely under the noise (a logarithmic opinion pool). The models never saw the records, so the weights also say how sure they
/// may be. Records are summed in a fixed number of shares.
/// </summary>
internal sealed class ScorePool
{
    private const int Shares = 8;
    private const long ParallelFromTerms = 1 << 18;
    private const double Caution = 1; // of the weights' prior around an even pool, in units of log-likelihood

    private readonly Matrix[] _scores;
    private readonly int[] _labels;
    private readonly int _classes;

    /// <param name="scores">Of each model, <c>[records, classes]</c>, each row less its largest.</param>
    /// <param name="labels">The class given for each record.</param>
    public ScorePool(Matrix[] scores, int[] labels) => (_scores, _labels, _classes) = (scores, labels, scores[0].Columns);

    public int Models => _scores.Length;

    /// <summary>Moves the logarithms of the weights to the best ones; gives the log-likelihood of the labels.</summary>
    public double Fit(Matrix noise, double[] logWeights)
    {
        Matrix byGiven = Transposed(noise);
        LimitedMemoryBfgs.Minimise((at, gradient) => Loss(at, gradient, byGiven), logWeights, iterations: 30, tolerance: 0.01);
        return -Loss(logWeights, new double[Models], byGiven) + Penalty(logWeights);
    }

    /// <summary>What is known of the true classes, <c>[records, classes]</c>, once the labels are taken in.</summary>
    public Matrix Posterior(Matrix noise, double[] logWeights)
    {
        Matrix byGiven = Transposed(noise);
        float[] weights = Weights(logWeights);
        var result = new Matrix(_labels.Length, _classes);
        ForShares(share =>
        {
            float[] row = new float[Padded()];
            for (int r = First(share); r < First(share + 1); r++)
            {
                Exponentials(r, weights, row);
                ReadOnlySpan<float> chances = byGiven.Row(_labels[r]);
                Span<float> to = result.Row(r);
                double reached = 0;
                for (int c = 0; c < to.Length; c++)
                {
                    reached += (double)row[c] * chances[c];
                }
                for (int c = 0; c < to.Length; c++)
                {
                    to[c] = (float)(row[c] * chances[c] / reached);
                }
            }
        });
        return result;
    }

    /// <summary>The probabilities of the true classes, <c>[records, classes]</c>, before the labels are taken in.</summary>
    public Matrix Probabilities(double[] logWeights)
    {
        var even = new Matrix(_classes, _classes);
        even.Values.Fill(1);
        return Posterior(even, logWeights);
    }

    /// <summary>How often each true class was given as each, <c>[true, given]</c>, in parts of records.</summary>
    public double[] Counts(Matrix posterior)
    {
        double[] counts = new double[_classes * _classes];
        for (int r = 0; r < _labels.Length; r++)
        {
            ReadOnlySpan<float> row = posterior.Row(r);
            for (int c = 0; c < row.Length; c++)
            {
                counts[(c * _classes) + _labels[r]] += row[c];
            }
        }
        return counts;
    }

    /// <summary>The same with each record counted as of its most likely class before its label is taken in.</summary>
    public double[] HardCounts(double[] logWeights)
    {
        Matrix probabilities = Probabilities(logWeights);
        double[] counts = new double[_classes * _classes];
        for (int r = 0; r < _labels.Length; r++)
        {
            counts[(Largest(probabilities.Row(r)) * _classes) + _labels[r]]++;
        }
        return counts;
    }

    /// <summary>The place of the largest number, the first on a tie.</summary>
    public static int Largest(ReadOnlySpan<float> row)
    {
        int largest = 0;
        for (int c = 1; c < row.Length; c++)
        {
            largest = row[c] > row[largest] ? c : largest;
        }
        return largest;
    }

    private double Loss(double[] logWeights, double[] gradient, Matrix byGiven)
    {
        float[] weights = Weights(logWeights);
        double[][] slopes = new double[Shares][];
        double[] losses = new double[Shares];
        ForShares(share =>
        {
            slopes[share] = new double[Models];
            losses[share] = ShareLoss(share, weights, byGiven, slopes[share]);
        });
        Array.Clear(gradient);
        double loss = Penalty(logWeights);
        for (int share = 0; share < Shares; share++)
        {
            loss += losses[share];
            for (int m = 0; m < Models; m++)
            {
                gradient[m] += slopes[share][m];
            }
        }
        for (int m = 0; m < Models; m++)
        {
            double away = weights[m] - (1.0 / Models);
            gradient[m] = (gradient[m] + (2 * Caution * away)) * weights[m];
        }
        return loss;
    }

    private double ShareLoss(int share, float[] weights, Matrix byGiven, double[] slopes)
    {
        float[] row = new float[Padded()];
        double loss = 0;
        for (int r = First(share); r < First(share + 1); r++)
        {
            Exponentials(r, weights, row);
            ReadOnlySpan<float> chances = byGiven.Row(_labels[r]);
            double sum = 0;
            double reached = 0;
            for (int c = 0; c < chances.Length; c++)
            {
                sum += row[c];
                reached += (double)row[c] * chances[c];
            }
            loss += PortableMath.Log(sum) - PortableMath.Log(reached);
            for (int c = 0; c < chances.Length; c++)
            {
                row[c] *= (float)((1 / sum) - (chances[c] / reached));
            }
            for (int m = 0; m < slopes.Length; m++)
            {
                ReadOnlySpan<float> scores = _scores[m].Row(r);
                double slope = 0;
                for (int c = 0; c < scores.Length; c++)
                {
                    slope += (double)row[c] * scores[c];
                }
                slopes[m] += slope;
            }
        }
        return loss;
    }

    // The exponentials of the pooled scores less their largest; what is beyond the classes is of no use to anyone.
    private void Exponentials(int record, float[] weights, float[] row)
    {
        Array.Clear(row);
        for (int m = 0; m < weights.Length; m++)
        {
            ReadOnlySpan<float> scores = _scores[m].Row(record);
            for (int c = 0; c < scores.Length; c++)
            {
                row[c] += weights[m] * scores[c];
            }
        }
        float largest = row[Largest(row.AsSpan(0, _classes))];
        for (int c = 0; c < _classes; c++)
        {
            row[c] -= largest;
        }
        ExpKernel.Apply(row);
    }

    private double Penalty(double[] logWeights)
    {
        double sum = 0;
        foreach (float weight in Weights(logWeights))
        {
            double away = weight - (1.0 / Models);
            sum += Caution * away * away;
        }
        return sum;
    }

    private static float[] Weights(double[] logWeights) => [.. logWeights.Select(log => (float)PortableMath.Exp(Math.Min(log, 5)))];

    // Small pools are done where they are: waking threads would cost more than it saves.
    private void ForShares(Action<int> run)
    {
        if ((long)_labels.Length * _classes * Models < ParallelFromTerms)
        {
            for (int share = 0; share < Shares; share++)
            {
                run(share);
            }
        }
        else
        {
            Parallel.For(0, Shares, run);
        }
    }

    private int First(int share) => (int)((long)share * _labels.Length / Shares);

    private int Padded() => (_classes + 7) / 8 * 8;

    private static Matrix Transposed(Matrix noise)
    {
        var result = new Matrix(noise.Columns, noise.Rows);
        for (int i = 0; i < noise.Rows; i++)
        {
            for (int j = 0; j < noise.Columns; j++)
            {
                result[j, i] = noise[i, j];
            }
        }
        return result;
    }
}
