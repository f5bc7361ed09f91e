using System.Globalization;
using Hallmark.Learning;
using Hallmark.Quality.Labels;

namespace Hallmark.Quality.Checks;

/// <summary>
/// Labels that models of several kinds, which did not see them, doubt; and what share of labels is wrong. See <see cref="NoisyLabels"/>.
/// On a ledger no fold splits a batch, so that a batch never vouches for itself; in a file none splits a group.
/// </summary>
internal sealed class NoiseCheck() : Check(
    "noise", "labels that models which never saw them do not doubt", CheckNeeds.Labels | CheckNeeds.Inputs)
{
    /// <summary>Below this share of labels foreseen, people are told that hard and wrong look alike.</summary>
    private const double WellForeseen = 0.8;

    internal override CheckOutcome Measure(CheckedRecords records, Action<double> progress)
    {
        var options = new NoisyLabelOptions
        {
            Seed = records.Seed,
            Groups = records.Together,
            Progress = progress,
        };
        LabelMeasurement labels = records.Code < MeasuringCode.BySeveralSeeds
            ? NoisyLabels.Measure(records.ForModels, records.Labels, records.ClassCount, options)
            : SeveralSeeds.Measure(records.ForModels, records.Labels, records.ClassCount, options);
        return new RecordOutcome(this, row => labels.Flagged[row]
            ? $"labelled '{records.Classes[records.Labels[row]]}', more likely '{records.Classes[labels.Suggested[row]]}'; "
                + $"wrong with a chance of {Share.Percent(labels.Suspicion[row])}"
            : null)
        {
            Measurement = labels,
            FoundBySeed = [.. labels.Seeds.Select(seed => seed.Flagged)],
            LookedAt = row => labels.Checked[row],
            Summary = [.. Summarise(records, labels)],
        };
    }

    internal override CheckDetails? DetailsOf(CheckedRecords records, CheckOutcome? outcome) =>
        records.HasLabels ? new CheckDetails("classesAlike", AlikeClasses.Of(records.Classes)) : null;

    private static IEnumerable<string> Summarise(CheckedRecords records, LabelMeasurement labels)
    {
        foreach (IReadOnlyList<string> alike in AlikeClasses.Of(records.Classes))
        {
            string names = string.Join(", ", alike.Select(name => $"'{name}'"));
            yield return $"labels: {names} are spelled alike, and count as different classes";
        }
        int missing = records.Labels.Count(label => label < 0);
        if (missing > 0)
        {
            yield return $"labels: {missing} records have none";
        }
        if (labels.Refusal is { } refusal)
        {
            yield return $"labels: could not be checked: {refusal}";
            yield break;
        }
        NoiseEstimate noise = labels.Noise;
        yield return string.Create(
            CultureInfo.InvariantCulture, $"labels: about {noise.Rate:P1} are wrong (95 % interval {noise.Low:P1} to {noise.High:P1})");
        int[] flagged = [.. labels.Seeds.Select(seed => seed.Flagged.Count(flag => flag)).Order()];
        if (flagged is [int fewest, .., int most] && fewest < most)
        {
            yield return $"labels: of {flagged.Length} seeds one doubts {fewest}, another {most}; what most of them doubt is flagged";
        }
        if (labels.Foreseen < WellForeseen)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"labels: the models foresee only {labels.Foreseen:P0} of them from ")
                + "the other columns, so records that are hard and labels that are wrong look alike";
        }
    }
}
