using Hallmark.Cel.Evaluation;

namespace Hallmark.Cel.Functions;

/// <summary>
/// Time zones: UTC, an offset such as "+05:45" or "05:45", or a name of the IANA database. Names are looked up on the machine, so their
/// offsets are as old or new as its database: the one thing here that is not the same everywhere.
/// </summary>
internal static class TimeZones
{
    private const int LongestName = 64;

    /// <summary>Looking up a name that does not exist goes to the disk.</summary>
    private const int StepsPerName = 100;

    /// <summary>False when there is no such zone.</summary>
    public static bool TryOffset(string zone, CelTimestamp at, ref Frame frame, out long seconds)
    {
        seconds = 0;
        if (zone is "UTC" or "")
        {
            return true;
        }
        if (zone.Length > LongestName)
        {
            return false;
        }
        if (TimestampText.TryClockOffset(zone, out int clock) || TimestampText.TryClockOffset("+" + zone, out clock))
        {
            seconds = clock;
            return true;
        }
        frame.Use(StepsPerName);
        if (frame.OffsetsOnly || !IsName(zone) || !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out TimeZoneInfo? found)
            || found.Id != zone)
        {
            return false;
        }
        TimeSpan offset = found.GetUtcOffset(DateTime.UnixEpoch.AddTicks(at.Seconds * TimeSpan.TicksPerSecond));
        seconds = offset.Ticks / TimeSpan.TicksPerSecond;
        return true;
    }

    /// <summary>
    /// Names are parts of paths to the platform, so nothing that leads elsewhere may be among them; nor the machine's own setting.
    /// </summary>
    private static bool IsName(string zone)
    {
        if (!char.IsAsciiLetter(zone[0]) || zone == "localtime")
        {
            return false;
        }
        foreach (char c in zone)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('/' or '_' or '-' or '+'))
            {
                return false;
            }
        }
        return true;
    }
}
