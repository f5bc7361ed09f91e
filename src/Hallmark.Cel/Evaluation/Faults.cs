namespace Hallmark.Cel.Evaluation;

/// <summary>The errors of evaluation that occur in many places.</summary>
internal static class Faults
{
    public static CelValue NoOverload(string function, in CelValue value) =>
        CelValue.Error($"no such overload: {function} for {TypeNames.Of(value)}");

    public static CelValue NoOverload(string function, in CelValue left, in CelValue right) =>
        CelValue.Error($"no such overload: {function} for {TypeNames.Of(left)} and {TypeNames.Of(right)}");

    public static CelValue NoFields(in CelValue value) =>
        CelValue.Error($"no such overload: a value of type {TypeNames.Of(value)} has no fields");

    public static CelValue OutOfRange(string type) => CelValue.Error($"the result is out of the range of {type}");
}
