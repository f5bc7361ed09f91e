using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hallmark.Scheduling;

/// <summary>
/// How alike two points are, from 1 for equal ones towards 0, as a function of their distance that nowhere grows. Only sums,
/// products, quotients, roots and bit operations, so every machine gives the same bits, and a vector the same as its numbers one by one.
/// </summary>
public readonly record struct SimilarityKernel
{
    private const double InverseLn2 = 1.4426950408889634;
    private const double Ln2High = 6.93147180369123816490e-01; // 32 trailing zero bits: its product with an exponent is exact
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const double Lowest = -700; // far below anything that a rounded sum could show, and its exponential is still a normal number
    private const long Kept = ~0xFFFL; // drops 12 bits: what is left is so coarse that rounding further on cannot make likeness grow
    private const double IntegerShift = 6755399441055744; // 1.5 · 2^52: added to a small whole number, its last bits are that number

    // 1/13!, 1/12!, … 1/2!: on [-ln 2 / 2, ln 2 / 2] what is left out is below 1e-17.
    private static readonly double[] s_series =
    [
        1.0 / 6227020800, 1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880, 1.0 / 40320, 1.0 / 5040, 1.0 / 720, 1.0 / 120,
        1.0 / 24, 1.0 / 6, 1.0 / 2,
    ];

    private readonly double _scale;
    private readonly bool _gaussian;

    private SimilarityKernel(bool gaussian, double scale) => (_gaussian, _scale) = (gaussian, scale);

    /// <summary><c>1 / (1 + d / s)</c> for the distance d. With a scale of 0 equal points are alike, others not at all.</summary>
    public static SimilarityKernel InverseDistance(double scale) => new(gaussian: false, scale);

    /// <summary><c>exp(-d² / w)</c> for the distance d. With a width of 0 equal points are alike, others not at all.</summary>
    public static SimilarityKernel Gaussian(double width) => new(gaussian: true, width);

    /// <param name="squaredDistance">At least 0, finite.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Of(double squaredDistance)
    {
        if (_scale == 0 || squaredDistance == 0)
        {
            return squaredDistance == 0 ? 1 : 0;
        }
        if (!_gaussian)
        {
            return 1 / (1 + (Math.Sqrt(squaredDistance) / _scale));
        }
        double x = BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(-(squaredDistance / _scale)) & Kept);
        x = x < Lowest ? Lowest : x;
        double power = Math.Floor((x * InverseLn2) + 0.5);
        double rest = x - (power * Ln2High) - (power * Ln2Low);
        double sum = s_series[0];
        for (int i = 1; i < s_series.Length; i++)
        {
            sum = (sum * rest) + s_series[i];
        }
        sum = (((sum * rest) + 1) * rest) + 1;
        long bits = unchecked((BitConverter.DoubleToInt64Bits(power + IntegerShift) + 1023) << 52);
        return sum * BitConverter.Int64BitsToDouble(bits);
    }

    /// <summary>Replaces each squared distance by its likeness: the same numbers as <see cref="Of"/> gives.</summary>
    public void Apply(Span<double> squaredDistances)
    {
        int i = 0;
        if (_scale != 0 && _gaussian)
        {
            for (; i <= squaredDistances.Length - Vector256<double>.Count; i += Vector256<double>.Count)
            {
                Span<double> four = squaredDistances.Slice(i, Vector256<double>.Count);
                GaussianOf(Vector256.Create<double>(four)).CopyTo(four);
            }
        }
        for (; i < squaredDistances.Length; i++)
        {
            squaredDistances[i] = Of(squaredDistances[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Vector256<double> GaussianOf(Vector256<double> squared)
    {
        Vector256<double> x = ((-(squared / Vector256.Create(_scale))).AsInt64() & Vector256.Create(Kept)).AsDouble();
        x = Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256.Create(Lowest)), Vector256.Create(Lowest), x);
        Vector256<double> power = Vector256.Floor((x * InverseLn2) + Vector256.Create(0.5));
        Vector256<double> rest = x - (power * Ln2High) - (power * Ln2Low);
        Vector256<double> sum = Vector256.Create(s_series[0]);
        for (int i = 1; i < s_series.Length; i++)
        {
            sum = (sum * rest) + Vector256.Create(s_series[i]);
        }
        sum = (((sum * rest) + Vector256.Create(1.0)) * rest) + Vector256.Create(1.0);
        Vector256<long> bits = Vector256.ShiftLeft((power + Vector256.Create(IntegerShift)).AsInt64() + Vector256.Create(1023L), 52);
        return sum * bits.AsDouble(); // at 0 the series is exactly 1, as in Of
    }
}
