using System.Text.Json.Serialization;
using Hallmark.Features;
using Hallmark.Operations.Checking;
using Hallmark.Quality.Labels;

namespace Hallmark.Api;

/// <summary>
/// What was found in a file that is on no ledger, as <c>check</c> answers. Behind these fields each check that has more to tell has a part
/// of its own: see <see cref="Quality.Checks.CheckDetails"/>.
/// </summary>
/// <param name="Source">How the file was read.</param>
/// <param name="RecordCount">Records of the file.</param>
/// <param name="FeatureCount">Columns of numbers.</param>
/// <param name="RowNumbers">Columns that only number the records, and were left out.</param>
/// <param name="Unused">Columns of names, used for exact copies only.</param>
/// <param name="Unreadable">Cells that are no number in columns of numbers.</param>
/// <param name="Flagged">How many records to look at.</param>
/// <param name="Labels">Null where none were checked.</param>
/// <param name="Sources">Where the records come from.</param>
/// <param name="Worth">How values of sources were found; null where there are none.</param>
public sealed record CheckAnswer(
    string File, SourceAnswer Source, int RecordCount, int FeatureCount, IReadOnlyList<string> RowNumbers, IReadOnlyList<string> Unused,
    IReadOnlyList<UnreadableCells> Unreadable, IReadOnlyList<string> Classes, int Flagged, CheckedLabelsAnswer? Labels,
    IReadOnlyList<CheckedRecordAnswer> Records, IReadOnlyList<CheckedSourceAnswer> Sources, WorthAnswer? Worth)
{
    /// <summary>What checks tell beyond that, by the name of the part.</summary>
    [JsonExtensionData]
    public Dictionary<string, object?> Details { get; } = [];

    public static CheckAnswer Of(CheckedFile file)
    {
        var answer = new CheckAnswer(
            file.Path, SourceAnswer.Of(file.Source), file.Input.Count, file.Input.FeatureNames.Count, file.Input.RowNumbers,
            file.Input.Unused, file.Input.Unreadable, file.Input.Classes, file.Flagged,
            file.Result.Labels is { } labels ? CheckedLabelsAnswer.Of(labels) : null,
            [.. Enumerable.Range(0, file.Input.Count).Select(record => CheckedRecordAnswer.Of(file, record))],
            [.. file.Sources().Select(CheckedSourceAnswer.Of)], WorthAnswer.Of(file));
        foreach ((string name, object? content) in file.Result.Details)
        {
            answer.Details.Add(name, content);
        }
        return answer;
    }
}

/// <summary>What share of labels is wrong.</summary>
/// <param name="Checked">Labels that were checked.</param>
/// <param name="Foreseen">Share of them that the models foresee; null, as the next three, where the check refused.</param>
/// <param name="Refusal">Why nothing can be told; null where something can.</param>
public sealed record CheckedLabelsAnswer(
    int Checked, double? Foreseen, double? NoiseRate, double? NoiseRateLower, double? NoiseRateUpper, string? Refusal)
{
    internal static CheckedLabelsAnswer Of(LabelMeasurement labels)
    {
        int looked = labels.Checked.Count(one => one);
        return labels.Refusal is null
            ? new CheckedLabelsAnswer(looked, labels.Foreseen, labels.Noise.Rate, labels.Noise.Low, labels.Noise.High, null)
            : new CheckedLabelsAnswer(looked, null, null, null, null, labels.Refusal);
    }
}

/// <summary>What was found in one record.</summary>
/// <param name="Suspicion">Chance, from 0 to 1, that it should not be trained on as it is.</param>
/// <param name="Flagged">Whether to look at it.</param>
/// <param name="SuggestedLabel">Null where it has no label.</param>
public sealed record CheckedRecordAnswer(int Record, double Suspicion, bool Flagged, string? SuggestedLabel)
{
    internal static CheckedRecordAnswer Of(CheckedFile file, int record) =>
        new(record, file.Result.Suspicion[record], file.Result.Flagged[record], file.SuggestionFor(record));
}
