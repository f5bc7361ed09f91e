using Hallmark.Learning;
using Hallmark.Quality.Provenance;

namespace Hallmark.Quality.Checks;

/// <summary>
/// Labels of providers who stand out, which models trained without the provider doubt. See <see cref="UnlikeProviders"/>. Too many
/// providers
/// to train a model without each are not measured, nor are labels of a single class. Of targets see <see cref="ProvenanceOfTargets"/>.
/// </summary>
internal sealed class ProvenanceCheck() : Check(
    "provenance", "labels or targets that models without the provider's data do not doubt, or whose provider does not stand out",
    CheckNeeds.LabelsOrTargets | CheckNeeds.Inputs | CheckNeeds.Sources)
{
    internal override CheckOutcome? Measure(CheckedRecords records, Action<double> progress)
    {
        if (records.Target is not null)
        {
            return ProvenanceOfTargets.Measure(this, records);
        }
        if (Compare(records) is not { } doubts)
        {
            return null;
        }
        Dictionary<int, double> suspects = doubts.Measured.SuspectRows(doubts.Records)
            .ToDictionary(record => doubts.Rows[record], record => doubts.Measured.Chances[record]);
        return new RecordOutcome(this, row => suspects.TryGetValue(row, out double chance)
            ? $"labelled '{records.Classes[records.Labels[row]]}', which the data of the other providers do not bear out; "
                + $"wrong with a chance of {Share.Percent(chance)}"
            : null)
        {
            Measurement = doubts,
            LookedAt = row => doubts.Measured.CanTell && records.Labels[row] >= 0,
        };
    }

    private static ProviderDoubts? Compare(CheckedRecords records)
    {
        int[] rows = [.. Enumerable.Range(0, records.Count).Where(row => records.Labels[row] >= 0)];
        int[] providers = [.. rows.Select(row => records.ProviderOfSource[records.SourceOf[row]]).Distinct().Order()];
        if (records.Classes.Count < 2 || providers.Length is 0 or > SourcedRecords.ProvidersLimit)
        {
            return null;
        }
        int[] sources = [.. rows.Select(row => records.SourceOf[row]).Distinct().Order()];
        var sourced = new SourcedRecords(
            records.ForModels.Of(rows).ForNeighbours,
            [.. rows.Select(row => records.Labels[row])],
            records.Classes.Count,
            [.. rows.Select(row => Array.BinarySearch(sources, records.SourceOf[row]))],
            [.. sources.Select(source => Array.BinarySearch(providers, records.ProviderOfSource[source]))]);
        var options = new BadProviderOptions { Seed = records.Seed };
        ProviderMeasurement measured = records.Code < MeasuringCode.Unseen
            ? BadProviders.Measure(sourced, options) : UnlikeProviders.Measure(sourced, options);
        return new ProviderDoubts(measured, sourced, rows, providers);
    }
}

/// <summary>What providers' labels say of each other.</summary>
/// <param name="Measured">By provider, in the order of <paramref name="Providers"/>.</param>
/// <param name="Records">The labelled records.</param>
/// <param name="Rows">Which rows these are.</param>
/// <param name="Providers">Those who have labelled records, ascending.</param>
internal sealed record ProviderDoubts(ProviderMeasurement Measured, SourcedRecords Records, int[] Rows, int[] Providers);
