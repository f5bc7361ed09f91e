using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Hallmark.Cel;

/// <summary>
/// Values as JSON with their types: <c>{"int64": "1"}</c>, <c>{"double": "0.5"}</c>, <c>{"bytes": "00ff"}</c>, <c>{"list": […]}</c>,
/// <c>{"map": [[key, value], …]}</c>, <c>{"null": null}</c>, and also uint64, bool, string, type, timestamp and duration.
/// </summary>
public static class CelJson
{
    /// <summary>JSON nested deeper than this is refused; a list in a list takes two levels.</summary>
    public const int MaxDepth = 200;

    /// <summary>For writers of values: nested deeply enough for all of them, which the usual options are not.</summary>
    public static JsonWriterOptions WriterOptions { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 4 * CelList.MaxDepth,
    };

    /// <exception cref="CelDataException">Not a value in tagged form.</exception>
    public static CelValue Read(JsonElement json) => CelJsonReader.Read(json, 0);

    /// <exception cref="CelDataException">Not JSON.</exception>
    internal static JsonDocument Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            return JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = (2 * MaxDepth) + 10 });
        }
        catch (JsonException e)
        {
            throw new CelDataException("file", e.Message);
        }
    }

    /// <summary>Objects of the host have no tagged form; of them only the type is written.</summary>
    /// <param name="writer">With <see cref="WriterOptions"/>, or values nested deeply make it throw.</param>
    public static void Write(Utf8JsonWriter writer, CelValue value) => CelJsonWriter.Write(writer, value);

    /// <summary>The same on one line.</summary>
    public static string Text(CelValue value)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, WriterOptions))
        {
            CelJsonWriter.Write(writer, value);
        }
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }
}
