using Hallmark.Learning;

namespace Hallmark.Experiments.Providers;

/// <summary>Random shares that sum to 1, by gamma variables (Marsaglia and Tsang, 2000).</summary>
internal static class Dirichlet
{
    /// <param name="random">Drawn from.</param>
    /// <param name="parts">How many shares.</param>
    /// <param name="concentration">The same for all parts; above 0.</param>
    public static double[] Draw(SeededRandom random, int parts, double concentration)
    {
        double[] shares = new double[parts];
        double sum = 0;
        for (int i = 0; i < parts; i++)
        {
            shares[i] = Gamma(random, concentration);
            sum += shares[i];
        }
        return [.. shares.Select(share => sum > 0 ? share / sum : 1.0 / parts)];
    }

    private static double Gamma(SeededRandom random, double shape)
    {
        if (shape < 1)
        {
            double below = Gamma(random, shape + 1);
            return below * PortableMath.Exp(PortableMath.Log(1 - random.NextDouble()) / shape);
        }
        double d = shape - (1.0 / 3);
        double c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = random.NextGaussian();
            double cube = 1 + (c * x);
            cube = cube * cube * cube;
            double limit = (x * x / 2) + d - (d * cube) + (d * PortableMath.Log(Math.Max(cube, 1e-300)));
            if (cube > 0 && PortableMath.Log(1 - random.NextDouble()) < limit)
            {
                return d * cube;
            }
        }
    }
}
