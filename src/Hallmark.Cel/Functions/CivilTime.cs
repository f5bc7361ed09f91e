namespace Hallmark.Cel.Functions;

/// <summary>
/// Date and time of day in the proleptic Gregorian calendar. Computed here, since a zone's offset can lead out of the years 1 to 9999
/// at either end, where the platform's dates stop.
/// </summary>
/// <param name="Month">From 1.</param>
/// <param name="Day">Of the month, from 1.</param>
/// <param name="DayOfYear">From 0.</param>
/// <param name="DayOfWeek">0 is Sunday.</param>
internal readonly record struct CivilTime(long Year, int Month, int Day, int DayOfYear, int DayOfWeek, int Hour, int Minute, int Second)
{
    private const long SecondsPerDay = 86_400;
    private const long DaysFromYearZeroMarch = 719_468;
    private const long DaysPerEra = 146_097;

    /// <param name="seconds">Since 1970-01-01T00:00:00, in local time.</param>
    public static CivilTime FromSeconds(long seconds)
    {
        long days = Math.DivRem(seconds, SecondsPerDay, out long rest);
        (days, rest) = rest < 0 ? (days - 1, rest + SecondsPerDay) : (days, rest);

        // Years are counted from March, so that the leap day is the last of its year and months follow one formula.
        long shifted = days + DaysFromYearZeroMarch;
        long era = (shifted >= 0 ? shifted : shifted - DaysPerEra + 1) / DaysPerEra;
        long dayOfEra = shifted - (era * DaysPerEra);
        long yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        long dayFromMarch = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        long monthFromMarch = ((5 * dayFromMarch) + 2) / 153;
        int day = (int)(dayFromMarch - (((153 * monthFromMarch) + 2) / 5) + 1);
        int month = (int)(monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9);
        long year = yearOfEra + (era * 400) + (month <= 2 ? 1 : 0);
        int dayOfYear = (int)(days - DaysTo(year, 1, 1));
        int dayOfWeek = (int)((((days + 4) % 7) + 7) % 7);
        return new CivilTime(year, month, day, dayOfYear, dayOfWeek, (int)(rest / 3600), (int)(rest / 60 % 60), (int)(rest % 60));
    }

    /// <summary>Days from 1970-01-01 to a date.</summary>
    public static long DaysTo(long year, int month, int day)
    {
        long shifted = month <= 2 ? year - 1 : year;
        long era = (shifted >= 0 ? shifted : shifted - 399) / 400;
        long yearOfEra = shifted - (era * 400);
        long dayFromMarch = (((153 * (month > 2 ? month - 3 : month + 9)) + 2) / 5) + day - 1;
        return (era * DaysPerEra) + (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayFromMarch - DaysFromYearZeroMarch;
    }
}
