using System.Text.Json;
using Hallmark.Data.Sources;

namespace Hallmark.Experiments.Selection;

/// <summary>The best values known of instances: <c>best_known.json</c> beside them, an object <c>"best"</c> per instance name.</summary>
internal static class BestKnownFile
{
    private const long BytesMax = 16L << 20;

    /// <summary>Best value by instance; empty without the file.</summary>
    /// <exception cref="SourceException">The file is not as described.</exception>
    public static IReadOnlyDictionary<string, double> Read(string folder)
    {
        string path = Path.Combine(folder, "best_known.json");
        var best = new Dictionary<string, double>(StringComparer.Ordinal);
        if (!File.Exists(path))
        {
            return best;
        }
        if (new FileInfo(path).Length > BytesMax)
        {
            throw new SourceException(path, null, null, $"is larger than {BytesMax} bytes");
        }
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            foreach (JsonProperty instance in document.RootElement.EnumerateObject())
            {
                best[instance.Name] = instance.Value.GetProperty("best").GetDouble();
            }
            return best;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new SourceException(path, null, null, $"does not hold a 'best' for each instance: {e.Message}");
        }
    }
}
