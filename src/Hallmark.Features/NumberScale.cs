namespace Hallmark.Features;

/// <summary>
/// How the numbers of a column are brought where single precision holds them: columns far from 0, such as times in milliseconds, are
/// counted from their first number and made smaller, tiny ones larger, by a power of two. Otherwise differences between records would be
/// rounded away, or squares overflow. The checks bring every column to a common scale later, so nothing else changes.
/// </summary>
/// <param name="Origin">Subtracted first.</param>
/// <param name="Factor">A power of two.</param>
public readonly record struct NumberScale(double Origin, double Factor)
{
    private const int Exact = 24; // bits of single precision
    private const int Bias = 1023; // of the exponent of a double (IEEE 754)

    /// <param name="first">The first number of the column that is finite and not 0.</param>
    public static NumberScale From(double first)
    {
        int exponent = ((int)(BitConverter.DoubleToUInt64Bits(first) >> 52) & 0x7FF) - Bias;
        return exponent > Exact ? new NumberScale(first, PowerOfTwo(Exact - exponent))
            : exponent < -Exact ? new NumberScale(0, PowerOfTwo(-Exact - exponent))
            : new NumberScale(0, 1);
    }

    /// <summary>Takes the scale from the first number that can tell it; until then numbers are 0 or not finite, and stay so.</summary>
    public static float Of(double number, ref NumberScale? scale)
    {
        if (scale is null && double.IsFinite(number) && number != 0)
        {
            scale = From(number);
        }
        return scale is { } known ? (float)((number - known.Origin) * known.Factor) : (float)number;
    }

    private static double PowerOfTwo(int exponent) => BitConverter.Int64BitsToDouble((long)(exponent + Bias) << 52);
}
