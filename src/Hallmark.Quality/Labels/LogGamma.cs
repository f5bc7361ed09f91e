using Hallmark.Learning;

namespace Hallmark.Quality.Labels;

/// <summary>Logarithm of the gamma function for positive numbers, from portable functions only.</summary>
internal static class LogGamma
{
    private const double HalfLogTwoPi = 0.91893853320467274178;

    /// <summary>Stirling's series, after the recurrence has brought the argument to 8 or more; relative error below 1e-12.</summary>
    public static double Of(double x)
    {
        double product = 1;
        while (x < 8)
        {
            product *= x;
            x += 1;
        }
        double inverse = 1 / x;
        double square = inverse * inverse;
        double series = inverse * ((1.0 / 12) - (square * ((1.0 / 360) - (square * ((1.0 / 1260) - (square * ((1.0 / 1680)
            - (square / 1188))))))));
        return ((x - 0.5) * PortableMath.Log(x)) - x + HalfLogTwoPi + series - PortableMath.Log(product);
    }
}
