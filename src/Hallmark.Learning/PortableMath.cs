namespace Hallmark.Learning;

/// <summary>
/// Transcendental functions from + - * / and bit operations only. The runtime's own call the C library of the machine, whose
/// last bits differ; these give the same bits everywhere. Relative error at most 1e-15 over normal results. Every NaN that
/// leaves here has one bit pattern, because the sign of a NaN made by an invalid operation depends on the CPU.
/// </summary>
public static class PortableMath
{
    private const double InverseLn2 = 1.4426950408889634;

    // ln 2 in two parts: the first has 32 trailing zero bits, so its product with an exponent is exact (Cody and Waite, 1980).
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;

    private const int MantissaBits = 52;
    private const int ExponentBias = 1023;

    /// <summary>The one double NaN: positive, quiet, empty payload.</summary>
    public static readonly double CanonicalNaN = BitConverter.UInt64BitsToDouble(0x7FF8_0000_0000_0000);

    /// <summary>The one float NaN: positive, quiet, empty payload.</summary>
    public static readonly float CanonicalFloatNaN = BitConverter.UInt32BitsToSingle(0x7FC0_0000);

    /// <summary>The value itself, or the one NaN for any NaN.</summary>
    public static double Canonical(double value) => double.IsNaN(value) ? CanonicalNaN : value;

    /// <inheritdoc cref="Canonical(double)"/>
    public static float Canonical(float value) => float.IsNaN(value) ? CanonicalFloatNaN : value;

    /// <summary>e to the x: 0 below -745.2, infinite above 709.8.</summary>
    public static double Exp(double x)
    {
        if (double.IsNaN(x))
        {
            return CanonicalNaN;
        }
        if (x > 709.79)
        {
            return double.PositiveInfinity;
        }
        if (x < -745.2)
        {
            return 0;
        }
        double power = Math.Floor((x * InverseLn2) + 0.5);
        double rest = (x - (power * Ln2High)) - (power * Ln2Low);
        return Scale(1 + ExpMinusOneSeries(rest, terms: 14), (int)power);
    }

    /// <summary>Natural logarithm: minus infinity at 0, NaN below.</summary>
    public static double Log(double x)
    {
        if (double.IsNaN(x) || x < 0)
        {
            return CanonicalNaN;
        }
        if (x == 0)
        {
            return double.NegativeInfinity;
        }
        if (double.IsPositiveInfinity(x))
        {
            return x;
        }
        (double mantissa, int exponent) = Split(x);
        double s = (mantissa - 1) / (mantissa + 1); // ln m = 2 artanh s, |s| < 0.172
        double square = s * s;
        double sum = 0;
        for (int odd = 25; odd >= 3; odd -= 2)
        {
            sum = square * ((1.0 / odd) + sum);
        }
        double series = (2 * s) + (2 * s * sum);
        return (exponent * Ln2High) + ((exponent * Ln2Low) + series);
    }

    public static double Tanh(double x)
    {
        if (double.IsNaN(x))
        {
            return CanonicalNaN;
        }
        double magnitude = Math.Abs(x);
        if (magnitude > 22)
        {
            return x < 0 ? -1 : 1;
        }
        // Through e^y - 1 and not e^y, which would cancel near 0.
        double y = -2 * magnitude;
        double expMinusOne = y > -1 ? ExpMinusOneSeries(y, terms: 19) : Exp(y) - 1;
        double result = -expMinusOne / (2 + expMinusOne);
        return x < 0 ? -result : result;
    }

    /// <summary>1 / (1 + e^-x).</summary>
    public static double Sigmoid(double x)
    {
        if (x >= 0)
        {
            return 1 / (1 + Exp(-x));
        }
        double e = Exp(x);
        return Canonical(e / (1 + e));
    }

    // x + x²/2! + … in Horner form; 14 terms for |x| ≤ 0.35 and 19 for |x| ≤ 1 leave less than 1e-17 of the sum.
    private static double ExpMinusOneSeries(double x, int terms)
    {
        double sum = 1;
        for (int n = terms; n >= 2; n--)
        {
            sum = 1 + (x * sum / n);
        }
        return x * sum;
    }

    // value · 2^power, value near 1. Two steps below the normal range, so that rounding happens once, at the end.
    private static double Scale(double value, int power) =>
        power > ExponentBias ? value * PowerOfTwo(ExponentBias) * PowerOfTwo(power - ExponentBias)
        : power < -1000 ? value * PowerOfTwo(power + 200) * PowerOfTwo(-200)
        : value * PowerOfTwo(power);

    private static double PowerOfTwo(int power) => BitConverter.Int64BitsToDouble((long)(power + ExponentBias) << MantissaBits);

    // x = mantissa · 2^exponent with the mantissa in [√½, √2), so that ln never sums two large opposite parts. x positive, finite.
    private static (double Mantissa, int Exponent) Split(double x)
    {
        int exponent = 0;
        if (!double.IsNormal(x))
        {
            x *= PowerOfTwo(54);
            exponent = -54;
        }
        long bits = BitConverter.DoubleToInt64Bits(x);
        exponent += (int)(bits >> MantissaBits) - ExponentBias;
        double mantissa = BitConverter.Int64BitsToDouble((bits & ((1L << MantissaBits) - 1)) | ((long)ExponentBias << MantissaBits));
        return mantissa >= 1.4142135623730951 ? (mantissa / 2, exponent + 1) : (mantissa, exponent);
    }
}
