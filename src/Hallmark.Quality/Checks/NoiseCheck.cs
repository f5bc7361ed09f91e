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

    private const double LeastOfTheRest = 0.5; // of what the largest class leaves open
    private const double NearNone = 0.005;
    private const double ManyFlagged = 0.05;

    internal override CheckOutcome Measure(CheckedRecords records, Action<double> progress)
    {
        var options = new NoisyLabelOptions
        {
            Seed = records.Seed,
            Groups = records.Together,
            Progress = progress,
        };
        LabelMeasurement labels = records.Code switch
        {
            < MeasuringCode.BySeveralSeeds => NoisyLabels.Measure(records.ForModels, records.Labels, records.ClassCount, options),
            < MeasuringCode.Unseen => SeveralSeeds.Measure(records.ForModels, records.Labels, records.ClassCount, options),
            _ => LeftOutLabels.Measure(records.ForModels, records.Labels, records.ClassCount, options),
        };
        return new RecordOutcome(this, row => labels.Flagged[row]
            ? $"labelled '{records.Classes[records.Labels[row]]}', more likely '{records.Classes[labels.Suggested[row]]}'; "
                + $"wrong with a chance of {Share.Percent(labels.Suspicion[row])}"
            : null)
        {
            Measurement = labels,
            FoundBySeed = [.. labels.Seeds.Select(seed => (bool[])[.. seed.Flagged.Select((flag, row) => flag && IsTold(row))])],
            LookedAt = IsTold,
            Summary = [.. Summarise(records, labels)],
        };

        // What cannot be told is not measured: a label that nobody could have doubted is not good for that.
        bool IsTold(int row) =>
            labels.Checked[row] && labels.CannotTell is null && !labels.Unexplained.Contains(records.Labels[row]);
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
        foreach (string line in Doubts(records, labels))
        {
            yield return $"labels: {line}";
        }
    }

    /// <summary>What limits what was said of the labels, each as the rest of a sentence.</summary>
    private static IEnumerable<string> Doubts(CheckedRecords records, LabelMeasurement labels)
    {
        if (labels.CannotTell is { } reason)
        {
            yield return $"cannot tell which are wrong: {reason}; records are ranked by how suspect they are, and none is flagged";
        }
        int[] flagged = [.. labels.Seeds.Select(seed => seed.Flagged.Count(flag => flag)).Order()];
        if (flagged is [int fewest, .., int most] && fewest < most)
        {
            yield return $"by one draw of folds alone {fewest} are doubted, by another {most}; all draws together decide";
        }
        if (labels.Unexplained.Count > 0 && labels.IsMeasurable)
        {
            string names = string.Join(", ", labels.Unexplained.Select(of => $"'{records.Classes[of]}'"));
            yield return $"the other columns do not tell {names} from the other classes, so no such label is flagged";
        }
        int looked = labels.Checked.Count(one => one);
        int largest = records.Labels.Where((_, row) => labels.Checked[row]).CountBy(label => label).Max(of => of.Value);
        double majority = (double)largest / looked;
        if (labels.Foreseen < WellForeseen || labels.Foreseen - majority < LeastOfTheRest * (1 - majority))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"the models foresee only {labels.Foreseen:P0} of them from ")
                + string.Create(CultureInfo.InvariantCulture, $"the other columns, where the largest class alone is {majority:P0}, ")
                + "so records that are hard and labels that are wrong look alike";
        }
        if (labels.Noise.Low < NearNone && labels.Flagged.Count(flag => flag) > ManyFlagged * looked)
        {
            yield return "it is not excluded that hardly any is wrong, and the records flagged are only hard";
        }
    }
}
