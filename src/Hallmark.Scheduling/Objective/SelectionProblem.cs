namespace Hallmark.Scheduling;

/// <summary>
/// What to choose from and under which terms, in plain numbers; a candidate is its index. See <see cref="SelectionObjective"/>.
/// </summary>
public sealed record SelectionProblem
{
    /// <summary>Where each candidate lies; at least one, all with the same number of finite coordinates.</summary>
    public required IReadOnlyList<double[]> Points { get; init; }

    /// <summary>How alike two points are.</summary>
    public required SimilarityKernel Kernel { get; init; }

    /// <summary>Records of each; at least 1.</summary>
    public required long[] Records { get; init; }

    /// <summary>Integrity of each, in [0, 1].</summary>
    public required double[] Integrity { get; init; }

    /// <summary>What each takes of the budget; at least 1.</summary>
    public required long[] Costs { get; init; }

    public required long Budget { get; init; }

    /// <summary>Weights of diversity, integrity and redundancy: not negative, at most 1 together.</summary>
    public required (double Diversity, double Integrity, double Redundancy) Weights { get; init; }

    /// <summary>The records of which integrity is a share: the most that the budget can buy. At least 1.</summary>
    public required double AttainableRecords { get; init; }

    /// <summary>Those chosen in any case, ascending.</summary>
    public IReadOnlyList<int> Included { get; init; } = [];

    /// <summary>Number of the provider of each, counted from 0; empty without a cap.</summary>
    public int[] Providers { get; init; } = [];

    /// <summary>Most that the batches of one provider may cost together.</summary>
    public long ProviderCap { get; init; } = long.MaxValue;

    /// <summary>Records of each class, for each candidate; empty without a minimum.</summary>
    public IReadOnlyList<long[]> ClassRecords { get; init; } = [];

    /// <summary>Fewest records of each class in the choice.</summary>
    public long ClassRecordsMin { get; init; }

    public int Count => Records.Length;

    /// <summary>Number of classes of which a minimum is asked.</summary>
    public int Classes => ClassRecords.Count == 0 ? 0 : ClassRecords[0].Length;

    /// <summary>
    /// The most records that a budget buys, parts of batches allowed; the best records per cost first. If a record costs one unit,
    /// the budget itself, or all records if they are fewer.
    /// </summary>
    public static double MostRecords(IReadOnlyList<long> records, IReadOnlyList<long> costs, long budget)
    {
        int[] order = [.. Enumerable.Range(0, records.Count)];
        Array.Sort(order, (a, b) =>
        {
            int byRatio = ((Int128)records[b] * costs[a]).CompareTo((Int128)records[a] * costs[b]);
            return byRatio != 0 ? byRatio : a.CompareTo(b);
        });
        double most = 0;
        foreach (int i in order)
        {
            if (costs[i] >= budget)
            {
                return Math.Max(1, most + (records[i] * (budget / (double)costs[i])));
            }
            most += records[i];
            budget -= costs[i];
        }
        return Math.Max(1, most);
    }
}
