using System.Globalization;

namespace Hallmark.Operations.Yaml;

/// <summary>Values as people write them, in options and in files alike. What is wrong is named by the field that holds it.</summary>
public static class FieldText
{
    private const decimal Million = 1_000_000;

    /// <summary>A decimal number as millionths.</summary>
    /// <exception cref="UsageException">Not such a number.</exception>
    public static long Millionths(string text, string field) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value)
            && value is >= 0 and <= 1000 && value * Million == decimal.Floor(value * Million)
            ? (long)(value * Million)
            : throw new UsageException($"{field}: '{text}' is not a number from 0 to 1000 with at most six decimals");

    /// <summary>A moment in UTC, in seconds since 1970; null where there is no text.</summary>
    /// <exception cref="UsageException">Not a moment.</exception>
    public static long? Moment(string? text, string field)
    {
        if (text is null)
        {
            return null;
        }
        return DateTimeOffset.TryParseExact(
            text, ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ss'Z'"], CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time)
            ? time.ToUnixTimeSeconds()
            : throw new UsageException($"{field}: '{text}' is not a moment like 2027-01-31 or 2027-01-31T12:00:00Z");
    }
}
