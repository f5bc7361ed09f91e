using Hallmark.Cel.Evaluation;
using Hallmark.Cel.Syntax;

namespace Hallmark.Cel.Functions;

/// <summary>The operators + − * / % and negation. Whole numbers do not wrap around: what leaves their range is an error.</summary>
internal static class Arithmetic
{
    public static CelValue Negate(in CelValue value) => value.Kind switch
    {
        CelKind.Int => value.RawInt == long.MinValue ? Faults.OutOfRange("int") : CelValue.Of(-value.RawInt),
        CelKind.Double => CelValue.Of(-value.RawDouble),
        _ => Faults.NoOverload("-", value),
    };

    public static CelValue Add(in CelValue left, in CelValue right, ref Frame frame) => (left.Kind, right.Kind) switch
    {
        (CelKind.String, CelKind.String) => Concatenation.Strings(left.RawString, right.RawString, ref frame),
        (CelKind.Bytes, CelKind.Bytes) => Concatenation.Bytes(left.RawBytes, right.RawBytes, ref frame),
        (CelKind.List, CelKind.List) => Concatenation.Lists(left.RawList, right.RawList, ref frame),
        _ => Apply(BinaryOperator.Add, left, right),
    };

    public static CelValue Apply(BinaryOperator op, in CelValue left, in CelValue right) => (left.Kind, right.Kind) switch
    {
        (CelKind.Int, CelKind.Int) => Ints(op, left.RawInt, right.RawInt),
        (CelKind.Uint, CelKind.Uint) => Uints(op, left.RawUint, right.RawUint),
        (CelKind.Double, CelKind.Double) => Doubles(op, left, right),
        _ => TimeArithmetic.Apply(op, left, right),
    };

    private static CelValue Ints(BinaryOperator op, long left, long right)
    {
        if (op is BinaryOperator.Divide or BinaryOperator.Remainder && right == 0)
        {
            return CelValue.Error("division by zero");
        }
        Int128 result = op switch
        {
            BinaryOperator.Add => (Int128)left + right,
            BinaryOperator.Subtract => (Int128)left - right,
            BinaryOperator.Multiply => (Int128)left * right,
            BinaryOperator.Divide => (Int128)left / right,
            _ => right == -1 && left == long.MinValue ? Int128.MaxValue : (Int128)left % right,
        };
        return result < long.MinValue || result > long.MaxValue ? Faults.OutOfRange("int") : CelValue.Of((long)result);
    }

    private static CelValue Uints(BinaryOperator op, ulong left, ulong right)
    {
        if (op is BinaryOperator.Divide or BinaryOperator.Remainder && right == 0)
        {
            return CelValue.Error("division by zero");
        }
        UInt128 result = op switch
        {
            BinaryOperator.Add => (UInt128)left + right,
            BinaryOperator.Subtract => left < right ? UInt128.MaxValue : left - right,
            BinaryOperator.Multiply => (UInt128)left * right,
            BinaryOperator.Divide => left / right,
            _ => left % right,
        };
        return result > ulong.MaxValue ? Faults.OutOfRange("uint") : CelValue.Of((ulong)result);
    }

    private static CelValue Doubles(BinaryOperator op, in CelValue left, in CelValue right)
    {
        double first = left.RawDouble;
        double second = right.RawDouble;
        return op switch
        {
            BinaryOperator.Add => CelValue.Of(first + second),
            BinaryOperator.Subtract => CelValue.Of(first - second),
            BinaryOperator.Multiply => CelValue.Of(first * second),
            BinaryOperator.Divide => CelValue.Of(first / second),
            _ => Faults.NoOverload("%", left, right),
        };
    }
}
