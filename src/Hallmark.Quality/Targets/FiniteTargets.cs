using Hallmark.Learning;

namespace Hallmark.Quality.Targets;

/// <summary>
/// Targets of any size made such that their squares and sums stay finite: all are divided by one power of two, which changes no digit and,
/// as no verdict hangs on the unit of a target, no verdict; a few that are still beyond all others by far lie at the bound, far off as they
/// are. Those of ordinary size stay as they are. Contrast <see cref="TargetScale"/>, which a model learns by and keeps.
/// </summary>
/// <param name="Targets">Where some are not numbers, neither are these.</param>
/// <param name="Exponent">Of the power of two that they were divided by, 0 for none.</param>
internal readonly record struct FiniteTargets(double[] Targets, int Exponent)
{
    private const int Ordinary = 400; // of the median's exponent
    private const int Largest = 500; // squares below 2^1000: a sum of 2^20 of them is finite
    private static readonly double Bound = Math.ScaleB(1, Largest);

    public static FiniteTargets Of(double[] targets)
    {
        double[] sizes = [.. targets.Where(double.IsFinite).Select(Math.Abs).Order()];
        if (sizes.Length == 0 || sizes[^1] <= Bound)
        {
            return new(targets, 0);
        }
        int exponent = Math.Max(0, ExponentOf(sizes[sizes.Length / 2]) - Ordinary);
        return new([.. targets.Select(target => Math.Clamp(Math.ScaleB(target, -exponent), -Bound, Bound))], exponent);
    }

    /// <summary>Of a number of ordinary size or larger, from its bits: the platform's logarithm may be any library's.</summary>
    private static int ExponentOf(double value) => (int)(BitConverter.DoubleToUInt64Bits(value) >> 52) - 1_023;

    /// <summary>In the unit of the targets; the largest number there is where none could hold it.</summary>
    public double Back(double value) => Exponent == 0 || !double.IsFinite(value)
        ? value
        : Math.Clamp(Math.ScaleB(value, Exponent), -double.MaxValue, double.MaxValue);
}
