using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hallmark.Cel;

namespace Hallmark.Operations.PolicyFiles;

/// <summary>Values as one would write them in a policy: <c>26</c>, <c>"sealed"</c>, <c>["admin"]</c>. Texts are escaped.</summary>
public static class CelText
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(CelValue value) => value.Kind switch
    {
        CelKind.Bool => value.AsBool() ? "true" : "false",
        CelKind.Int => value.AsInt().ToString(CultureInfo.InvariantCulture),
        CelKind.String => JsonSerializer.Serialize(value.AsString(), Readable),
        CelKind.Timestamp => Of(value.AsTimestamp()),
        CelKind.List => $"[{string.Join(", ", Enumerable.Range(0, value.AsList().Count).Select(i => Of(value.AsList()[i])))}]",
        CelKind.Map => $"{{{string.Join(", ", value.AsMap().Entries.Select(entry => $"{Of(entry.Key)}: {Of(entry.Value)}"))}}}",
        _ => value.ToString(), // No fact and no result of a policy's expression is of another kind.
    };

    /// <summary>Facts have whole seconds.</summary>
    private static string Of(CelTimestamp time) =>
        DateTimeOffset.FromUnixTimeSeconds(time.Seconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
