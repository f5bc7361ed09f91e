using Hallmark.Cel.Evaluation;
using Hallmark.Cel.Syntax;

namespace Hallmark.Cel.Functions;

/// <summary>The operators + and − for timestamps and durations.</summary>
internal static class TimeArithmetic
{
    private const long NanosPerSecond = 1_000_000_000;

    public static CelValue Apply(BinaryOperator op, in CelValue left, in CelValue right) => (op, left.Kind, right.Kind) switch
    {
        (BinaryOperator.Add, CelKind.Timestamp, CelKind.Duration) => Shift(left.RawTimestamp, right.RawInt),
        (BinaryOperator.Add, CelKind.Duration, CelKind.Timestamp) => Shift(right.RawTimestamp, left.RawInt),
        (BinaryOperator.Add, CelKind.Duration, CelKind.Duration) => Duration((Int128)left.RawInt + right.RawInt),
        (BinaryOperator.Subtract, CelKind.Timestamp, CelKind.Duration) => Shift(left.RawTimestamp, -(Int128)right.RawInt),
        (BinaryOperator.Subtract, CelKind.Timestamp, CelKind.Timestamp) => Duration(Nanos(left.RawTimestamp) - Nanos(right.RawTimestamp)),
        (BinaryOperator.Subtract, CelKind.Duration, CelKind.Duration) => Duration((Int128)left.RawInt - right.RawInt),
        _ => Faults.NoOverload(Symbols.Of(op), left, right),
    };

    private static Int128 Nanos(CelTimestamp timestamp) => ((Int128)timestamp.Seconds * NanosPerSecond) + timestamp.Nanos;

    private static CelValue Duration(Int128 nanos) =>
        nanos < long.MinValue || nanos > long.MaxValue ? Faults.OutOfRange("duration") : CelValue.Duration((long)nanos);

    private static CelValue Shift(CelTimestamp timestamp, Int128 by)
    {
        Int128 nanos = Nanos(timestamp) + by;
        var seconds = (long)(nanos / NanosPerSecond);
        var rest = (int)(nanos % NanosPerSecond);
        CelTimestamp shifted = rest < 0 ? new(seconds - 1, rest + (int)NanosPerSecond) : new(seconds, rest);
        return shifted.IsInRange ? CelValue.Of(shifted) : Faults.OutOfRange("timestamp");
    }
}
