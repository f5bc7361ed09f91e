using Hallmark.Cel.Evaluation;

namespace Hallmark.Cel.Functions;

/// <summary>The parts of timestamps, in UTC or in a zone, and of durations, which are whole hours, minutes and so on.</summary>
internal static class TimeFunctions
{
    private const long NanosPerSecond = 1_000_000_000;
    private const int NanosPerMillisecond = 1_000_000;

    private delegate long Part(in CivilTime time, int nanos);

    public static void Register(FunctionTable table)
    {
        OfDate(table, "getFullYear", static (in time, _) => time.Year);
        OfDate(table, "getMonth", static (in time, _) => time.Month - 1);
        OfDate(table, "getDate", static (in time, _) => time.Day);
        OfDate(table, "getDayOfMonth", static (in time, _) => time.Day - 1);
        OfDate(table, "getDayOfYear", static (in time, _) => time.DayOfYear);
        OfDate(table, "getDayOfWeek", static (in time, _) => time.DayOfWeek);
        OfBoth(table, "getHours", static (in time, _) => time.Hour, static nanos => nanos / (3600 * NanosPerSecond));
        OfBoth(table, "getMinutes", static (in time, _) => time.Minute, static nanos => nanos / (60 * NanosPerSecond));
        OfBoth(table, "getSeconds", static (in time, _) => time.Second, static nanos => nanos / NanosPerSecond);
        OfBoth(
            table,
            "getMilliseconds",
            static (in _, nanos) => nanos / NanosPerMillisecond,
            static nanos => nanos % NanosPerSecond / NanosPerMillisecond);
    }

    private static void OfDate(FunctionTable table, string name, Part part)
    {
        table.Method(
            name,
            (in value, ref frame) => value.Kind == CelKind.Timestamp
                ? InZone(value, "UTC", part, ref frame)
                : Faults.NoOverload(name, value),
            new Signature(CelType.Int, CelType.Timestamp));
        WithZone(table, name, part);
    }

    private static void OfBoth(FunctionTable table, string name, Part part, Func<long, long> ofDuration)
    {
        table.Method(
            name,
            (in value, ref frame) => value.Kind switch
            {
                CelKind.Timestamp => InZone(value, "UTC", part, ref frame),
                CelKind.Duration => CelValue.Of(ofDuration(value.RawInt)),
                _ => Faults.NoOverload(name, value),
            },
            new Signature(CelType.Int, CelType.Timestamp),
            new Signature(CelType.Int, CelType.Duration));
        WithZone(table, name, part);
    }

    private static void WithZone(FunctionTable table, string name, Part part) => table.Method(
        name,
        (in value, in zone, ref frame) => value.Kind == CelKind.Timestamp && zone.Kind == CelKind.String
            ? InZone(value, zone.RawString, part, ref frame)
            : Faults.NoOverload(name, value, zone),
        new Signature(CelType.Int, CelType.Timestamp, CelType.String));

    private static CelValue InZone(in CelValue value, string zone, Part part, ref Frame frame)
    {
        CelTimestamp timestamp = value.RawTimestamp;
        return TimeZones.TryOffset(zone, timestamp, ref frame, out long offset)
            ? CelValue.Of(part(CivilTime.FromSeconds(timestamp.Seconds + offset), timestamp.Nanos))
            : CelValue.Error("no such time zone");
    }
}
