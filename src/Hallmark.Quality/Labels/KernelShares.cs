using Hallmark.Learning;

namespace Hallmark.Quality.Labels;

/// <summary>
/// What a kernel machine that did not see a record says of its label: ridge regression on the classes' indicators (least squares support
/// vector machines without support vectors; Rifkin, Yeo and Poggio, 2003) over likenesses exp(-γ·d²) to some records (Nyström; Williams and
/// Seeger, 2001). Leaving a record out is a formula there, and not another fit, so no folds have to be drawn: nothing hangs on a seed but
/// which records are compared with, and with few records those are all.
/// </summary>
internal static class KernelShares
{
    private const int TuningRows = 1_000;

    private static readonly double[] s_widths = [0.5, 2];
    private static readonly double[] s_penalties = [0.3, 3];

    /// <param name="features">For models: of deviation 1.</param>
    /// <param name="labels">The class given for each record.</param>
    /// <param name="classes">At least 2.</param>
    /// <param name="seed">Decides which records are compared with.</param>
    /// <returns>About the chance of each class to be given, <c>[records, classes]</c>, in [0, 1].</returns>
    public static Matrix Of(Matrix features, int[] labels, int classes, ulong seed)
    {
        int[] landmarks = Drawn.Rows(labels.Length, Dev.I("LAND", 160), seed);
        int[] tuned = Drawn.Rows(labels.Length, TuningRows, seed);
        Matrix near = Distances(features.Gather(tuned), features.Gather(landmarks));
        Matrix among = Distances(features.Gather(landmarks), features.Gather(landmarks));
        int[] tunedLabels = [.. tuned.Select(row => labels[row])];
        (double least, double width, double penalty) = (double.PositiveInfinity, 0, 0);
        foreach (double candidate in s_widths)
        {
            Matrix likeness = Likeness(near, candidate, features.Columns);
            Matrix own = Likeness(among, candidate, features.Columns);
            foreach (double strength in s_penalties)
            {
                double loss = Fit(likeness, own, tunedLabels, classes, strength, null);
                (least, width, penalty) = loss < least ? (loss, candidate, strength) : (least, width, penalty);
            }
        }
        var result = new Matrix(labels.Length, classes);
        Matrix all = Distances(features, features.Gather(landmarks));
        Fit(Likeness(all, width, features.Columns), Likeness(among, width, features.Columns), labels, classes, penalty, result);
        return result;
    }

    public static Matrix Linear(Matrix features, int[] labels, int classes)
    {
        var identity = new Matrix(features.Columns, features.Columns);
        for (int i = 0; i < features.Columns; i++)
        {
            identity[i, i] = 1;
        }
        (double least, double penalty) = (double.PositiveInfinity, 0);
        foreach (double strength in (double[])[1, 10, 100])
        {
            double loss = Fit(features, identity, labels, classes, strength, null);
            (least, penalty) = loss < least ? (loss, strength) : (least, penalty);
        }
        var result = new Matrix(labels.Length, classes);
        Fit(features, identity, labels, classes, penalty, result);
        return result;
    }

    private static Matrix Distances(Matrix from, Matrix to)
    {
        var result = new Matrix(from.Rows, to.Rows);
        new NearestNeighbours(to).SquaredDistances(from, result);
        return result;
    }

    private static Matrix Likeness(Matrix distances, double width, int features)
    {
        var result = new Matrix(distances.Rows, distances.Columns);
        float scale = (float)(-width / (2 * features));
        float[] row = new float[(distances.Columns + 7) / 8 * 8];
        for (int r = 0; r < distances.Rows; r++)
        {
            ReadOnlySpan<float> from = distances.Row(r);
            for (int c = 0; c < from.Length; c++)
            {
                row[c] = scale * from[c];
            }
            ExpKernel.Apply(row);
            row.AsSpan(0, from.Length).CopyTo(result.Row(r));
        }
        return result;
    }

    // Mean squared error of what is said without the record itself; into the result, if there is one.
    private static double Fit(Matrix likeness, Matrix among, int[] labels, int classes, double penalty, Matrix? result)
    {
        int size = among.Rows;
        var gram = new Matrix(size, size);
        MatrixProduct.MultiplyTransposed(likeness, likeness, gram);
        double[] system = new double[size * size];
        double trace = 0;
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                system[(i * size) + j] = gram[i, j] + (penalty * among[i, j]);
            }
            trace += system[(i * size) + i];
        }
        for (int i = 0; i < size; i++)
        {
            system[(i * size) + i] += 1e-5 * trace / size;
        }
        Cholesky(system, size);
        double[] shares = new double[classes];
        foreach (int label in labels)
        {
            shares[label] += 1.0 / labels.Length;
        }
        double[] right = new double[classes * size];
        for (int r = 0; r < labels.Length; r++)
        {
            ReadOnlySpan<float> row = likeness.Row(r);
            for (int c = 0; c < classes; c++)
            {
                double y = (labels[r] == c ? 1 : 0) - shares[c];
                for (int i = 0; i < size; i++)
                {
                    right[(c * size) + i] += y * row[i];
                }
            }
        }
        for (int c = 0; c < classes; c++)
        {
            Forward(system, size, right.AsSpan(c * size, size));
        }
        double[] losses = new double[labels.Length];
        Parallel.For(0, labels.Length, r =>
        {
            double[] v = new double[size];
            ReadOnlySpan<float> row = likeness.Row(r);
            for (int i = 0; i < size; i++)
            {
                v[i] = row[i];
            }
            Forward(system, size, v);
            double own = 0;
            foreach (double x in v)
            {
                own += x * x;
            }
            own = Math.Min(own, 0.999);
            for (int c = 0; c < classes; c++)
            {
                double fit = 0;
                for (int i = 0; i < size; i++)
                {
                    fit += v[i] * right[(c * size) + i];
                }
                double y = (labels[r] == c ? 1 : 0) - shares[c];
                double without = (fit - (own * y)) / (1 - own);
                losses[r] += (y - without) * (y - without);
                if (result is not null)
                {
                    result[r, c] = (float)Math.Clamp(without + shares[c], 0, 1);
                }
            }
        });
        double sum = 0;
        foreach (double loss in losses)
        {
            sum += loss;
        }
        return sum / labels.Length;
    }

    private static void Cholesky(double[] a, int size)
    {
        for (int j = 0; j < size; j++)
        {
            for (int i = j; i < size; i++)
            {
                double sum = a[(i * size) + j];
                for (int k = 0; k < j; k++)
                {
                    sum -= a[(i * size) + k] * a[(j * size) + k];
                }
                a[(i * size) + j] = i == j ? Math.Sqrt(Math.Max(sum, 1e-12)) : sum / a[(j * size) + j];
            }
        }
    }

    private static void Forward(double[] lower, int size, Span<double> v)
    {
        for (int i = 0; i < size; i++)
        {
            double sum = v[i];
            ReadOnlySpan<double> row = lower.AsSpan(i * size, i);
            for (int k = 0; k < row.Length; k++)
            {
                sum -= row[k] * v[k];
            }
            v[i] = sum / lower[(i * size) + i];
        }
    }
}
