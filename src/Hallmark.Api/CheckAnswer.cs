using System.Text.Json.Serialization;
using Hallmark.Data.Records;
using Hallmark.Operations.Checking;
using Hallmark.Quality.Checks;
using Hallmark.Quality.Labels;
using Hallmark.Quality.Targets;

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
/// <param name="Declared">Columns that are declared to be no features, with their roles.</param>
/// <param name="Target">Column of numbers to be foretold; null without one.</param>
/// <param name="Flagged">How many records to look at.</param>
/// <param name="Labels">Null where none were checked.</param>
/// <param name="Targets">Null where no numbers are to be foretold.</param>
/// <param name="Sources">Where the records come from.</param>
/// <param name="Worth">How values of sources were found; null where there are none.</param>
/// <param name="NotMeasurable">Checks that such records do not allow, with why.</param>
public sealed record CheckAnswer(
    string File, SourceAnswer Source, int RecordCount, int FeatureCount, IReadOnlyList<string> RowNumbers, IReadOnlyList<string> Unused,
    IReadOnlyList<DeclaredColumnAnswer> Declared, string? Target, IReadOnlyList<string> Classes, int Flagged, CheckedLabelsAnswer? Labels,
    CheckedTargetsAnswer? Targets,
    IReadOnlyList<CheckedRecordAnswer> Records, IReadOnlyList<CheckedSourceAnswer> Sources, WorthAnswer? Worth,
    IReadOnlyList<UnmeasuredCheck> NotMeasurable)
{
    /// <summary>Columns of dates and times that were learned from.</summary>
    public IReadOnlyList<string> Moments { get; init; } = [];

    /// <summary>Columns of text that were learned from.</summary>
    public IReadOnlyList<string> LearnedTexts { get; init; } = [];

    /// <summary>What checks tell beyond that, by the name of the part.</summary>
    [JsonExtensionData]
    public Dictionary<string, object?> Details { get; } = [];

    public static CheckAnswer Of(CheckedFile file)
    {
        var answer = new CheckAnswer(
            file.Path, SourceAnswer.Of(file.Source), file.Input.Count, file.Input.FeatureNames.Count, file.Input.RowNumbers,
            file.Input.Unused,
            [.. file.Input.Declared.Select(one => new DeclaredColumnAnswer(one.Column, SchemaFormat.NameOf(one.Role)))], file.Input.Target,
            file.Input.Classes, file.Flagged,
            file.Result.Labels is { } labels ? CheckedLabelsAnswer.Of(labels) : null,
            file.Result.Targets is { } targets ? CheckedTargetsAnswer.Of(targets) : null,
            [.. Enumerable.Range(0, file.Input.Count).Select(record => CheckedRecordAnswer.Of(file, record))],
            [.. file.Sources().Select(CheckedSourceAnswer.Of)], WorthAnswer.Of(file), file.Result.Unmeasured)
        {
            Moments = file.Input.MomentNames,
            LearnedTexts = file.Input.LearnedTextNames,
        };
        foreach ((string name, object? content) in file.Result.Details)
        {
            answer.Details.Add(name, content);
        }
        return answer;
    }
}

/// <summary>A column that is declared to be no feature.</summary>
/// <param name="Role">What it is declared to be for.</param>
public sealed record DeclaredColumnAnswer(string Column, string Role);

/// <summary>What share of labels is wrong.</summary>
/// <param name="Checked">Labels that were checked.</param>
/// <param name="Foreseen">Share of them that the models foresee; null, as the next three, where the check refused.</param>
/// <param name="Refusal">Why nothing can be told; null where something can.</param>
public sealed record CheckedLabelsAnswer(
    int Checked, double? Foreseen, double? NoiseRate, double? NoiseRateLower, double? NoiseRateUpper, string? Refusal)
{
    /// <summary>Whether it can be told which labels are wrong; if not, and nothing was refused, records are only ranked.</summary>
    public bool Measurable { get; init; }

    /// <summary>Why it cannot be told; null where it can, or where the check refused.</summary>
    public string? CannotTell { get; init; }

    internal static CheckedLabelsAnswer Of(LabelMeasurement labels)
    {
        int looked = labels.Checked.Count(one => one);
        return labels.Refusal is null
            ? new CheckedLabelsAnswer(looked, labels.Foreseen, labels.Noise.Rate, labels.Noise.Low, labels.Noise.High, null)
            {
                Measurable = labels.IsMeasurable,
                CannotTell = labels.CannotTell,
            }
            : new CheckedLabelsAnswer(looked, null, null, null, null, labels.Refusal);
    }
}

/// <summary>What share of targets is far from what the other records foretell.</summary>
/// <param name="Checked">Targets that were looked at.</param>
/// <param name="Explained">Share of their spread that the models foretell; null, as the next three, where the check refused.</param>
/// <param name="Refusal">Why nothing can be told; null where something can.</param>
public sealed record CheckedTargetsAnswer(
    int Checked, double? Explained, double? FarRate, double? FarRateLower, double? FarRateUpper, string? Refusal)
{
    internal static CheckedTargetsAnswer Of(TargetMeasurement targets)
    {
        int looked = targets.Checked.Count(one => one);
        return targets.Refusal is null
            ? new CheckedTargetsAnswer(looked, targets.Explained, targets.Rate, targets.Interval.Low, targets.Interval.High, null)
            : new CheckedTargetsAnswer(looked, null, null, null, null, targets.Refusal);
    }
}

/// <summary>What was found in one record.</summary>
/// <param name="Suspicion">Chance, from 0 to 1, that it should not be trained on as it is.</param>
/// <param name="Flagged">Whether to look at it.</param>
/// <param name="SuggestedLabel">Null where it has no label.</param>
public sealed record CheckedRecordAnswer(int Record, double Suspicion, bool Flagged, string? SuggestedLabel)
{
    /// <summary>Line or row at which it begins, from 1; of <see cref="File"/> where there are several files.</summary>
    public long Place { get; init; }

    /// <summary>The file of several; left out where there is one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? File { get; init; }

    internal static CheckedRecordAnswer Of(CheckedFile file, int record)
    {
        (string? part, long place) = file.Input.PlaceOf(record);
        return new CheckedRecordAnswer(
            record, file.Result.Suspicion[record], file.Result.Flagged[record], file.SuggestionFor(record))
        {
            Place = place,
            File = part,
        };
    }
}
