using System.Text.Json;
using System.Text.Json.Nodes;
using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Runs;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Files;
using Hallmark.Training;

namespace Hallmark.Operations.Runs;

/// <summary>
/// Test accuracies of a run's model on its chosen batches and on all batches of the dataset, whatever their verdict, over
/// several seeds. Kept as <c>comparison.json</c> with the run's files; from rules 8 on its digest is on record, so that nobody changes the
/// figures afterwards. That they are what trainings gave is the trainer's word.
/// </summary>
/// <param name="ChosenPpm">In millionths, one for each seed; the run's own comes first.</param>
/// <param name="AllPpm">The same on all batches.</param>
public sealed record Comparison(IReadOnlyList<long> ChosenPpm, IReadOnlyList<long> AllPpm)
{
    /// <summary>The file's name among those of its run.</summary>
    public const string FileName = "comparison.json";

    public int Seeds => ChosenPpm.Count;

    internal ObjectReference Write(RunFiles files) => files.Write(FileName, JsonSerializer.SerializeToUtf8Bytes(new JsonObject
    {
        ["seeds"] = Seeds,
        ["chosenPpm"] = new JsonArray([.. ChosenPpm.Select(value => (JsonNode)value)]),
        ["allPpm"] = new JsonArray([.. AllPpm.Select(value => (JsonNode)value)]),
    }));

    /// <summary>The file that the trainer put on record; null where none is.</summary>
    public static ObjectReference? OnRecord(Catalog catalog, RunState run) => run.Compared is { } entry
        ? Payload.Read<RunCompare>(catalog.Ledger.ReadEntry(entry).Statement).Comparison
        : null;

    /// <summary>Null where nothing was compared, or where the file is not the one on record.</summary>
    internal static Comparison? Find(Catalog catalog, RunState run, RunFiles files)
    {
        try
        {
            byte[]? bytes = OnRecord(catalog, run) is { } expected
                ? files.TryRead(FileName, expected.Within(ObjectLimits.Comparison, FileName))
                : files.Files.Read(FileName, SizeLimits.Figures).OrNull();
            JsonNode? json = bytes is null ? null : JsonNode.Parse(bytes);
            return json is null ? null : new Comparison(Read(json["chosenPpm"]), Read(json["allPpm"]));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or FileRefusedException
            or MalformedException)
        {
            return null; // what is wrong with it, the audit says
        }
    }

    private static IReadOnlyList<long> Read(JsonNode? list) => [.. (list as JsonArray ?? []).Select(value => (long)value!)];
}
