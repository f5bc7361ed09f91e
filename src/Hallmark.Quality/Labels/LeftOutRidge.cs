using Hallmark.Learning;

namespace Hallmark.Quality.Labels;

/// <summary>
/// Ridge regression on the indicators of the classes, and what it says of records that it did not see (as Rifkin, Yeo and Poggio, 2003).
/// Leaving out one record is a formula there and not another fit (the fit less the record's leverage; Allen, 1974), so no folds need be
/// drawn and nothing hangs on a seed. Records that may not vouch for each other are left out by folds.
/// </summary>
internal sealed class LeftOutRidge
{
    private const double Jitter = 1e-5; // of the mean diagonal: makes the system positive definite in spite of rounding
    private const double LargestLeverage = 0.999;

    private readonly Matrix _inputs;
    private readonly Matrix _penalised;
    private readonly int[] _labels;
    private readonly int _classes;
    private readonly int[]? _folds;
    private readonly double[] _shares;
    private readonly Part[] _parts;

    /// <param name="inputs"><c>[records, inputs]</c>.</param>
    /// <param name="penalised">
    /// <c>[inputs, inputs]</c>: the quadratic form that is kept small, symmetric and not negative.
    /// </param>
    /// <param name="labels">The class given for each record.</param>
    /// <param name="classes">At least 2.</param>
    /// <param name="folds">Of each record, from 0, no record being seen with others of its fold; null: each is left out by itself.</param>
    public LeftOutRidge(Matrix inputs, Matrix penalised, int[] labels, int classes, int[]? folds)
    {
        (_inputs, _penalised, _labels, _classes, _folds) = (inputs, penalised, labels, classes, folds);
        _shares = new double[classes];
        foreach (int label in labels)
        {
            _shares[label] += 1.0 / labels.Length;
        }
        int[] all = [.. Enumerable.Range(0, labels.Length)];
        _parts = folds is null ? [Make(all, all)]
            : [.. folds.Distinct().Order().Select(fold =>
                Make([.. all.Where(record => folds[record] != fold)], [.. all.Where(record => folds[record] == fold)]))];
    }

    /// <param name="strength">Of the penalty, above 0.</param>
    /// <returns>
    /// The mean squared error, and about the chance of each class to be given, <c>[records, classes]</c>, in [0, 1]; both by fits that did
    /// not see the record.
    /// </returns>
    public (double Loss, Matrix Shares) Fit(double strength)
    {
        var said = new Matrix(_labels.Length, _classes);
        double[] losses = new double[_labels.Length];
        foreach (Part part in _parts)
        {
            Say(part, strength, said, losses);
        }
        double sum = 0;
        foreach (double loss in losses)
        {
            sum += loss;
        }
        return (sum / _labels.Length, said);
    }

    private void Say(Part part, double strength, Matrix said, double[] losses)
    {
        int size = _inputs.Columns;
        double[] lower = Factor(part, strength);
        double[] right = [.. part.RightSides];
        for (int c = 0; c < _classes; c++)
        {
            SolveLower(lower, size, right.AsSpan(c * size, size));
        }
        Parallel.ForEach(part.Judged, record =>
        {
            double[] solved = new double[size];
            ReadOnlySpan<float> row = _inputs.Row(record);
            for (int i = 0; i < size; i++)
            {
                solved[i] = row[i];
            }
            SolveLower(lower, size, solved);
            double leverage = _folds is null ? Math.Min(Dot(solved, solved), LargestLeverage) : 0;
            for (int c = 0; c < _classes; c++)
            {
                double target = (_labels[record] == c ? 1 : 0) - _shares[c];
                double unseen = (Dot(solved, right.AsSpan(c * size, size)) - (leverage * target)) / (1 - leverage);
                losses[record] += (target - unseen) * (target - unseen);
                said[record, c] = (float)Math.Clamp(unseen + _shares[c], 0, 1);
            }
        });
    }

    // The lower triangle L with L·Lᵀ = XᵀX + strength · penalty (Cholesky).
    private double[] Factor(Part part, double strength)
    {
        int size = _inputs.Columns;
        double[] lower = [.. part.Gram];
        double trace = 0;
        for (int i = 0; i < lower.Length; i++)
        {
            lower[i] += strength * _penalised.Values[i];
            trace += i / size == i % size ? lower[i] : 0;
        }
        for (int i = 0; i < size; i++)
        {
            lower[(i * size) + i] += Jitter * trace / size;
        }
        double least = Jitter * Jitter * trace / size;
        for (int j = 0; j < size; j++)
        {
            ReadOnlySpan<double> ofColumn = lower.AsSpan(j * size, j);
            double pivot = Math.Sqrt(Math.Max(lower[(j * size) + j] - Dot(ofColumn, ofColumn), Math.Max(least, double.Epsilon)));
            lower[(j * size) + j] = pivot;
            for (int i = j + 1; i < size; i++)
            {
                lower[(i * size) + j] = (lower[(i * size) + j] - Dot(lower.AsSpan(i * size, j), ofColumn)) / pivot;
            }
        }
        return lower;
    }

    // In double precision, without which columns that are nearly the same would make the system indefinite.
    private Part Make(int[] learnt, int[] judged)
    {
        int size = _inputs.Columns;
        double[][] columns = [.. Enumerable.Range(0, size).Select(_ => new double[learnt.Length])];
        double[] right = new double[_classes * size];
        double[] sums = new double[size];
        for (int at = 0; at < learnt.Length; at++)
        {
            ReadOnlySpan<float> row = _inputs.Row(learnt[at]);
            Span<double> own = right.AsSpan(_labels[learnt[at]] * size, size);
            for (int i = 0; i < size; i++)
            {
                columns[i][at] = row[i];
                own[i] += row[i];
                sums[i] += row[i];
            }
        }
        for (int i = 0; i < right.Length; i++)
        {
            right[i] -= _shares[i / size] * sums[i % size];
        }
        double[] gram = new double[size * size];
        Parallel.For(0, size, i =>
        {
            for (int j = 0; j <= i; j++)
            {
                gram[(i * size) + j] = gram[(j * size) + i] = Dot(columns[i], columns[j]);
            }
        });
        return new Part(judged, gram, right);
    }

    private static void SolveLower(double[] lower, int size, Span<double> vector)
    {
        for (int i = 0; i < size; i++)
        {
            vector[i] = (vector[i] - Dot(lower.AsSpan(i * size, i), vector[..i])) / lower[(i * size) + i];
        }
    }

    // Four sums side by side, whatever the machine: they do not wait for each other.
    private static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        double a = 0, b = 0, c = 0, d = 0;
        int i = 0;
        for (; i <= left.Length - 4; i += 4)
        {
            a += left[i] * right[i];
            b += left[i + 1] * right[i + 1];
            c += left[i + 2] * right[i + 2];
            d += left[i + 3] * right[i + 3];
        }
        for (; i < left.Length; i++)
        {
            a += left[i] * right[i];
        }
        return a + b + (c + d);
    }

    /// <summary>Records that are judged by the same others.</summary>
    /// <param name="Judged">Their places.</param>
    /// <param name="Gram">XᵀX of the others, <c>[inputs · inputs]</c>.</param>
    /// <param name="RightSides">Xᵀ times their indicators less the classes' shares, class by class.</param>
    private sealed record Part(int[] Judged, double[] Gram, double[] RightSides);
}
