using System.Globalization;

namespace Hallmark.Cel.Functions;

/// <summary>Numbers from text and as text, without anything that a culture or a lenient parser would add.</summary>
internal static class NumberText
{
    public static bool TryInt(string text, out long value)
    {
        value = 0;
        ReadOnlySpan<char> digits = text is ['-' or '+', ..] ? text.AsSpan(1) : text;
        return IsDigits(digits) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    public static bool TryUint(string text, out ulong value)
    {
        value = 0;
        return IsDigits(text) && ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>A finite decimal number, perhaps with an exponent; or NaN, Inf and Infinity, in any case of letters.</summary>
    public static bool TryDouble(string text, out double value)
    {
        ReadOnlySpan<char> size = text is ['-' or '+', ..] ? text.AsSpan(1) : text;
        if (size.Equals("nan", StringComparison.OrdinalIgnoreCase))
        {
            value = double.NaN;
            return size.Length == text.Length;
        }
        if (size.Equals("inf", StringComparison.OrdinalIgnoreCase) || size.Equals("infinity", StringComparison.OrdinalIgnoreCase))
        {
            value = text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }
        value = 0;
        return IsDecimal(size)
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
    }

    /// <summary>The shortest text that reads back as the same number: digits alone where they are few, else with an exponent.</summary>
    public static string Write(double value) => Layout(value, mostDigits: 6, infinity: "+Inf", fraction: "");

    /// <param name="mostDigits">From this many digits before the point on, an exponent is written.</param>
    /// <param name="fraction">What stands behind a whole number.</param>
    internal static string Layout(double value, int mostDigits, string infinity, string fraction)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "NaN" : value > 0 ? infinity : "-" + infinity.TrimStart('+');
        }
        string sign = double.IsNegative(value) ? "-" : "";
        (string digits, int point) = Shortest(Math.Abs(value));
        if (point > mostDigits || point < -3)
        {
            string mantissa = digits.Length == 1 ? digits : $"{digits[0]}.{digits[1..]}";
            int exponent = point - 1;
            string size = Math.Abs(exponent).ToString("D2", CultureInfo.InvariantCulture);
            return $"{sign}{mantissa}e{(exponent < 0 ? '-' : '+')}{size}";
        }
        if (point <= 0)
        {
            return $"{sign}0.{new string('0', -point)}{digits}";
        }
        return digits.Length <= point
            ? sign + digits.PadRight(point, '0') + fraction
            : $"{sign}{digits[..point]}.{digits[point..]}";
    }

    /// <summary>The digits of the shortest text, without zeros at the ends, and where the point is, counted from the first.</summary>
    private static (string Digits, int Point) Shortest(double value)
    {
        string shortest = value.ToString("R", CultureInfo.InvariantCulture);
        if (value == 0)
        {
            return ("0", 1);
        }
        int mark = shortest.IndexOf('E', StringComparison.Ordinal);
        string mantissa = mark < 0 ? shortest : shortest[..mark];
        int exponent = mark < 0 ? 0 : int.Parse(shortest.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        int dot = mantissa.IndexOf('.', StringComparison.Ordinal);
        int point = (dot < 0 ? mantissa.Length : dot) + exponent;
        string digits = dot < 0 ? mantissa : mantissa.Remove(dot, 1);
        string trimmed = digits.TrimStart('0');
        return (trimmed.TrimEnd('0'), point - (digits.Length - trimmed.Length));
    }

    private static bool IsDigits(ReadOnlySpan<char> text) => text.Length > 0 && text.IndexOfAnyExceptInRange('0', '9') < 0;

    private static bool IsDecimal(ReadOnlySpan<char> text)
    {
        int mark = text.IndexOfAny('e', 'E');
        if (mark >= 0)
        {
            ReadOnlySpan<char> exponent = text[(mark + 1)..];
            if (!IsDigits(exponent is ['-' or '+', ..] ? exponent[1..] : exponent))
            {
                return false;
            }
            text = text[..mark];
        }
        int dot = text.IndexOf('.');
        return dot < 0
            ? IsDigits(text)
            : text.Length > 1 && (dot == 0 || IsDigits(text[..dot])) && (dot == text.Length - 1 || IsDigits(text[(dot + 1)..]));
    }
}
