using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Hallmark.Cel.Evaluation;
using static Hallmark.Cel.Functions.Signature;

namespace Hallmark.Cel.Functions;

/// <summary>The functions that are named like types, and type and dyn. What does not fit the target is an error.</summary>
internal static class Conversions
{
    /// <summary>Reading a double takes arithmetic with all of its digits.</summary>
    private const int UnitsPerDigit = 8;

    private const double TwoTo63 = 9223372036854775808.0;
    private const double TwoTo64 = 18446744073709551616.0;

    public static void Register(FunctionTable table)
    {
        table.Function("int", Int, To(CelType.Int, CelType.Int, CelType.Uint, CelType.Double, CelType.String, CelType.Timestamp));
        table.Function("uint", Uint, To(CelType.Uint, CelType.Uint, CelType.Int, CelType.Double, CelType.String));
        table.Function("double", Double, To(CelType.Double, CelType.Double, CelType.Int, CelType.Uint, CelType.String));
        table.Function("bool", Bool, To(CelType.Bool, CelType.Bool, CelType.String));
        table.Function("bytes", Bytes, To(CelType.Bytes, CelType.Bytes, CelType.String));
        table.Function(
            "string",
            String,
            To(CelType.String, CelType.String, CelType.Int, CelType.Uint, CelType.Double, CelType.Bool, CelType.Bytes, CelType.Timestamp,
                CelType.Duration));
        table.Function("timestamp", Timestamp, To(CelType.Timestamp, CelType.Timestamp, CelType.String, CelType.Int));
        table.Function("duration", Duration, To(CelType.Duration, CelType.Duration, CelType.String));
        table.Function("type", Type, new Signature(CelType.Type, A));
        table.Function("dyn", Dyn, new Signature(CelType.Dyn, A));
    }

    private static Signature[] To(CelType result, params CelType[] sources) => [.. sources.Select(source => new Signature(result, source))];

    private static CelValue Int(in CelValue value, ref Frame frame)
    {
        switch (value.Kind)
        {
            case CelKind.Int:
                return value;
            case CelKind.Uint:
                return value.RawUint <= long.MaxValue ? CelValue.Of((long)value.RawUint) : Faults.OutOfRange("int");
            case CelKind.Double:
                return value.RawDouble is > -TwoTo63 and < TwoTo63 ? CelValue.Of((long)value.RawDouble) : Faults.OutOfRange("int");
            case CelKind.String:
                return NumberText.TryInt(value.RawString, out long number) ? CelValue.Of(number) : NotA("an int");
            case CelKind.Timestamp:
                return CelValue.Of(value.RawTimestamp.Seconds);
            default:
                return Faults.NoOverload("int", value);
        }
    }

    private static CelValue Uint(in CelValue value, ref Frame frame)
    {
        switch (value.Kind)
        {
            case CelKind.Uint:
                return value;
            case CelKind.Int:
                return value.RawInt >= 0 ? CelValue.Of((ulong)value.RawInt) : Faults.OutOfRange("uint");
            case CelKind.Double:
                return value.RawDouble is >= 0 and < TwoTo64 ? CelValue.Of((ulong)value.RawDouble) : Faults.OutOfRange("uint");
            case CelKind.String:
                return NumberText.TryUint(value.RawString, out ulong number) ? CelValue.Of(number) : NotA("a uint");
            default:
                return Faults.NoOverload("uint", value);
        }
    }

    private static CelValue Double(in CelValue value, ref Frame frame)
    {
        switch (value.Kind)
        {
            case CelKind.Double:
                return value;
            case CelKind.Int:
                return CelValue.Of((double)value.RawInt);
            case CelKind.Uint:
                return CelValue.Of((double)value.RawUint);
            case CelKind.String:
                frame.Work((long)value.RawString.Length * UnitsPerDigit);
                return NumberText.TryDouble(value.RawString, out double number) ? CelValue.Of(number) : NotA("a double");
            default:
                return Faults.NoOverload("double", value);
        }
    }

    private static CelValue Bool(in CelValue value, ref Frame frame) => value.Kind switch
    {
        CelKind.Bool => value,
        CelKind.String => value.RawString switch
        {
            "1" or "t" or "true" or "TRUE" or "True" => CelValue.True,
            "0" or "f" or "false" or "FALSE" or "False" => CelValue.False,
            _ => NotA("a bool"),
        },
        _ => Faults.NoOverload("bool", value),
    };

    private static CelValue Bytes(in CelValue value, ref Frame frame)
    {
        if (value.Kind != CelKind.String)
        {
            return value.Kind == CelKind.Bytes ? value : Faults.NoOverload("bytes", value);
        }
        frame.Produce(Encoding.UTF8.GetByteCount(value.RawString));
        return CelValue.Octets(Encoding.UTF8.GetBytes(value.RawString));
    }

    private static CelValue String(in CelValue value, ref Frame frame)
    {
        switch (value.Kind)
        {
            case CelKind.String:
                return value;
            case CelKind.Bytes:
                return FromUtf8(value.RawBytes, ref frame);
            default:
                string? text = Written(value);
                frame.Produce(text?.Length ?? 0);
                return text is null ? Faults.NoOverload("string", value) : CelValue.Text(text);
        }
    }

    /// <summary>A value that is neither text nor made of others as text; null when there is none.</summary>
    internal static string? Written(in CelValue value) => value.Kind switch
    {
        CelKind.Int => value.RawInt.ToString(CultureInfo.InvariantCulture),
        CelKind.Uint => value.RawUint.ToString(CultureInfo.InvariantCulture),
        CelKind.Double => NumberText.Write(value.RawDouble),
        CelKind.Bool => value.RawBool ? "true" : "false",
        CelKind.Timestamp => TimestampText.Write(value.RawTimestamp),
        CelKind.Duration => DurationText.Write(value.RawInt),
        _ => null,
    };

    private static CelValue FromUtf8(byte[] bytes, ref Frame frame)
    {
        frame.Produce(bytes.Length);
        return Utf8.IsValid(bytes) ? CelValue.Text(Encoding.UTF8.GetString(bytes)) : CelValue.Error("the bytes are not UTF-8");
    }

    private static CelValue Timestamp(in CelValue value, ref Frame frame)
    {
        switch (value.Kind)
        {
            case CelKind.Timestamp:
                return value;
            case CelKind.Int:
                var seconds = new CelTimestamp(value.RawInt, 0);
                return seconds.IsInRange ? CelValue.Of(seconds) : Faults.OutOfRange("timestamp");
            case CelKind.String:
                return TimestampText.TryRead(value.RawString, out CelTimestamp read) ? CelValue.Of(read) : NotA("a timestamp in range");
            default:
                return Faults.NoOverload("timestamp", value);
        }
    }

    private static CelValue Duration(in CelValue value, ref Frame frame)
    {
        if (value.Kind != CelKind.String)
        {
            return value.Kind == CelKind.Duration ? value : Faults.NoOverload("duration", value);
        }
        return DurationText.TryRead(value.RawString, out long nanos) ? CelValue.Duration(nanos) : NotA("a duration in range");
    }

    private static CelValue Type(in CelValue value, ref Frame frame) => CelValue.Of(TypeNames.TypeOf(value));

    private static CelValue Dyn(in CelValue value, ref Frame frame) => value;

    private static CelValue NotA(string type) => CelValue.Error($"the string is not {type}");
}
