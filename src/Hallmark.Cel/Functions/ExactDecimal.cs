using System.Globalization;
using System.Numerics;

namespace Hallmark.Cel.Functions;

/// <summary>Doubles with a given number of decimals, rounded from their exact value, halves to even.</summary>
internal static class ExactDecimal
{
    private const int MantissaBits = 52;
    private const int ExponentBias = 1075;

    /// <summary>As in 1234.500.</summary>
    public static string Fixed(double value, int decimals)
    {
        string digits = Scaled(Math.Abs(value), decimals).ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');
        string sign = double.IsNegative(value) ? "-" : "";
        return decimals == 0 ? sign + digits : $"{sign}{digits[..^decimals]}.{digits[^decimals..]}";
    }

    /// <summary>As in 1.2345e+03.</summary>
    public static string Scientific(double value, int decimals)
    {
        double size = Math.Abs(value);
        int exponent = size == 0 ? 0 : Exponent(size);
        string digits = Scaled(size, decimals - exponent).ToString(CultureInfo.InvariantCulture).PadRight(decimals + 1, '0');
        if (digits.Length > decimals + 1)
        {
            exponent++;
            digits = digits[..(decimals + 1)];
        }
        string fraction = decimals == 0 ? "" : "." + digits[1..];
        string power = Math.Abs(exponent).ToString("D2", CultureInfo.InvariantCulture);
        return $"{(double.IsNegative(value) ? "-" : "")}{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{power}";
    }

    /// <summary>The power of ten of the first digit: the shortest text has the right one.</summary>
    private static int Exponent(double size)
    {
        string text = size.ToString("E16", CultureInfo.InvariantCulture);
        return int.Parse(text.AsSpan(text.IndexOf('E') + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
    }

    /// <summary>size × 10^power as the nearest whole number.</summary>
    private static BigInteger Scaled(double size, int power)
    {
        long bits = BitConverter.DoubleToInt64Bits(size);
        int biased = (int)(bits >> MantissaBits);
        BigInteger numerator = (bits & ((1L << MantissaBits) - 1)) | (biased == 0 ? 0 : 1L << MantissaBits);
        BigInteger denominator = BigInteger.One;
        int shift = Math.Max(biased, 1) - ExponentBias;
        (numerator, denominator) = shift >= 0 ? (numerator << shift, denominator) : (numerator, denominator << -shift);
        BigInteger ten = BigInteger.Pow(10, Math.Abs(power));
        (numerator, denominator) = power >= 0 ? (numerator * ten, denominator) : (numerator, denominator * ten);
        BigInteger whole = BigInteger.DivRem(numerator, denominator, out BigInteger rest);
        int half = (rest * 2).CompareTo(denominator);
        return half > 0 || (half == 0 && !whole.IsEven) ? whole + 1 : whole;
    }
}
