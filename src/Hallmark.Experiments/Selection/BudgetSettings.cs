namespace Hallmark.Experiments.Selection;

/// <summary>What to run. How the batches of a pool are made is fixed in <see cref="BudgetPool"/>.</summary>
public sealed record BudgetSettings
{
    /// <summary>With how many pools each, if none is asked for.</summary>
    public static IReadOnlyDictionary<string, int> SeedsByDefault { get; } = new Dictionary<string, int>
    {
        ["digits"] = 12,
        [ExperimentData.FashionMnist] = 8,
    };

    /// <summary>Names of data sets: tables, or <see cref="ExperimentData.FashionMnist"/>.</summary>
    public IReadOnlyList<string> Sets { get; init; } = [.. SeedsByDefault.Keys];

    /// <summary>Pools drawn of each data set, at least 1; null for <see cref="SeedsByDefault"/>.</summary>
    public int? Seeds { get; init; }

    public ulong FirstSeed { get; init; } = 1;

    /// <summary>Records drawn of a data set that has more, at least 100; a fifth of them is tested on.</summary>
    public int RecordsMax { get; init; } = 3_000;

    /// <summary>Budgets in per cent of the pool's records, each from 1 to 100.</summary>
    public IReadOnlyList<int> Percents { get; init; } = [5, 10, 20, 40];

    /// <summary>Most rounds of each method, as a schedule has them by default.</summary>
    public int Rounds { get; init; } = 100;

    /// <summary>Random choices drawn for each budget; what counts is the mean of their accuracies.</summary>
    public int Draws { get; init; } = 3;

    /// <exception cref="ArgumentException">Names the setting that cannot be.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Seeds ?? 1, 1, nameof(Seeds));
        ArgumentOutOfRangeException.ThrowIfLessThan(RecordsMax, 100, nameof(RecordsMax));
        ArgumentOutOfRangeException.ThrowIfLessThan(Rounds, 1, nameof(Rounds));
        ArgumentOutOfRangeException.ThrowIfLessThan(Draws, 1, nameof(Draws));
        if (Percents.Count == 0 || Percents.Any(percent => percent is < 1 or > 100))
        {
            throw new ArgumentException("A budget lies between 1 and 100 per cent.", nameof(Percents));
        }
    }

    /// <summary>Pools of a data set.</summary>
    public int SeedsOf(string set) => Seeds ?? SeedsByDefault.GetValueOrDefault(set, 1);
}
