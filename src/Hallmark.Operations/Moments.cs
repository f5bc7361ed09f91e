using System.Globalization;

namespace Hallmark.Operations;

/// <summary>Moments that callers give as text.</summary>
public static class Moments
{
    /// <summary>A moment in UTC, in seconds since 1970; null for no text.</summary>
    /// <param name="field">What the caller calls it.</param>
    /// <exception cref="UsageException">Not a moment.</exception>
    public static long? Parse(string? text, string field)
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
