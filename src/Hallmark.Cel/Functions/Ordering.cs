using Hallmark.Cel.Evaluation;
using Hallmark.Cel.Syntax;

namespace Hallmark.Cel.Functions;

/// <summary>The operators &lt;, &lt;=, &gt;, &gt;=: numbers of all types among each other, and otherwise values of one type.</summary>
internal static class Ordering
{
    public static CelValue Apply(BinaryOperator op, in CelValue left, in CelValue right, ref Frame frame)
    {
        int? order = Compare(left, right, ref frame);
        if (order is not int sign)
        {
            return left.IsNumber && right.IsNumber ? CelValue.False : Faults.NoOverload(Symbols.Of(op), left, right);
        }
        return CelValue.Of(op switch
        {
            BinaryOperator.Less => sign < 0,
            BinaryOperator.LessEqual => sign <= 0,
            BinaryOperator.Greater => sign > 0,
            _ => sign >= 0,
        });
    }

    /// <summary>Negative, zero or positive; null where there is no order, as with NaN.</summary>
    public static int? CompareNumbers(in CelValue left, in CelValue right) => (left.Kind, right.Kind) switch
    {
        (CelKind.Int, CelKind.Int) => left.RawInt.CompareTo(right.RawInt),
        (CelKind.Uint, CelKind.Uint) => left.RawUint.CompareTo(right.RawUint),
        (CelKind.Int, CelKind.Uint) => left.RawInt < 0 ? -1 : left.RawUint.CompareTo(right.RawUint),
        (CelKind.Uint, CelKind.Int) => right.RawInt < 0 ? 1 : left.RawUint.CompareTo(right.RawUint),
        _ => CompareDoubles(ToDouble(left), ToDouble(right)),
    };

    private static int? Compare(in CelValue left, in CelValue right, ref Frame frame)
    {
        if (left.IsNumber && right.IsNumber)
        {
            return CompareNumbers(left, right);
        }
        if (left.Kind != right.Kind)
        {
            return null;
        }
        switch (left.Kind)
        {
            case CelKind.String:
                frame.Work(Math.Min(left.RawString.Length, right.RawString.Length));
                return CodePoints.Compare(left.RawString, right.RawString);
            case CelKind.Bytes:
                frame.Work(Math.Min(left.RawBytes.Length, right.RawBytes.Length));
                return left.RawBytes.AsSpan().SequenceCompareTo(right.RawBytes);
            case CelKind.Bool or CelKind.Duration:
                return left.RawInt.CompareTo(right.RawInt);
            case CelKind.Timestamp:
                return left.RawTimestamp.CompareTo(right.RawTimestamp);
            default:
                return null;
        }
    }

    /// <summary>A whole number meets a double as the double nearest to it: the official cases ask for that.</summary>
    private static double ToDouble(in CelValue value) => value.Kind switch
    {
        CelKind.Int => value.RawInt,
        CelKind.Uint => value.RawUint,
        _ => value.RawDouble,
    };

    private static int? CompareDoubles(double left, double right) =>
        double.IsNaN(left) || double.IsNaN(right) ? null : left < right ? -1 : left > right ? 1 : 0;
}
