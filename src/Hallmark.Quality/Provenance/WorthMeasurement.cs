using Hallmark.Quality.Labels;

namespace Hallmark.Quality.Provenance;

/// <summary>
/// What each provider's data are worth to the others, in two figures: the mean k-NN Shapley value of its rows
/// (<see cref="KnnShapley"/>), and the provider's own Shapley value (<see cref="ProviderWorth"/>). It is no evidence against anybody:
/// the only provider of a rare class is worth much even with wrong labels.
/// </summary>
/// <param name="Asked">Records whose labels decide what data are worth: all, or a drawn sample where comparing all would take long.</param>
/// <param name="Rows">Mean value of each provider's rows, exact for the records asked; or null.</param>
/// <param name="Providers">Values of the providers themselves, with an error where orders of joining were sampled; or null.</param>
/// <param name="Refusal">Why there are no figures, or none of the providers themselves; null if both are there.</param>
public sealed record WorthMeasurement(int Asked, IReadOnlyList<double>? Rows, IReadOnlyList<ShapleyValue>? Providers, string? Refusal)
{
    /// <summary>Votes of the classifier that data are worth something to.</summary>
    public const int Neighbours = 5;

    /// <summary>More providers are not valued by orders of joining: each order asks once for every one of them.</summary>
    public const int ProvidersMax = 100;

    /// <summary>Above it not even the fewest records can be asked.</summary>
    public const int RecordsMax = PairsMax / AskedLeast;

    private const int PairsMax = 60_000_000; // of a record and one asked; some seconds
    private const int AskedLeast = 100;
    private const int Orders = 200;

    /// <param name="records">All providers' records.</param>
    /// <param name="seed">Of draws.</param>
    public static WorthMeasurement Measure(SourcedRecords records, ulong seed)
    {
        string? refusal = records.Owners.Distinct().Count() < 2 ? "there is no other to be of worth to"
            : records.Count > RecordsMax ? $"{records.Count} labelled records are more than {RecordsMax}" : null;
        if (refusal is not null)
        {
            return new WorthMeasurement(0, null, null, refusal);
        }
        int[] asked = Drawn.Rows(records.Count, PairsMax / records.Count, seed);
        double[] values = KnnShapley.AgainstOtherGroups(records.Features, records.Labels, records.Owners, Neighbours, asked);
        double[] rows = [.. Means(values, records)];
        return records.Providers > ProvidersMax
            ? new WorthMeasurement(
                asked.Length, rows, null, $"{records.Providers} are more than {ProvidersMax}, the most that are valued themselves")
            : new WorthMeasurement(
                asked.Length, rows, new ProviderWorth(records, Neighbours, asked.Length, seed).Values(Orders, seed), null);
    }

    private static IEnumerable<double> Means(double[] values, SourcedRecords records)
    {
        double[] sums = new double[records.Providers];
        int[] sizes = new int[records.Providers];
        for (int record = 0; record < values.Length; record++)
        {
            sums[records.Owners[record]] += values[record];
            sizes[records.Owners[record]]++;
        }
        return sums.Zip(sizes, (sum, size) => size == 0 ? 0 : sum / size);
    }
}
