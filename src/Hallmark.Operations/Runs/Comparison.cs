using System.Text.Json;
using System.Text.Json.Nodes;
using Hallmark.Files;
using Hallmark.Training;

namespace Hallmark.Operations.Runs;

/// <summary>
/// Test accuracies of a run's model on its chosen batches and on all batches of the dataset, whatever their verdict, over
/// several seeds. A measurement beside the ledger: kept as <c>comparison.json</c> with the run's files for the report.
/// </summary>
/// <param name="ChosenPpm">In millionths, one for each seed; the run's own comes first.</param>
/// <param name="AllPpm">The same on all batches.</param>
public sealed record Comparison(IReadOnlyList<long> ChosenPpm, IReadOnlyList<long> AllPpm)
{
    private const string FileName = "comparison.json";

    public int Seeds => ChosenPpm.Count;

    internal void Write(RunFiles files) => files.Write(FileName, JsonSerializer.SerializeToUtf8Bytes(new JsonObject
    {
        ["seeds"] = Seeds,
        ["chosenPpm"] = new JsonArray([.. ChosenPpm.Select(value => (JsonNode)value)]),
        ["allPpm"] = new JsonArray([.. AllPpm.Select(value => (JsonNode)value)]),
    }));

    /// <summary>Null where nothing was compared.</summary>
    internal static Comparison? Find(RunFiles files)
    {
        try
        {
            JsonNode? json = files.Files.Read(FileName, SizeLimits.Figures).OrNull() is { } bytes ? JsonNode.Parse(bytes) : null;
            return json is null ? null : new Comparison(Read(json["chosenPpm"]), Read(json["allPpm"]));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or FileRefusedException)
        {
            return null; // a figure for people, never evidence: a broken file is as good as none
        }
    }

    private static IReadOnlyList<long> Read(JsonNode? list) => [.. (list as JsonArray ?? []).Select(value => (long)value!)];
}
