namespace Hallmark.Quality.Targets;

/// <summary>
/// Targets of any size made such that their squares and sums stay finite: all are divided by one power of two, which changes no digit and,
/// as nothing here hangs on the unit of a target, no verdict. Those of ordinary size stay as they are.
/// </summary>
/// <param name="Targets">Where some are not numbers, neither are these.</param>
/// <param name="Exponent">Of the power of two that they were divided by, 0 for none.</param>
internal readonly record struct TargetScale(double[] Targets, int Exponent)
{
    private const int Ordinary = 400; // squares below 2^800: a sum of 2^200 of them is finite

    public static TargetScale Of(double[] targets)
    {
        double largest = targets.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        int exponent = Math.Max(0, ExponentOf(largest) - Ordinary);
        return exponent == 0 ? new(targets, 0) : new([.. targets.Select(target => Math.ScaleB(target, -exponent))], exponent);
    }

    /// <summary>Of a number of ordinary size or larger, from its bits: the platform's logarithm may be any library's.</summary>
    private static int ExponentOf(double value) => (int)(BitConverter.DoubleToUInt64Bits(value) >> 52) - 1_023;

    /// <summary>In the unit of the targets; the largest number there is where none could hold it.</summary>
    public double Back(double value) => Exponent == 0 || !double.IsFinite(value)
        ? value
        : Math.Clamp(Math.ScaleB(value, Exponent), -double.MaxValue, double.MaxValue);
}
