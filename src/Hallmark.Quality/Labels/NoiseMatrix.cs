using Hallmark.Learning;

namespace Hallmark.Quality.Labels;

/// <summary>
/// The chance of each true class to be given as each, written as a rate of wrong labels and, for each class, the directions in
/// which they go; these sum to how many times the rate the class has, so that noise may be in one class alone. Both are learnt from
/// counts; how far they may leave the even spread, and the common rate, is decided by the counts themselves (empirical Bayes: the
/// Dirichlet and Beta strengths of most evidence), so that symmetric noise stays symmetric on few records and other noise is seen.
/// </summary>
internal static class NoiseMatrix
{
    private const double LeastChance = 1e-6; // no label is impossible

    private const double LargestRate = 0.6; // of one class

    // Of any one wrong class to the right one. Were a wrong class given more often than the right one, the two would only have changed
    // names, and nothing in the data could tell; near that, chance decides. So no two classes swap more than the highest rate tried.
    private const double LargestOdds = NoiseScan.HighestRate / (1 - NoiseScan.HighestRate);

    private static readonly double[] s_strengths = [1, 3, 10, 30, 100, 300, 1000, 3000];

    /// <summary>Wrong labels go everywhere alike.</summary>
    public static double[] EvenDirections(int classes)
    {
        double[] directions = new double[classes * classes];
        for (int i = 0; i < directions.Length; i++)
        {
            directions[i] = i / classes == i % classes ? 0 : 1.0 / (classes - 1);
        }
        return directions;
    }

    /// <summary>All ways of sending each class's wrong labels to one other class; none if there is one, or more than asked for.</summary>
    public static IReadOnlyList<double[]> SingleDirections(int classes, int most)
    {
        double count = 1;
        for (int c = 0; c < classes && count <= most; c++)
        {
            count *= classes - 1;
        }
        return count > most || count < 2 ? [] : [.. Enumerable.Range(0, (int)count).Select(way => SingleDirection(way, classes))];
    }

    /// <param name="counts">How often each true class was given as each, <c>[true, given]</c>, in parts of records.</param>
    /// <param name="classes">At least 2.</param>
    public static double[] Directions(double[] counts, int classes)
    {
        double best = double.NegativeInfinity;
        double strength = s_strengths[^1];
        foreach (double candidate in s_strengths)
        {
            double evidence = Evidence(counts, classes, candidate);
            (best, strength) = evidence > best ? (evidence, candidate) : (best, strength);
        }
        double share = strength / (classes - 1);
        double[] times = TimesTheRate(counts, classes);
        double[] directions = new double[classes * classes];
        for (int truth = 0; truth < classes; truth++)
        {
            double wrong = Wrong(counts, classes, truth);
            for (int given = 0; given < classes; given++)
            {
                directions[(truth * classes) + given] =
                    given == truth ? 0 : times[truth] * (counts[(truth * classes) + given] + share) / (wrong + strength);
            }
        }
        return directions;
    }

    /// <summary>The matrix <c>[true, given]</c> of a rate and directions.</summary>
    public static Matrix Of(double rate, double[] directions, int classes)
    {
        var result = new Matrix(classes, classes);
        for (int truth = 0; truth < classes; truth++)
        {
            ReadOnlySpan<double> row = directions.AsSpan(truth * classes, classes);
            double times = 0;
            double largest = 0;
            foreach (double direction in row)
            {
                times += direction;
                largest = Math.Max(largest, direction);
            }
            double scale = rate * times > LargestRate ? LargestRate / times : rate;
            scale = Math.Min(scale, LargestOdds / (largest + (LargestOdds * times)));
            for (int given = 0; given < classes; given++)
            {
                double chance = given == truth ? 1 - (scale * times) : scale * row[given];
                result[truth, given] = (float)Math.Max(chance, LeastChance);
            }
        }
        return result;
    }

    // The digits of the number to the base of the other classes say where each class's labels go.
    private static double[] SingleDirection(int way, int classes)
    {
        double[] directions = new double[classes * classes];
        for (int truth = 0; truth < classes; truth++, way /= classes - 1)
        {
            int other = way % (classes - 1);
            directions[(truth * classes) + other + (other >= truth ? 1 : 0)] = 1;
        }
        return directions;
    }

    // Each class's share of wrong labels over the common one, drawn towards 1 with the Beta strength of most evidence.
    private static double[] TimesTheRate(double[] counts, int classes)
    {
        double[] wrong = new double[classes];
        double[] all = new double[classes];
        double allWrong = 0;
        double sum = 0;
        for (int truth = 0; truth < classes; truth++)
        {
            wrong[truth] = Wrong(counts, classes, truth);
            all[truth] = wrong[truth] + counts[(truth * classes) + truth];
            allWrong += wrong[truth];
            sum += all[truth];
        }
        double common = Math.Clamp(allWrong / sum, 1e-4, LargestRate);
        double best = double.NegativeInfinity;
        double strength = s_strengths[^1];
        foreach (double candidate in s_strengths)
        {
            double evidence = 0;
            for (int truth = 0; truth < classes; truth++)
            {
                evidence += LogBeta((candidate * common) + wrong[truth], (candidate * (1 - common)) + all[truth] - wrong[truth])
                    - LogBeta(candidate * common, candidate * (1 - common));
            }
            (best, strength) = evidence > best ? (evidence, candidate) : (best, strength);
        }
        double[] times = new double[classes];
        for (int truth = 0; truth < classes; truth++)
        {
            times[truth] = (wrong[truth] + (strength * common)) / (all[truth] + strength) / common;
        }
        return times;
    }

    private static double LogBeta(double a, double b) => LogGamma.Of(a) + LogGamma.Of(b) - LogGamma.Of(a + b);

    // Logarithm of the Dirichlet-multinomial likelihood, rows independent.
    private static double Evidence(double[] counts, int classes, double strength)
    {
        double share = strength / (classes - 1);
        double sum = 0;
        for (int truth = 0; truth < classes; truth++)
        {
            sum += LogGamma.Of(strength) - LogGamma.Of(strength + Wrong(counts, classes, truth));
            for (int given = 0; given < classes; given++)
            {
                sum += given == truth ? 0 : LogGamma.Of(counts[(truth * classes) + given] + share) - LogGamma.Of(share);
            }
        }
        return sum;
    }

    private static double Wrong(double[] counts, int classes, int truth)
    {
        double sum = 0;
        for (int given = 0; given < classes; given++)
        {
            sum += given == truth ? 0 : counts[(truth * classes) + given];
        }
        return sum;
    }
}
