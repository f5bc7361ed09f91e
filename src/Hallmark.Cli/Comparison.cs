using System.Text.Json;
using System.Text.Json.Nodes;
using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Runs;
using Hallmark.Contracts.Schedules;
using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Features;
using Hallmark.Operations;
using Hallmark.Operations.Homes;
using Hallmark.Reports;
using Hallmark.Training;

namespace Hallmark.Cli;

/// <summary>
/// Test accuracies of a run's model on its chosen batches and on all batches of the dataset, whatever their verdict, over
/// several seeds. A measurement beside the ledger: kept as <c>comparison.json</c> with the run's files for the report.
/// </summary>
internal sealed record Comparison(IReadOnlyList<long> ChosenPpm, IReadOnlyList<long> AllPpm)
{
    public int Seeds => ChosenPpm.Count;

    /// <param name="trainer">Reads all batches for this, on record.</param>
    /// <exception cref="FailureException">The run was opened without an evaluation set.</exception>
    public static async Task<Comparison> MeasureAsync(MemberSession trainer, Workspace workspace, RunState run, int seeds, CancellationToken cancellation)
    {
        Catalog catalog = workspace.Catalog;
        RunOpen open = OpenOf(catalog, run);
        EvaluationSet set = open.Evaluation ?? throw new FailureException($"{run.Id} has no evaluation set to compare on");
        Schema schema = await catalog.SchemaAsync(run.Dataset, cancellation).ConfigureAwait(false);
        RecordBatch evaluation = BatchReader.Decode(await catalog.Store.ReadAsync(set.Content, cancellation).ConfigureAwait(false), schema);
        ScheduleState schedule = catalog.Ledger.State.Find(ScheduleKeys.Schedule(run.Schedule))!;
        // All batches by root, so that the order says nothing about who came first.
        BatchState[] there = [.. catalog.Batches(run.Dataset).Where(batch => batch.Withdrawn is null).OrderBy(batch => batch.Root)];
        var reading = await BatchReading.OpenAsync(trainer, catalog, run.Dataset, there, run.Purpose, workspace.Custodians.OpenAsync, again: false, cancellation).ConfigureAwait(false);
        RecordBatch[] all = await ReadAsync(there).ConfigureAwait(false);
        RecordBatch[] chosen = await ReadAsync(schedule.Batches.Select(catalog.Batch)).ConfigureAwait(false);
        FeatureSelection features = ScheduleFeatures.Of(catalog, schedule, schema);
        return new Comparison(
            ModelComparison.TestAccuracies(open.Configuration, features, chosen, evaluation, seeds, cancellation),
            ModelComparison.TestAccuracies(open.Configuration, features, all, evaluation, seeds, cancellation));

        async Task<RecordBatch[]> ReadAsync(IEnumerable<BatchState> batches)
        {
            var records = new List<RecordBatch>();
            foreach (BatchState batch in batches)
            {
                records.Add(await reading.ReadAsync(batch, schema, cancellation).ConfigureAwait(false));
            }
            return [.. records];
        }
    }

    public void Write(RunFiles files) => files.Write(PathOf(files), JsonSerializer.SerializeToUtf8Bytes(ToJson()));

    public static Comparison? Find(RunFiles files)
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

    public IReadOnlyList<ReportAccuracies> ForReport() => [new("chosen batches", ChosenPpm), new("all batches", AllPpm)];

    public JsonObject ToJson() => new()
    {
        ["seeds"] = Seeds,
        ["chosenPpm"] = new JsonArray([.. ChosenPpm.Select(value => (JsonNode)value)]),
        ["allPpm"] = new JsonArray([.. AllPpm.Select(value => (JsonNode)value)]),
    };

    public static RunOpen OpenOf(Catalog catalog, RunState run) => Payload.Read<RunOpen>(catalog.Ledger.ReadEntry(run.Entry).Statement);

    private static string PathOf(RunFiles files) => Path.Combine(files.Directory, "comparison.json");

    private static IReadOnlyList<long> Read(JsonNode? list) => [.. (list as JsonArray ?? []).Select(value => (long)value!)];
}
