using System.Globalization;

namespace Hallmark.Data.Records;

/// <summary>
/// A decimal number as it is written, and which of them a number of 64 bits stands for. A text is the number whose nearest double it is
/// where it is what that double is written as: its shortest form ("R"), or the double itself rounded to as many digits as the text has.
/// All decimals of up to 15 digits are that, but next to 0, and so is whatever a program writes of a double with any number of digits.
/// So two texts of as many digits but of different values never share a double; what is none of these is rounded by whoever reads it, and
/// no number here.
/// Other spellings of one value (0.1, 0.10, 1e-1; -0, 0) are one number. Leading zeros and plus signs are parts of names and keys.
/// </summary>
internal readonly ref struct DecimalText
{
    private const int SafeDigits = 15; // decimals of so many digits and doubles go one to one, away from the smallest
    private const double Smallest = 1e-290;
    private const int DigitLimit = 767; // no double has more
    private const int ExponentLimit = 1_000_000;

    private static readonly ulong[] Tens =
    [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000, 100_000_000_000,
        1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000, 10_000_000_000_000_000,
        100_000_000_000_000_000, 1_000_000_000_000_000_000,
    ];

    private readonly ReadOnlySpan<char> _digits; // with the point, from the first that is not 0 to the last such one

    private DecimalText(ReadOnlySpan<char> digits, int count, int exponent, bool isWhole, bool hasPlus, bool hasZeros)
    {
        _digits = digits;
        (Count, Exponent) = (count, exponent);
        (IsWhole, HasPlus, HasLeadingZeros) = (isWhole, hasPlus, hasZeros);
    }

    /// <summary>Significant digits: from the first to the last that is not 0; none for zero.</summary>
    public int Count { get; }

    /// <summary>The power of ten of the first of them, at most a million either way.</summary>
    private int Exponent { get; }

    /// <summary>Digits alone, without point and exponent, as names and keys are.</summary>
    public bool IsWhole { get; }

    public bool HasPlus { get; }

    /// <summary>Zeros before another digit of the whole part: 007, 00, 01.5.</summary>
    public bool HasLeadingZeros { get; }

    /// <summary>Whether a number has neither plus sign, leading zeros nor space before it: at a glance, for most that there are.</summary>
    public static bool BeginsPlainly(ReadOnlySpan<char> text)
    {
        int first = text[0] == '-' ? 1 : 0;
        return text[first] is >= '1' and <= '9' or '.'
            || (text[first] == '0' && (text.Length == first + 1 || !char.IsAsciiDigit(text[first + 1])));
    }

    /// <summary>Whether a number is too short to be anything but what its nearest double is written as: at a glance, too.</summary>
    public static bool IsPlainlyExact(ReadOnlySpan<char> text, double nearest) =>
        text.Length <= SafeDigits && Math.Abs(nearest) >= Smallest && BeginsPlainly(text);

    /// <summary>Reads a plain decimal number, with optional sign, exponent and white space around it; false for anything else.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out DecimalText number)
    {
        number = default;
        ReadOnlySpan<char> rest = TrimmedLikeThePlatform(text);
        bool plus = !rest.IsEmpty && rest[0] == '+';
        rest = plus || (!rest.IsEmpty && rest[0] == '-') ? rest[1..] : rest;
        int end = rest.IndexOfAnyExceptInRange('0', '9');
        int whole = end < 0 ? rest.Length : end;
        int length = whole;
        if (length < rest.Length && rest[length] == '.')
        {
            int fraction = rest[(length + 1)..].IndexOfAnyExceptInRange('0', '9');
            length = fraction < 0 ? rest.Length : length + 1 + fraction;
        }
        if (length - (length > whole ? 1 : 0) == 0 || !TryExponent(rest[length..], out int exponent))
        {
            return false;
        }
        bool zeros = whole > 1 && rest[0] == '0';
        ReadOnlySpan<char> mantissa = rest[..length];
        int first = mantissa.IndexOfAnyInRange('1', '9');
        if (first < 0)
        {
            number = new DecimalText([], 0, 0, rest.Length == whole, plus, zeros);
            return true;
        }
        int last = mantissa.LastIndexOfAnyInRange('1', '9');
        int count = last - first + (first < whole && last > whole ? 0 : 1);
        int power = first < whole ? whole - 1 - first : whole - first;
        exponent = Math.Clamp(exponent + power, -ExponentLimit, ExponentLimit);
        number = new DecimalText(mantissa[first..(last + 1)], count, exponent, rest.Length == whole, plus, zeros);
        return true;
    }

    /// <summary>Whether this is what <paramref name="nearest"/>, the double nearest to it, is written as.</summary>
    public bool IsWrittenAs(double nearest)
    {
        if (Count == 0 || (Count <= SafeDigits && Math.Abs(nearest) >= Smallest))
        {
            return true;
        }
        if (Count > DigitLimit || nearest == 0)
        {
            return false;
        }
        if (IsNearerThanHalfADigit(Math.Abs(nearest)))
        {
            return true;
        }
        Span<char> written = stackalloc char[DigitLimit + 16];
        Span<char> format = stackalloc char[8];
        format[0] = 'E';
        (Count - 1).TryFormat(format[1..], out int digits, default, CultureInfo.InvariantCulture);
        return Same(nearest, "R", written) || Same(nearest, format[..(digits + 1)], written);
    }

    /// <summary>
    /// Whether the double lies within half of the last digit, and so is written like this with as many digits: exactly, in whole numbers,
    /// for the numbers that most files have. False does not say that it is not.
    /// </summary>
    private bool IsNearerThanHalfADigit(double nearest)
    {
        const int digits = 19; // fit 64 bits
        const int places = 22; // of ten to that power and of a double's 53 bits the product fits 128
        int scale = Count - 1 - Exponent;
        long bits = BitConverter.DoubleToInt64Bits(nearest);
        int shift = 1075 - (int)(bits >> 52); // the double is its fraction divided by two to this power
        if (Count > digits || scale is < 0 or > places || shift is < 1 or > 63)
        {
            return false;
        }
        ulong number = 0;
        foreach (char digit in _digits)
        {
            number = digit == '.' ? number : (number * 10) + (uint)(digit - '0');
        }
        UInt128 fraction = Math.BigMul((1UL << 52) | ((ulong)bits & ((1UL << 52) - 1)), Tens[Math.Min(scale, Tens.Length - 1)]);
        fraction *= Tens[Math.Max(0, scale - Tens.Length + 1)];
        UInt128 written = (UInt128)number << shift;
        UInt128 apart = written > fraction ? written - fraction : fraction - written;
        return apart < (UInt128)1 << (shift - 1);
    }

    private bool Same(double value, ReadOnlySpan<char> format, Span<char> scratch) =>
        value.TryFormat(scratch, out int length, format, CultureInfo.InvariantCulture)
        && TryRead(scratch[..length], out DecimalText written) && written.Exponent == Exponent && SameDigits(written._digits, _digits);

    private static bool SameDigits(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        int j = 0;
        foreach (char digit in a)
        {
            if (digit == '.')
            {
                continue;
            }
            j += j < b.Length && b[j] == '.' ? 1 : 0;
            if (j == b.Length || b[j++] != digit)
            {
                return false;
            }
        }
        return j == b.Length;
    }

    private static bool TryExponent(ReadOnlySpan<char> text, out int exponent)
    {
        exponent = 0;
        if (text.IsEmpty)
        {
            return true;
        }
        if (text[0] is not ('e' or 'E'))
        {
            return false;
        }
        text = text[1..];
        bool minus = !text.IsEmpty && text[0] == '-';
        text = minus || (!text.IsEmpty && text[0] == '+') ? text[1..] : text;
        foreach (char digit in text)
        {
            if (!char.IsAsciiDigit(digit))
            {
                return false;
            }
            exponent = Math.Min((exponent * 10) + (digit - '0'), ExponentLimit);
        }
        exponent = minus ? -exponent : exponent;
        return !text.IsEmpty;
    }

    /// <summary>Without the white space that the platform's number parser allows around a number.</summary>
    private static ReadOnlySpan<char> TrimmedLikeThePlatform(ReadOnlySpan<char> text) => text.Trim(" \t\n\v\f\r");
}
