namespace Hallmark.Learning;

/// <summary>
/// Minimises a smooth function by limited-memory BFGS (Nocedal, 1980) with a backtracking line search. Everything is done one
/// after the other in float64, so the same function gives the same bits.
/// </summary>
public static class LimitedMemoryBfgs
{
    private const int Memory = 8;
    private const int TrialsPerStep = 20;
    private const double SufficientDecrease = 1e-4; // Armijo

    /// <summary>The value at a point, and its derivatives into the second argument.</summary>
    public delegate double Function(double[] at, double[] gradient);

    /// <summary>Moves <paramref name="point"/> to where no derivative is above the tolerance, or as far as the iterations go.</summary>
    /// <param name="function">Smooth; it may give NaN or infinity where it must not be entered.</param>
    /// <param name="point">Where to start; moved in place.</param>
    /// <param name="iterations">Most steps taken.</param>
    /// <param name="tolerance">It ends where no derivative is larger than this.</param>
    /// <returns>How many steps were taken.</returns>
    public static int Minimise(Function function, double[] point, int iterations, double tolerance)
    {
        double[] gradient = new double[point.Length];
        double[] trial = new double[point.Length];
        double[] trialGradient = new double[point.Length];
        var history = new List<Correction>(Memory);
        double value = function(point, gradient);
        for (int iteration = 0; iteration < iterations; iteration++)
        {
            if (Largest(gradient) <= tolerance)
            {
                return iteration;
            }
            double[] direction = Direction(gradient, history);
            double slope = Dot(gradient, direction);
            double step = history.Count == 0 ? 1 / Math.Max(1, Math.Sqrt(-slope)) : 1;
            if (!Search(function, point, direction, value, slope, step, trial, trialGradient, out double found))
            {
                return iteration; // as low as float32 losses can tell
            }
            Remember(history, trial, point, trialGradient, gradient);
            value = found;
            trial.CopyTo(point, 0);
            (gradient, trialGradient) = (trialGradient, gradient);
        }
        return iterations;
    }

    private static bool Search(
        Function function, double[] point, double[] direction, double value, double slope, double step, double[] trial,
        double[] trialGradient, out double found)
    {
        for (int attempt = 0; attempt < TrialsPerStep; attempt++)
        {
            for (int i = 0; i < trial.Length; i++)
            {
                trial[i] = point[i] + (step * direction[i]);
            }
            found = function(trial, trialGradient);
            if (found <= value + (SufficientDecrease * step * slope))
            {
                return true;
            }
            // The lowest point of the parabola through what is known, kept within a tenth and a half of the step.
            double parabola = -slope * step / (2 * ((found - value) - (slope * step)));
            step *= double.IsFinite(parabola) ? Math.Clamp(parabola, 0.1, 0.5) : 0.1;
        }
        found = value;
        return false;
    }

    // The two-loop recursion.
    private static double[] Direction(double[] gradient, List<Correction> history)
    {
        double[] direction = new double[gradient.Length];
        AddScaled(direction, -1, gradient);
        double[] shares = new double[history.Count];
        for (int i = history.Count - 1; i >= 0; i--)
        {
            shares[i] = Dot(history[i].Step, direction) / history[i].Curvature;
            AddScaled(direction, -shares[i], history[i].Change);
        }
        if (history.Count > 0)
        {
            double scale = history[^1].Curvature / Dot(history[^1].Change, history[^1].Change);
            for (int i = 0; i < direction.Length; i++)
            {
                direction[i] *= scale;
            }
        }
        for (int i = 0; i < history.Count; i++)
        {
            double share = Dot(history[i].Change, direction) / history[i].Curvature;
            AddScaled(direction, shares[i] - share, history[i].Step);
        }
        return direction;
    }

    private static void Remember(List<Correction> history, double[] to, double[] from, double[] gradientTo, double[] gradientFrom)
    {
        double[] step = Difference(to, from);
        double[] change = Difference(gradientTo, gradientFrom);
        double curvature = Dot(step, change);
        if (curvature <= 1e-12 * Dot(change, change))
        {
            return; // rounding has eaten the curvature
        }
        if (history.Count == Memory)
        {
            history.RemoveAt(0);
        }
        history.Add(new Correction(step, change, curvature));
    }

    private static double[] Difference(double[] a, double[] b)
    {
        double[] result = new double[a.Length];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = a[i] - b[i];
        }
        return result;
    }

    private static void AddScaled(double[] sum, double factor, double[] values)
    {
        for (int i = 0; i < sum.Length; i++)
        {
            sum[i] += factor * values[i];
        }
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double Largest(double[] values)
    {
        double largest = 0;
        foreach (double value in values)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }
        return largest;
    }

    /// <summary>A step, the change of the gradient over it, and their product.</summary>
    private sealed record Correction(double[] Step, double[] Change, double Curvature);
}
