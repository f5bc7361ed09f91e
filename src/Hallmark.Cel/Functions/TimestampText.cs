using System.Globalization;

namespace Hallmark.Cel.Functions;

/// <summary>Timestamps as RFC 3339 text.</summary>
internal static class TimestampText
{
    private const int LongestFraction = 9;

    /// <summary>False when the text is no RFC 3339 date and time, or outside of the years 1 to 9999.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out CelTimestamp timestamp)
    {
        timestamp = default;
        if (text.Length < 20 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':')
        {
            return false;
        }
        bool whole = TryDigits(text[..4], out int year) & TryDigits(text[5..7], out int month) & TryDigits(text[8..10], out int day)
            & TryDigits(text[11..13], out int hour) & TryDigits(text[14..16], out int minute) & TryDigits(text[17..19], out int second);
        bool real = whole && year >= 1 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            && hour < 24 && minute < 60 && second < 60;
        text = text[19..];
        if (!real || !TryFraction(ref text, out int nanos) || !TryOffset(text, out int offsetSeconds))
        {
            return false;
        }
        long seconds = (CivilTime.DaysTo(year, month, day) * 86_400) + (hour * 3600) + (minute * 60) + second - offsetSeconds;
        timestamp = new CelTimestamp(seconds, nanos);
        return timestamp.IsInRange;
    }

    public static string Write(CelTimestamp timestamp)
    {
        CivilTime t = CivilTime.FromSeconds(timestamp.Seconds);
        string fraction = timestamp.Nanos == 0 ? "" : "." + timestamp.Nanos.ToString("D9", CultureInfo.InvariantCulture).TrimEnd('0');
        return string.Create(
            CultureInfo.InvariantCulture, $"{t.Year:D4}-{t.Month:D2}-{t.Day:D2}T{t.Hour:D2}:{t.Minute:D2}:{t.Second:D2}{fraction}Z");
    }

    /// <summary>"+hh:mm" or "-hh:mm".</summary>
    public static bool TryClockOffset(ReadOnlySpan<char> text, out int seconds)
    {
        seconds = 0;
        if (text.Length != 6 || text[0] is not ('+' or '-') || text[3] != ':')
        {
            return false;
        }
        if (!TryDigits(text[1..3], out int hours) || !TryDigits(text[4..], out int minutes) || hours > 23 || minutes > 59)
        {
            return false;
        }
        seconds = ((hours * 60) + minutes) * 60 * (text[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool TryOffset(ReadOnlySpan<char> text, out int seconds)
    {
        seconds = 0;
        return text is "Z" || TryClockOffset(text, out seconds);
    }

    private static bool TryFraction(ref ReadOnlySpan<char> text, out int nanos)
    {
        nanos = 0;
        if (text[0] != '.')
        {
            return true;
        }
        int end = text[1..].IndexOfAnyExceptInRange('0', '9');
        if (end is < 1 or > LongestFraction || !TryDigits(text.Slice(1, end), out nanos))
        {
            return false;
        }
        for (int i = end; i < LongestFraction; i++)
        {
            nanos *= 10;
        }
        text = text[(end + 1)..];
        return true;
    }

    private static bool TryDigits(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        foreach (char c in text)
        {
            if (!char.IsAsciiDigit(c))
            {
                return false;
            }
            value = (value * 10) + (c - '0');
        }
        return true;
    }
}
