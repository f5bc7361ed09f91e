using System.Globalization;
using System.Text.Json;
using Hallmark.Cel.Functions;

namespace Hallmark.Cel;

/// <summary>Writes the tagged form, see <see cref="CelJson"/>.</summary>
internal static class CelJsonWriter
{
    public static void Write(Utf8JsonWriter writer, in CelValue value)
    {
        writer.WriteStartObject();
        switch (value.Kind)
        {
            case CelKind.Null:
                writer.WriteNull("null");
                break;
            case CelKind.Bool:
                writer.WriteBoolean("bool", value.RawBool);
                break;
            case CelKind.List:
                writer.WriteStartArray("list");
                WriteAll(writer, value.RawList.Items);
                writer.WriteEndArray();
                break;
            case CelKind.Map:
                WriteMap(writer, value.RawMap);
                break;
            default:
                (string tag, string text) = Scalar(value);
                writer.WriteString(tag, text);
                break;
        }
        writer.WriteEndObject();
    }

    /// <summary>Doubles are written with a point or an exponent, so that they do not look like whole numbers.</summary>
    private static (string Tag, string Text) Scalar(in CelValue value) => value.Kind switch
    {
        CelKind.Int => ("int64", value.RawInt.ToString(CultureInfo.InvariantCulture)),
        CelKind.Uint => ("uint64", value.RawUint.ToString(CultureInfo.InvariantCulture)),
        CelKind.Double => ("double", double.IsNaN(value.RawDouble)
            ? "nan"
            : NumberText.Layout(value.RawDouble, mostDigits: 16, infinity: "inf", fraction: ".0")),
        CelKind.String => ("string", value.RawString),
        CelKind.Bytes => ("bytes", Convert.ToHexStringLower(value.RawBytes)),
        CelKind.Timestamp => ("timestamp", TimestampText.Write(value.RawTimestamp)),
        CelKind.Duration => ("duration", DurationText.Write(value.RawInt)),
        CelKind.Type => ("type", value.RawType.Name),
        CelKind.Object => ("object", value.RawObject.TypeName),
        _ => throw new InvalidOperationException($"{value.Kind} is no value"),
    };

    private static void WriteAll(Utf8JsonWriter writer, CelValue[] values)
    {
        foreach (ref readonly CelValue value in values.AsSpan())
        {
            Write(writer, value);
        }
    }

    private static void WriteMap(Utf8JsonWriter writer, CelMap map)
    {
        writer.WriteStartArray("map");
        for (int i = 0; i < map.Count; i++)
        {
            writer.WriteStartArray();
            Write(writer, map.Keys[i]);
            Write(writer, map.Values[i]);
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
    }
}
