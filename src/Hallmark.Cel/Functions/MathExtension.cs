using Hallmark.Cel.Evaluation;

namespace Hallmark.Cel.Functions;

/// <summary>The math extension, but for what works on bits.</summary>
internal static class MathExtension
{
    private static readonly CelType[] Numbers = [CelType.Int, CelType.Uint, CelType.Double];

    public static void Register(FunctionTable table)
    {
        OfDouble(table, "ceil", static number => CelValue.Of(Math.Ceiling(number)), CelType.Double);
        OfDouble(table, "floor", static number => CelValue.Of(Math.Floor(number)), CelType.Double);
        OfDouble(table, "round", static number => CelValue.Of(Math.Round(number, MidpointRounding.AwayFromZero)), CelType.Double);
        OfDouble(table, "trunc", static number => CelValue.Of(Math.Truncate(number)), CelType.Double);
        OfDouble(table, "isNaN", static number => CelValue.Of(double.IsNaN(number)), CelType.Bool);
        OfDouble(table, "isInf", static number => CelValue.Of(double.IsInfinity(number)), CelType.Bool);
        OfDouble(table, "isFinite", static number => CelValue.Of(double.IsFinite(number)), CelType.Bool);
        table.Function("math.abs", Abs, [.. Numbers.Select(type => new Signature(type, type))]);
        table.Function("math.sign", Sign, [.. Numbers.Select(type => new Signature(type, type))]);
        table.Function("math.sqrt", Sqrt, [.. Numbers.Select(type => new Signature(CelType.Double, type))]);
        table.OfNumbers("math.greatest", static (scoped arguments, ref frame) => Extreme(arguments, 1, ref frame));
        table.OfNumbers("math.least", static (scoped arguments, ref frame) => Extreme(arguments, -1, ref frame));
    }

    private static void OfDouble(FunctionTable table, string name, Func<double, CelValue> function, CelType result) => table.Function(
        $"math.{name}",
        (in value, ref _) => value.Kind == CelKind.Double ? function(value.RawDouble) : Faults.NoOverload($"math.{name}", value),
        new Signature(result, CelType.Double));

    private static CelValue Abs(in CelValue value, ref Frame frame) => value.Kind switch
    {
        CelKind.Int => value.RawInt == long.MinValue ? Faults.OutOfRange("int") : CelValue.Of(Math.Abs(value.RawInt)),
        CelKind.Uint => value,
        CelKind.Double => CelValue.Of(Math.Abs(value.RawDouble)),
        _ => Faults.NoOverload("math.abs", value),
    };

    private static CelValue Sign(in CelValue value, ref Frame frame) => value.Kind switch
    {
        CelKind.Int => CelValue.Of((long)Math.Sign(value.RawInt)),
        CelKind.Uint => CelValue.Of(value.RawUint == 0 ? 0UL : 1UL),
        CelKind.Double => double.IsNaN(value.RawDouble) ? value : CelValue.Of((double)Math.Sign(value.RawDouble)),
        _ => Faults.NoOverload("math.sign", value),
    };

    private static CelValue Sqrt(in CelValue value, ref Frame frame) => value.Kind switch
    {
        CelKind.Int => CelValue.Of(Math.Sqrt(value.RawInt)),
        CelKind.Uint => CelValue.Of(Math.Sqrt(value.RawUint)),
        CelKind.Double => CelValue.Of(Math.Sqrt(value.RawDouble)),
        _ => Faults.NoOverload("math.sqrt", value),
    };

    /// <summary>The greatest (sign 1) or least (sign −1) of numbers, or of a list of them; the first of several equal ones.</summary>
    private static CelValue Extreme(scoped ReadOnlySpan<CelValue> arguments, int sign, ref Frame frame)
    {
        if (arguments is [{ Kind: CelKind.List } list])
        {
            arguments = list.RawList.Items;
        }
        CelValue extreme = default;
        foreach (ref readonly CelValue argument in arguments)
        {
            frame.Step();
            if (!argument.IsNumber)
            {
                return Faults.NoOverload(sign > 0 ? "math.greatest" : "math.least", argument);
            }
            extreme = extreme.Kind == CelKind.None || Ordering.CompareNumbers(argument, extreme) == sign ? argument : extreme;
        }
        return extreme.Kind == CelKind.None ? CelValue.Error("no numbers in the list") : extreme;
    }
}
