using System.Text.RegularExpressions;
using Hallmark.Data.Records;

namespace Hallmark.Data.Sources;

/// <summary>
/// Dates as people write them: day, month and year of four digits, with points, slashes or hyphens between them; a time may follow as in
/// <see cref="MomentText"/>. Nobody knows of 01/02/2026 which of the two is the day, so it is declared, or shown by another date of the
/// table; where it is neither, they stay text, and this is said. A year that comes first is followed by the month.
/// </summary>
internal static partial class WrittenDates
{
    private const int TextLimit = 64;

    /// <summary>Whether a text looks like such a date, years of two digits among them.</summary>
    public static bool IsOne(string text) => Date().IsMatch(text);

    /// <summary>As <see cref="MomentText.Read"/>, of texts that it does not know.</summary>
    public static MomentKinds Read(ReadOnlySpan<char> text, DateOrder order, out long value)
    {
        value = 0;
        ReadOnlySpan<char> rest = text.Trim(' ');
        if (rest.Length > TextLimit || !TryNumber(ref rest, out int first, out int firstDigits) || rest.IsEmpty)
        {
            return MomentKinds.Other;
        }
        char sign = rest[0];
        if (sign is not ('.' or '/' or '-') || !TryPart(ref rest, sign, out int second, out int secondDigits)
            || !TryPart(ref rest, sign, out int third, out int thirdDigits))
        {
            return MomentKinds.Other;
        }
        bool isYearFirst = firstDigits == 4;
        (int year, int month, int day) = isYearFirst ? (first, second, third)
            : order == DateOrder.MonthFirst ? (third, first, second) : (third, second, first);
        bool isDate = secondDigits <= 2 && (isYearFirst ? thirdDigits <= 2
            : order != DateOrder.YearFirst && firstDigits <= 2 && thirdDigits == 4);
        return isDate ? MomentText.Read($"{year:0000}-{month:00}-{day:00}{rest}", out value) : MomentKinds.Other;
    }

    private static bool TryPart(ref ReadOnlySpan<char> text, char sign, out int number, out int digits)
    {
        (number, digits) = (0, 0);
        if (text.IsEmpty || text[0] != sign)
        {
            return false;
        }
        text = text[1..];
        return TryNumber(ref text, out number, out digits);
    }

    /// <summary>Takes one to four digits.</summary>
    private static bool TryNumber(ref ReadOnlySpan<char> text, out int number, out int digits)
    {
        number = 0;
        for (digits = 0; digits < text.Length && char.IsAsciiDigit(text[digits]) && digits <= 4; digits++)
        {
            number = (number * 10) + (text[digits] - '0');
        }
        text = text[digits..];
        return digits is >= 1 and <= 4;
    }

    [GeneratedRegex(@"^ *[0-9]{1,2}([./-])[0-9]{1,2}\1(?:[0-9]{4}|[0-9]{2})(?:[ T,].{0,20})? *\z")]
    private static partial Regex Date();
}
