using System.Text.Json;
using Hallmark.Cel.Functions;

namespace Hallmark.Cel;

/// <summary>Reads the tagged form, see <see cref="CelJson"/>.</summary>
internal static class CelJsonReader
{
    public static CelValue Read(JsonElement json, int depth)
    {
        if (depth > CelJson.MaxDepth)
        {
            throw new CelDataException("value", $"nested more than {CelJson.MaxDepth} deep");
        }
        if (json.ValueKind != JsonValueKind.Object || json.GetPropertyCount() != 1)
        {
            throw new CelDataException("value", "not an object with one tag");
        }
        JsonProperty property = json.EnumerateObject().First();
        return property.Name switch
        {
            "null" => property.Value.ValueKind == JsonValueKind.Null ? CelValue.Null : throw Bad("null"),
            "bool" => property.Value.ValueKind switch
            {
                JsonValueKind.True => CelValue.True,
                JsonValueKind.False => CelValue.False,
                _ => throw Bad("bool"),
            },
            "list" => List(property.Value, depth),
            "map" => Map(property.Value, depth),
            _ => Scalar(property.Name, Text(property)),
        };
    }

    private static CelValue Scalar(string tag, string text)
    {
        switch (tag)
        {
            case "int64":
                return NumberText.TryInt(text, out long number) ? CelValue.Of(number) : throw Bad(tag);
            case "uint64":
                return NumberText.TryUint(text, out ulong whole) ? CelValue.Of(whole) : throw Bad(tag);
            case "double":
                return NumberText.TryDouble(text, out double real) ? CelValue.Of(real) : throw Bad(tag);
            case "string":
                return CelValue.Of(text);
            case "bytes":
                return Bytes(text);
            case "timestamp":
                return TimestampText.TryRead(text, out CelTimestamp time) ? CelValue.Of(time) : throw Bad(tag);
            case "duration":
                return DurationText.TryRead(text, out long nanos) ? CelValue.Duration(nanos) : throw Bad(tag);
            case "type":
                return CelValue.Of(CelType.Denotable.GetValueOrDefault(text) ?? CelType.Object(text, []));
            default:
                throw new CelDataException(tag, "a tag that does not exist");
        }
    }

    private static string Text(JsonProperty property)
    {
        if (property.Value.ValueKind != JsonValueKind.String)
        {
            throw new CelDataException(property.Name, "not a string");
        }
        try
        {
            return property.Value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new CelDataException(property.Name, "not a sequence of code points");
        }
    }

    private static CelValue Bytes(string text)
    {
        try
        {
            return CelValue.Octets(Convert.FromHexString(text));
        }
        catch (FormatException)
        {
            throw Bad("bytes");
        }
    }

    private static CelValue List(JsonElement json, int depth)
    {
        if (json.ValueKind != JsonValueKind.Array)
        {
            throw Bad("list");
        }
        return CelValue.Of(new CelList(json.EnumerateArray().Select(item => Read(item, depth + 1)).ToArray()));
    }

    private static CelValue Map(JsonElement json, int depth)
    {
        if (json.ValueKind != JsonValueKind.Array)
        {
            throw Bad("map");
        }
        List<CelValue> keys = [];
        List<CelValue> values = [];
        foreach (JsonElement entry in json.EnumerateArray())
        {
            if (entry.ValueKind != JsonValueKind.Array || entry.GetArrayLength() != 2)
            {
                throw new CelDataException("map", "an entry is not a pair");
            }
            keys.Add(Read(entry[0], depth + 1));
            values.Add(Read(entry[1], depth + 1));
        }
        var map = new CelMap(keys.ToArray(), values.ToArray());
        return map.Fault() is string fault ? throw new CelDataException("map", fault) : CelValue.Of(map);
    }

    private static CelDataException Bad(string tag) => new(tag, "not a value of this type");
}
