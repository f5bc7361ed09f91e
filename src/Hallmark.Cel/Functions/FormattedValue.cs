using System.Text;
using System.Text.Unicode;
using Hallmark.Cel.Evaluation;

namespace Hallmark.Cel.Functions;

/// <summary>The clause %s of format: any value but those of the host.</summary>
internal static class FormattedValue
{
    /// <summary>Gives an error or nothing.</summary>
    public static CelValue Append(StringBuilder result, in CelValue value, ref Frame frame)
    {
        frame.Step();
        switch (value.Kind)
        {
            case CelKind.List:
                return AppendList(result, value.RawList.Items, ref frame);
            case CelKind.Map:
                return AppendMap(result, value.RawMap, ref frame);
            default:
                if (Scalar(value) is not string text)
                {
                    return CelValue.Error($"a value of type {TypeNames.Of(value)} cannot be formatted");
                }
                frame.Produce(text.Length);
                result.Append(text);
                return default;
        }
    }

    private static string? Scalar(in CelValue value) => value.Kind switch
    {
        CelKind.Null => "null",
        CelKind.String => value.RawString,
        CelKind.Bytes => Utf8.IsValid(value.RawBytes) ? Encoding.UTF8.GetString(value.RawBytes) : null,
        CelKind.Double => FormattedNumber.NotFinite(value.RawDouble) ?? NumberText.Write(value.RawDouble),
        CelKind.Type => value.RawType.Name,
        _ => Conversions.Written(value),
    };

    private static CelValue AppendList(StringBuilder result, CelValue[] items, ref Frame frame)
    {
        frame.Produce(2L + items.Length);
        result.Append('[');
        for (int i = 0; i < items.Length; i++)
        {
            result.Append(i == 0 ? "" : ", ");
            CelValue fault = Append(result, items[i], ref frame);
            if (fault.IsError)
            {
                return fault;
            }
        }
        result.Append(']');
        return default;
    }

    /// <summary>In the order of keys as they are written, which is not the map's own.</summary>
    private static CelValue AppendMap(StringBuilder result, CelMap map, ref Frame frame)
    {
        frame.Produce(2L + (3L * map.Count));
        string[] keys = [.. map.Keys.Select(key => Scalar(key)!)];
        foreach (string key in keys)
        {
            frame.Produce(key.Length);
            frame.Work(8L * key.Length);
        }
        string separator = "{";
        foreach (int i in Enumerable.Range(0, keys.Length).OrderBy(i => keys[i], Comparer<string>.Create(CodePoints.Compare)))
        {
            result.Append(separator).Append(keys[i]).Append(": ");
            separator = ", ";
            CelValue fault = Append(result, map.Values[i], ref frame);
            if (fault.IsError)
            {
                return fault;
            }
        }
        result.Append(keys.Length == 0 ? "{}" : "}");
        return default;
    }
}
