using System.Text.Json.Nodes;
using Hallmark.Features;
using Hallmark.Quality.Backdoors;
using Hallmark.Quality.Checking;
using Spectre.Console;

namespace Hallmark.Cli.Checking;

/// <summary>What <c>hallmark check</c> found, as JSON and for people.</summary>
internal sealed class CheckText(string file, CheckInput input, DataCheckResult result)
{
    private readonly SourceText _sources = new(input, result);

    public JsonObject ToJson() => new()
    {
        ["file"] = file,
        ["recordCount"] = input.Count,
        ["featureCount"] = input.FeatureNames.Count,
        ["rowNumbers"] = Texts(input.RowNumbers),
        ["unused"] = Texts(input.Unused),
        ["unreadable"] = new JsonArray([.. input.Unreadable.Select(cells => new JsonObject
        {
            ["field"] = cells.Field, ["cells"] = cells.Cells, ["first"] = cells.First, ["text"] = cells.Text,
        })]),
        ["classes"] = Texts(input.Classes),
        ["flagged"] = result.Flagged.Count(flag => flag),
        ["labels"] = LabelsJson(),
        ["records"] = new JsonArray([.. Enumerable.Range(0, input.Count).Select(RecordJson)]),
        ["sources"] = new JsonArray([.. _sources.ToJson()]),
        ["worth"] = _sources.WorthJson(),
        ["duplicates"] = new JsonArray([.. result.Copies.Select(copy => new JsonObject { ["record"] = copy.Record, ["of"] = copy.Of, ["conflicting"] = copy.Conflicts })]),
        ["nearDuplicates"] = new JsonArray([.. result.NearCopies.Select(pair => new JsonObject { ["record"] = pair.Record, ["of"] = pair.Of })]),
        ["outliers"] = new JsonArray([.. result.Outliers.Select(record => (JsonNode)record)]),
        ["triggers"] = new JsonArray([.. (result.Triggers?.Patches ?? []).Select(TriggerJson)]),
        ["drift"] = DriftJson(),
    };

    public void Write(IAnsiConsole console, int worst)
    {
        TextWriter writer = console.Profile.Out.Writer;
        writer.WriteLine($"{file}: {input.Count} records of {input.FeatureNames.Count} numbers, {result.Flagged.Count(flag => flag)} flagged");
        foreach (string column in input.RowNumbers)
        {
            writer.WriteLine($"column '{column}' only numbers the records and was left out");
        }
        foreach (UnreadableCells cells in input.Unreadable)
        {
            writer.WriteLine(
                $"column '{cells.Field}' has {cells.Cells} cells that are no number and count as missing, "
                + $"the first '{cells.Text}' in record {cells.First}");
        }
        if (input.Unused.Count > 0)
        {
            writer.WriteLine($"columns of names, used for exact copies only: {string.Join(", ", input.Unused)}");
        }
        if (result.Labels is null)
        {
            writer.WriteLine(input.HasLabels
                ? "labels: not checked, for the models learn from numbers and there is no column of them"
                : "labels: none were named (--label), so they were not checked");
        }
        foreach (string line in result.Summary)
        {
            writer.WriteLine(line);
        }
        _sources.Write(console);
        WriteWorst(console, worst);
    }

    private void WriteWorst(IAnsiConsole console, int worst)
    {
        int[] flagged = [.. Enumerable.Range(0, input.Count).Where(record => result.Flagged[record]).OrderByDescending(record => result.Suspicion[record]).ThenBy(record => record).Take(worst)];
        if (flagged.Length == 0)
        {
            return;
        }
        Table table = Output.NewTable("record", "suspicion", "label", "suggested");
        foreach (int record in flagged)
        {
            Output.AddRow(table, record.ToString(), $"{result.Suspicion[record]:F3}", Label(record) ?? "", Suggested(record) ?? "");
        }
        console.Write(table);
    }

    private JsonObject RecordJson(int record) => new()
    {
        ["record"] = record,
        ["suspicion"] = result.Suspicion[record],
        ["flagged"] = result.Flagged[record],
        ["suggestedLabel"] = Suggested(record),
    };

    private string? Label(int record) => input.HasLabels && input.Labels[record] >= 0 ? input.Classes[input.Labels[record]] : null;

    /// <summary>The most likely class of a record whose label is doubted; any other record's is its own.</summary>
    private string? Suggested(int record) =>
        result.Labels is { } labels && result.Flagged[record] && labels.Suggested[record] >= 0 ? input.Classes[labels.Suggested[record]] : Label(record);

    private JsonObject? LabelsJson() => result.Labels is not { } labels ? null : new JsonObject
    {
        ["checked"] = labels.Checked.Count(one => one),
        ["foreseen"] = labels.Refusal is null ? labels.Foreseen : null,
        ["noiseRate"] = labels.Refusal is null ? labels.Noise.Rate : null,
        ["noiseRateLower"] = labels.Refusal is null ? labels.Noise.Low : null,
        ["noiseRateUpper"] = labels.Refusal is null ? labels.Noise.High : null,
        ["refusal"] = labels.Refusal,
    };

    private JsonObject TriggerJson(Patch patch) => new()
    {
        ["label"] = input.Classes[patch.Target],
        ["features"] = Texts([.. patch.Features.Select(feature => input.FeatureNames[feature])]),
        ["records"] = new JsonArray([.. patch.Records.Select(record => (JsonNode)record)]),
        ["p"] = patch.PValue,
    };

    private JsonObject? DriftJson() => result.Drift is not { } drift ? null : new JsonObject
    {
        ["alarm"] = drift.Alarm,
        ["level"] = drift.Level,
        ["classes"] = drift.Classes is { } classes
            ? new JsonObject { ["stabilityIndex"] = classes.StabilityIndex, ["p"] = classes.CorrectedP, ["drifted"] = classes.Drifted }
            : null,
        ["features"] = new JsonArray([.. drift.Features.Select(feature => new JsonObject
        {
            ["feature"] = input.FeatureNames[feature.Feature],
            ["stabilityIndex"] = feature.StabilityIndex,
            ["ksDistance"] = feature.Distance,
            ["p"] = feature.CorrectedP,
            ["drifted"] = feature.Drifted,
            ["missingBefore"] = feature.ReferenceMissing,
            ["missingNow"] = feature.IncomingMissing,
        })]),
    };

    private static JsonArray Texts(IReadOnlyList<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
