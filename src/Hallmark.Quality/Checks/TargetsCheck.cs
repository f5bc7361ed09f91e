using System.Globalization;
using Hallmark.Learning;
using Hallmark.Quality.Targets;

namespace Hallmark.Quality.Checks;

/// <summary>
/// Numbers to be foretold that models which never saw them find far off. See <see cref="DoubtfulTargets"/>. On a ledger no fold splits a
/// batch, so that a batch never vouches for itself; in a file none splits a group. Contrast <see cref="NoiseCheck"/>, which doubts classes: what it counts as good may
/// still be wrong, as long as it lies near what is right.
/// </summary>
internal sealed class TargetsCheck() : Check(
    "targets", "targets that do not lie far from what models which never saw them foretell", CheckNeeds.Targets | CheckNeeds.Inputs,
    since: MeasuringCode.OfTargets)
{
    internal override CheckOutcome Measure(CheckedRecords records, Action<double> progress)
    {
        TargetMeasurement targets = DoubtfulTargets.MeasureBySeveralSeeds(
            records.ForModels.Raw, records.Targets, records.Contents, records.Seed,
            records.Together, progress);
        return new RecordOutcome(this, row => targets.Flagged[row]
            ? $"its {records.Target} is {Number(records.Targets[row])}, where the other records foretell "
                + $"{Number(targets.Foretold[row])}; wrong with a chance of {Share.Percent(targets.Suspicion[row])}"
            : null)
        {
            Measurement = targets,
            FoundBySeed = [.. targets.Seeds.Select(seed => seed.Flagged)],
            LookedAt = row => targets.Checked[row],
        };
    }

    private static string Number(double number) => number.ToString("G6", CultureInfo.InvariantCulture);
}
