using Hallmark.Learning;

namespace Hallmark.Quality.Labels;

/// <summary>
/// The chance of each true class to be given as each, written as a rate of wrong labels and, for each class, the directions in
/// which they go. Directions are learnt from counts; how far they may leave the even spread is decided by the counts themselves
/// (empirical Bayes: the Dirichlet strength of most evidence), so that symmetric noise stays symmetric on few records and noise
/// with a direction is seen.
/// </summary>
internal static class NoiseMatrix
{
    private const double LeastChance = 1e-6; // no label is impossible

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

    /// <param name="counts">How often each true class was given as each, <c>[true, given]</c>, in parts of records.</param>
    /// <param name="classes">At least 2.</param>
    public static double[] Directions(double[] counts, int classes)
    {
        if (classes == 2)
        {
            return EvenDirections(2);
        }
        double best = double.NegativeInfinity;
        double strength = s_strengths[^1];
        foreach (double candidate in s_strengths)
        {
            double evidence = Evidence(counts, classes, candidate);
            (best, strength) = evidence > best ? (evidence, candidate) : (best, strength);
        }
        double share = strength / (classes - 1);
        double[] directions = new double[classes * classes];
        for (int truth = 0; truth < classes; truth++)
        {
            double wrong = Wrong(counts, classes, truth);
            for (int given = 0; given < classes; given++)
            {
                directions[(truth * classes) + given] =
                    given == truth ? 0 : (counts[(truth * classes) + given] + share) / (wrong + strength);
            }
        }
        return directions;
    }

    /// <summary>The matrix <c>[true, given]</c> of a rate and directions.</summary>
    public static Matrix Of(double rate, double[] directions, int classes)
    {
        var result = new Matrix(classes, classes);
        for (int i = 0; i < directions.Length; i++)
        {
            double chance = i / classes == i % classes ? 1 - rate : rate * directions[i];
            result[i / classes, i % classes] = (float)Math.Max(chance, LeastChance);
        }
        return result;
    }

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
