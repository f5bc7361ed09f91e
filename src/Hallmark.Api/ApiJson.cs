using System.Text.Encodings.Web;
using System.Text.Json;

namespace Hallmark.Api;

/// <summary>
/// How answers are written as JSON, by <c>--json</c> and over HTTP alike: names in camel case, numbers as numbers, nothing left out.
/// </summary>
public static class ApiJson
{
    /// <summary>Deep enough for any proof or tree that is answered.</summary>
    private const int DepthLimit = 4096;

    public static JsonSerializerOptions Options { get; } = Make();

    private static JsonSerializerOptions LineOptions { get; } = Make(indented: false);

    public static string Write(object answer) => JsonSerializer.Serialize(answer, answer.GetType(), Options);

    /// <summary>The same on one line.</summary>
    public static string WriteLine(object answer) => JsonSerializer.Serialize(answer, answer.GetType(), LineOptions);

    private static JsonSerializerOptions Make(bool indented = true)
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            WriteIndented = indented,
            // Names of members and files are shown as they are; whoever puts an answer into a page escapes it there.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            MaxDepth = DepthLimit,
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
