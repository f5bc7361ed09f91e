using Hallmark.Learning;

namespace Hallmark.Quality.Provenance;

/// <summary>
/// Corrects outside opinions for a provider whose classes come in another mix than the others'. The mix is estimated from the
/// features alone (expectation maximisation of Saerens, Latinne and Decaestecker, 2002): taken from its labels it would believe
/// the very labels that are in question, and a provider that calls everything by one name would explain itself.
/// </summary>
internal static class ClassShares
{
    private const int Iterations = 50;
    private const double PseudoRecords = 1; // of each class: a class the provider does not show keeps a small share

    /// <summary>Rewrites the opinions on the named records for the mix of classes these records have.</summary>
    /// <param name="opinions"><c>[records, classes]</c>.</param>
    /// <param name="records">One provider's.</param>
    /// <param name="assumed">The mix among those who formed the opinions; shares, all above 0.</param>
    public static void Adapt(Matrix opinions, ReadOnlySpan<int> records, ReadOnlySpan<double> assumed)
    {
        double[] shares = assumed.ToArray();
        double[] sums = new double[shares.Length];
        double[] adapted = new double[shares.Length];
        for (int iteration = 0; iteration < Iterations; iteration++)
        {
            Array.Fill(sums, PseudoRecords);
            foreach (int record in records)
            {
                Weigh(opinions.Row(record), shares, assumed, adapted);
                for (int c = 0; c < sums.Length; c++)
                {
                    sums[c] += adapted[c];
                }
            }
            for (int c = 0; c < sums.Length; c++)
            {
                shares[c] = sums[c] / (records.Length + (PseudoRecords * sums.Length));
            }
        }
        foreach (int record in records)
        {
            Span<float> row = opinions.Row(record);
            Weigh(row, shares, assumed, adapted);
            for (int c = 0; c < row.Length; c++)
            {
                row[c] = (float)adapted[c];
            }
        }
    }

    /// <summary>The mix of classes that a model trained without the group has seen, none of them 0.</summary>
    public static double[] Outside(SourcedRecords records, int[] groups, int group, float[]? trust)
    {
        double[] counts = new double[records.Classes];
        Array.Fill(counts, PseudoRecords);
        double sum = PseudoRecords * records.Classes;
        for (int i = 0; i < records.Count; i++)
        {
            if (groups[i] != group)
            {
                double weight = trust is null ? 1 : trust[i];
                counts[records.Labels[i]] += weight;
                sum += weight;
            }
        }
        return [.. counts.Select(count => count / sum)];
    }

    private static void Weigh(ReadOnlySpan<float> opinion, ReadOnlySpan<double> shares, ReadOnlySpan<double> assumed, Span<double> adapted)
    {
        double sum = 0;
        for (int c = 0; c < adapted.Length; c++)
        {
            adapted[c] = opinion[c] * shares[c] / assumed[c];
            sum += adapted[c];
        }
        for (int c = 0; c < adapted.Length; c++)
        {
            adapted[c] = sum > 0 ? adapted[c] / sum : 1.0 / adapted.Length;
        }
    }
}
