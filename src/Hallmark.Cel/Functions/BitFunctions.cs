using Hallmark.Cel.Evaluation;

namespace Hallmark.Cel.Functions;

/// <summary>The part of the math extension that works on bits. A shift of an int to the right fills with zeros, as of a uint.</summary>
internal static class BitFunctions
{
    public const string ShiftRight = "math.bitShiftRight";

    /// <summary>
    /// A shift to the right that keeps the sign of an int, which the language does not know: what <see cref="ShiftRight"/> did here once
    /// (<see cref="CelEnvironment.ShiftsKeepSign"/>). Its name is none that can be written.
    /// </summary>
    public const string SignedShiftRight = "math.bitShiftRight, signed";

    private const int Bits = 64;

    public static void Register(FunctionTable table)
    {
        OfTwo(table, "math.bitAnd", static (a, b) => a & b);
        OfTwo(table, "math.bitOr", static (a, b) => a | b);
        OfTwo(table, "math.bitXor", static (a, b) => a ^ b);
        table.Function("math.bitNot", Not, new(CelType.Int, CelType.Int), new(CelType.Uint, CelType.Uint));
        Shift(table, "math.bitShiftLeft", static (a, by) => by < Bits ? a << by : 0, static (a, by) => by < Bits ? a << by : 0);
        Shift(table, ShiftRight, static (a, by) => by < Bits ? a >>> by : 0, static (a, by) => by < Bits ? a >> by : 0);
        Shift(table, SignedShiftRight, static (a, by) => a >> Math.Min(by, Bits - 1), static (a, by) => by < Bits ? a >> by : 0);
    }

    private static void OfTwo(FunctionTable table, string name, Func<ulong, ulong, ulong> function) => table.Function(
        name,
        (in a, in b, ref _) => (a.Kind, b.Kind) switch
        {
            (CelKind.Int, CelKind.Int) => CelValue.Of(unchecked((long)function(a.RawUint, b.RawUint))),
            (CelKind.Uint, CelKind.Uint) => CelValue.Of(function(a.RawUint, b.RawUint)),
            _ => Faults.NoOverload(name, a, b),
        },
        new(CelType.Int, CelType.Int, CelType.Int),
        new(CelType.Uint, CelType.Uint, CelType.Uint));

    private static CelValue Not(in CelValue value, ref Frame frame) => value.Kind switch
    {
        CelKind.Int => CelValue.Of(~value.RawInt),
        CelKind.Uint => CelValue.Of(~value.RawUint),
        _ => Faults.NoOverload("math.bitNot", value),
    };

    private static void Shift(FunctionTable table, string name, Func<long, int, long> ofInt, Func<ulong, int, ulong> ofUint)
    {
        table.Function(
            name,
            (in value, in by, ref _) => (value.Kind, by.Kind) switch
            {
                (CelKind.Int or CelKind.Uint, CelKind.Int) when by.RawInt < 0 => CelValue.Error("a negative shift"),
                (CelKind.Int, CelKind.Int) => CelValue.Of(ofInt(value.RawInt, Places(by))),
                (CelKind.Uint, CelKind.Int) => CelValue.Of(ofUint(value.RawUint, Places(by))),
                _ => Faults.NoOverload(name, value, by),
            },
            new(CelType.Int, CelType.Int, CelType.Int),
            new(CelType.Uint, CelType.Uint, CelType.Int));
    }

    private static int Places(in CelValue by) => (int)Math.Min(by.RawInt, Bits);
}
