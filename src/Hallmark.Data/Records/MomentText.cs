using System.Globalization;

namespace Hallmark.Data.Records;

/// <summary>Which of the types of time a text can be. A set of them, of the cells of a column.</summary>
[Flags]
internal enum MomentKinds
{
    None = 0,
    Date = 1,
    DateTime = 2,
    Instant = 4,
    Other = 8,
}

/// <summary>
/// Dates and times as ISO 8601 and RFC 3339 write them: 2024-01-31; 2024-01-31T10:20:30.5, or with a space for the T and without seconds;
/// the same with a zone (Z, +02:00, +0200, +02) is an instant. A time without a zone is no instant and an instant no such time: nobody
/// knows how far they are apart. Years 1 to 9999; microseconds are the finest, and what is finer is none of these.
/// </summary>
internal static class MomentText
{
    private const int FractionDigits = 6;
    private const int FractionLimit = 12;
    private const long Minute = 60_000_000;
    private const long Day = 24 * 60 * Minute;
    private const int ZoneLimit = 14 * 60;
    private static readonly long Epoch = new DateTime(1970, 1, 1).Ticks / TimeSpan.TicksPerMicrosecond;
    private static readonly long First = -Epoch;
    private static readonly long Last = (DateTime.MaxValue.Ticks / TimeSpan.TicksPerMicrosecond) - Epoch;

    /// <summary>Reads a date as days since 1970, a time as microseconds since its beginning, an instant's in UTC.</summary>
    public static MomentKinds Read(ReadOnlySpan<char> text, out long value)
    {
        ReadOnlySpan<char> rest = text.Trim(' ');
        value = 0;
        if (!TryDate(ref rest, out long day))
        {
            return MomentKinds.Other;
        }
        value = day;
        if (rest.IsEmpty)
        {
            return MomentKinds.Date;
        }
        if (rest[0] is not ('T' or ' ') || !TryTime(rest[1..], out long time, out rest))
        {
            return MomentKinds.Other;
        }
        value = (day * Day) + time;
        if (rest.IsEmpty)
        {
            return MomentKinds.DateTime;
        }
        if (!TryZone(rest, out int minutes))
        {
            return MomentKinds.Other;
        }
        value -= minutes * Minute;
        return value < First || value > Last ? MomentKinds.Other : MomentKinds.Instant;
    }

    /// <summary>The one text of a value of these types.</summary>
    public static string Of(ColumnType type, long value)
    {
        if (type == ColumnType.Date)
        {
            return new DateTime(1970, 1, 1).AddDays(value).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }
        var time = new DateTime((value + Epoch) * TimeSpan.TicksPerMicrosecond);
        return time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture) + (type == ColumnType.Instant ? "Z" : "");
    }

    /// <summary>Whether there is such a date or time.</summary>
    public static bool IsInRange(ColumnType type, long value) =>
        type == ColumnType.Date ? value >= First / Day && value <= Last / Day : value >= First && value <= Last;

    /// <summary>The type of a column that holds nothing but these; null where no one type does.</summary>
    public static ColumnType? TypeOf(MomentKinds kinds) => kinds switch
    {
        MomentKinds.Date => ColumnType.Date,
        MomentKinds.DateTime => ColumnType.DateTime,
        MomentKinds.Instant => ColumnType.Instant,
        _ => null,
    };

    private static bool TryDate(ref ReadOnlySpan<char> text, out long day)
    {
        day = 0;
        if (text.Length < 10 || text[4] != '-' || text[7] != '-' || !TryDigits(text[..4], out int year)
            || !TryDigits(text.Slice(5, 2), out int month) || !TryDigits(text.Slice(8, 2), out int ofMonth)
            || year < 1 || month is < 1 or > 12 || ofMonth < 1 || ofMonth > DateTime.DaysInMonth(year, month))
        {
            return false;
        }
        day = (new DateTime(year, month, ofMonth) - new DateTime(1970, 1, 1)).Days;
        text = text[10..];
        return true;
    }

    private static bool TryTime(ReadOnlySpan<char> text, out long time, out ReadOnlySpan<char> rest)
    {
        time = 0;
        rest = text;
        int second = 0;
        if (text.Length < 5 || text[2] != ':' || !TryDigits(text[..2], out int hour) || !TryDigits(text.Slice(3, 2), out int minute)
            || hour > 23 || minute > 59)
        {
            return false;
        }
        rest = text[5..];
        long fraction = 0;
        if (rest.Length > 0 && rest[0] == ':')
        {
            if (rest.Length < 3 || !TryDigits(rest.Slice(1, 2), out second) || second > 59
                || !TryFraction(rest[3..], out fraction, out rest))
            {
                return false;
            }
        }
        time = (((hour * 60) + minute) * Minute) + (second * 1_000_000L) + fraction;
        return true;
    }

    private static bool TryFraction(ReadOnlySpan<char> text, out long fraction, out ReadOnlySpan<char> rest)
    {
        fraction = 0;
        rest = text;
        if (text.IsEmpty || text[0] != '.')
        {
            return true;
        }
        int end = text[1..].IndexOfAnyExceptInRange('0', '9');
        ReadOnlySpan<char> digits = end < 0 ? text[1..] : text.Slice(1, end);
        rest = text[(1 + digits.Length)..];
        for (int i = 0; i < Math.Max(digits.Length, FractionDigits) && i < FractionLimit; i++)
        {
            int digit = i < digits.Length ? digits[i] - '0' : 0;
            fraction = i < FractionDigits ? (fraction * 10) + digit : fraction;
            if (i >= FractionDigits && digit != 0)
            {
                return false;
            }
        }
        return digits.Length is > 0 and <= FractionLimit;
    }

    private static bool TryZone(ReadOnlySpan<char> text, out int minutes)
    {
        minutes = 0;
        if (text is "Z" or "z")
        {
            return true;
        }
        if (text.Length is not (3 or 5 or 6) || text[0] is not ('+' or '-') || !TryDigits(text.Slice(1, 2), out int hours)
            || (text.Length == 6 && text[3] != ':'))
        {
            return false;
        }
        int part = 0;
        if (text.Length > 3 && (!TryDigits(text[^2..], out part) || part > 59))
        {
            return false;
        }
        minutes = (hours * 60) + part;
        bool known = minutes <= ZoneLimit;
        minutes = text[0] == '-' ? -minutes : minutes;
        return known;
    }

    private static bool TryDigits(ReadOnlySpan<char> text, out int number)
    {
        number = 0;
        foreach (char digit in text)
        {
            if (!char.IsAsciiDigit(digit))
            {
                return false;
            }
            number = (number * 10) + (digit - '0');
        }
        return true;
    }
}
