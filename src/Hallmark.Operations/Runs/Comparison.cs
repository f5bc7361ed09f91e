using System.Text.Json;
using System.Text.Json.Nodes;
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
    public int Seeds => ChosenPpm.Count;

    internal void Write(RunFiles files) => files.Write(PathOf(files), JsonSerializer.SerializeToUtf8Bytes(new JsonObject
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
            JsonNode? json = File.Exists(PathOf(files)) ? JsonNode.Parse(File.ReadAllBytes(PathOf(files))) : null;
            return json is null ? null : new Comparison(Read(json["chosenPpm"]), Read(json["allPpm"]));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return null; // a figure for people, never evidence: a broken file is as good as none
        }
    }

    private static string PathOf(RunFiles files) => Path.Combine(files.Directory, "comparison.json");

    private static IReadOnlyList<long> Read(JsonNode? list) => [.. (list as JsonArray ?? []).Select(value => (long)value!)];
}
