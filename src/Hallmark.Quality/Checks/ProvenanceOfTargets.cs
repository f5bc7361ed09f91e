using System.Globalization;
using Hallmark.Quality.Provenance;
using Hallmark.Quality.Targets;

namespace Hallmark.Quality.Checks;

/// <summary>What <see cref="ProvenanceCheck"/> measures where numbers are to be foretold. See <see cref="TargetSources"/>.</summary>
internal static class ProvenanceOfTargets
{
    private const double FarOff = 1e6; // whose digits say nothing

    /// <returns>Null where too few providers, or too many, have records enough to tell.</returns>
    public static CheckOutcome? Measure(Check check, CheckedRecords records)
    {
        int[] rows = [.. Enumerable.Range(0, records.Count).Where(row => double.IsFinite(records.Targets[row]))];
        int[] providers = [.. rows.Select(row => ProviderOf(records, row)).Distinct().Order()];
        int[] owners = [.. rows.Select(row => Array.BinarySearch(providers, ProviderOf(records, row)))];
        if (providers.Length > SourcedRecords.ProvidersLimit
            || TargetSources.Measure(
                records.ForModels.Raw.Gather(rows), [.. rows.Select(row => records.Targets[row])], owners, records.Seed)
                is not { } found)
        {
            return null;
        }
        Dictionary<int, int> places = rows.Index().ToDictionary(item => item.Item, item => item.Index);
        return new RecordOutcome(check, row => found.Accused[owners[places[row]]] && TargetSources.IsDoubted(found.Off[places[row]])
            ? $"its {records.Target} is {Spreads(found.Off[places[row]])} usual spreads from what the "
                + "data of the other providers foretell"
            : null)
        {
            Measurement = found,
            LookedAt = row => places.TryGetValue(row, out int place) && found.CanTell[owners[place]],
            Summary = [.. Summarise(records, providers, found)],
        };
    }

    private static IEnumerable<string> Summarise(CheckedRecords records, int[] providers, TargetSourcesFound found)
    {
        string[] accused = [.. providers.Where((_, place) => found.Accused[place]).Select(provider => NameOf(records, provider))];
        yield return accused.Length == 0
            ? "sources: the targets of none are farther from what the others foretell than chance explains"
            : $"sources: the targets of {string.Join(", ", accused)} are farther from what the others foretell than chance explains";
    }

    private static string Spreads(double off) => off.ToString(off < FarOff ? "F1" : "G3", CultureInfo.InvariantCulture);

    private static int ProviderOf(CheckedRecords records, int row) => records.ProviderOfSource[records.SourceOf[row]];

    private static string NameOf(CheckedRecords records, int provider) =>
        provider < records.SourceNames.Count ? $"'{records.SourceNames[provider]}'" : "a provider";
}
