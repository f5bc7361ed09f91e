using Hallmark.Learning;

namespace Hallmark.Quality.Labels;

/// <summary>
/// The scores of several models brought together: their weighted sum (a logarithmic opinion pool). The models never saw the
/// records, so weights that suit the labels also say how sure the models may be; <see cref="PoolLikelihood"/> finds them.
/// </summary>
internal sealed class ScorePool
{
    private const int RowsPerTask = 1024;

    private readonly Matrix[] _scores;
    private readonly int[] _labels;
    private readonly int _classes;

    /// <param name="scores">Of each model, <c>[records, classes]</c>, each row less its largest.</param>
    /// <param name="labels">The class given for each record.</param>
    public ScorePool(Matrix[] scores, int[] labels) => (_scores, _labels, _classes) = (scores, labels, scores[0].Columns);

    /// <summary>What is known of the true classes, <c>[records, classes]</c>, once the labels are taken in.</summary>
    public Matrix Posterior(Matrix noise, double[] logWeights)
    {
        Matrix byGiven = Transposed(noise);
        float[] weights = PoolWeights.Of(logWeights);
        var result = new Matrix(_labels.Length, _classes);
        Parallel.For(0, (_labels.Length + RowsPerTask - 1) / RowsPerTask, task =>
        {
            float[] row = new float[(_classes + 7) / 8 * 8];
            int end = Math.Min((task + 1) * RowsPerTask, _labels.Length);
            for (int r = task * RowsPerTask; r < end; r++)
            {
                Exponentials(r, weights, row);
                ToShares(row, byGiven.Row(_labels[r]), result.Row(r));
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

    private static void ToShares(float[] exponentials, ReadOnlySpan<float> chances, Span<float> shares)
    {
        double reached = 0;
        for (int c = 0; c < shares.Length; c++)
        {
            reached += (double)exponentials[c] * chances[c];
        }
        for (int c = 0; c < shares.Length; c++)
        {
            shares[c] = (float)(exponentials[c] * chances[c] / reached);
        }
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
