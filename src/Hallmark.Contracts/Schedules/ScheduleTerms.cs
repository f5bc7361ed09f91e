using Hallmark.Evidence;

namespace Hallmark.Contracts.Schedules;

/// <summary>What a batch costs of a budget that is not counted in records.</summary>
public readonly record struct BatchCost(string Batch, long Cost);

/// <summary>
/// All that decides a schedule apart from its seed: the candidates, what may be spent, what is worth how much, and how it is searched.
/// With the seed and the content anybody chooses the same batches again.
/// </summary>
public sealed record ScheduleTerms
{
    /// <summary>Most rounds: whoever chooses again must come to an end, too.</summary>
    public const int MaxRounds = 1_000_000;

    public const string Records = "records";
    public const string Credits = "credits";
    public const string Seconds = "seconds";

    /// <summary>How the chosen batches are ordered.</summary>
    public static IReadOnlyList<string> Orders { get; } = ["curriculum", "shuffled", "interleaved"];

    /// <summary>What a budget is counted in. Records need no costs: a batch costs what it holds.</summary>
    public static IReadOnlyList<string> Units { get; } = [Records, Credits, Seconds];

    /// <summary>How batches are chosen; its name is known to whoever chooses, not to the rules.</summary>
    public required string Method { get; init; }

    /// <summary>Most that all chosen batches may cost together.</summary>
    public required long Budget { get; init; }

    public string Unit { get; init; } = Records;

    /// <summary>
    /// Costs of the batches that may be chosen where the unit is not records: the others have no price and are not chosen.
    /// </summary>
    public IReadOnlyList<BatchCost> Costs { get; init; } = [];

    public required int DiversityPpm { get; init; }

    public required int IntegrityPpm { get; init; }

    public int RedundancyPpm { get; init; }

    /// <summary>How much of a batch's integrity is its provider's credibility at that time, in place of its score.</summary>
    public int CredibilityPpm { get; init; }

    /// <summary>How long methods that could go on for ever search: a count, so that the clock decides nothing.</summary>
    public int Rounds { get; init; } = 1;

    public string Order { get; init; } = "shuffled";

    /// <summary>Batches that must be chosen.</summary>
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>Batches that must not be chosen.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Most that one provider's batches may cost together, as a share of the budget; the whole for no cap.</summary>
    public int ProviderCapPpm { get; init; } = Ppm.Whole;

    /// <summary>Fewest records of each class in all chosen batches together.</summary>
    public long ClassRecordsMin { get; init; }

    /// <summary>Batches are told apart by all their columns of numbers but the label.</summary>
    public const int AllNumbers = 1;

    /// <summary>
    /// As <see cref="AllNumbers"/>, but without columns that only number the records; since <see cref="RuleVersions.FeatureChoice"/>.
    /// </summary>
    public const int WithoutRowNumbers = 2;

    /// <summary>
    /// As <see cref="WithoutRowNumbers"/>, with dates, declared texts and missing cells, too (<c>FeatureKinds</c>); since
    /// <see cref="RuleVersions.AllFeatures"/>.
    /// </summary>
    public const int AllKinds = 3;

    /// <summary>
    /// The rule by which columns are features, <see cref="AllNumbers"/>, <see cref="WithoutRowNumbers"/> or <see cref="AllKinds"/>; fixed
    /// before a seed is drawn, so that nobody can choose by it. Which columns it leaves out stands in the commit.
    /// </summary>
    public int Features { get; init; } = AllNumbers;

    /// <summary>Merkle root over the sorted roots of the batches to choose from.</summary>
    public required Digest Candidates { get; init; }

    /// <summary>Size of the tree at which they were accepted.</summary>
    public required TreeSize TreeSize { get; init; }

    /// <summary>What a batch costs, or null where it has no price.</summary>
    public long? CostOf(string batch, long records)
    {
        if (Unit == Records)
        {
            return records;
        }
        foreach (BatchCost cost in Costs)
        {
            if (cost.Batch == batch)
            {
                return cost.Cost;
            }
        }
        return null;
    }

    public CborMapWriter ToMap() => new CborMapWriter()
        .Text("method", Method)
        .Integer("budget", Budget)
        .Text("unit", Unit)
        .Texts("priced", Costs.Select(cost => cost.Batch))
        .Integers("costs", Costs.Select(cost => cost.Cost))
        .Integer("diversity", DiversityPpm)
        .Integer("integrity", IntegrityPpm)
        .Integer("redundancy", RedundancyPpm)
        .Integer("credibility", CredibilityPpm)
        .Integer("rounds", Rounds)
        .Text("order", Order)
        .Texts("include", Include)
        .Texts("exclude", Exclude)
        .Integer("providerCap", ProviderCapPpm)
        .Integer("classMin", ClassRecordsMin)
        .Integer("features", Features == AllNumbers ? null : Features) // rules before FeatureChoice know no such field
        .Digest("candidates", Candidates)
        .Size("size", TreeSize);

    /// <exception cref="MalformedException">A field is missing, unknown, out of range, or contradicts another.</exception>
    public static ScheduleTerms Read(CborMap map)
    {
        var terms = new ScheduleTerms
        {
            Method = map.Text("method", 16),
            Budget = map.Integer("budget", 1),
            Unit = map.Text("unit", 16),
            Costs = ReadCosts(map.Texts("priced", ScheduleCommit.MaxBatches), map.Integers("costs", ScheduleCommit.MaxBatches)),
            DiversityPpm = (int)map.Integer("diversity", 0, Ppm.Whole),
            IntegrityPpm = (int)map.Integer("integrity", 0, Ppm.Whole),
            RedundancyPpm = (int)map.Integer("redundancy", 0, Ppm.Whole),
            CredibilityPpm = (int)map.Integer("credibility", 0, Ppm.Whole),
            Rounds = (int)map.Integer("rounds", 1, MaxRounds),
            Order = map.Text("order", 16),
            Include = map.Texts("include", ScheduleCommit.MaxBatches),
            Exclude = map.Texts("exclude", ScheduleCommit.MaxBatches),
            ProviderCapPpm = (int)map.Integer("providerCap", 1, Ppm.Whole),
            ClassRecordsMin = map.Integer("classMin", 0, int.MaxValue),
            Features = (int)(map.OptionalInteger("features", WithoutRowNumbers, AllKinds) ?? AllNumbers),
            Candidates = map.Digest("candidates"),
            TreeSize = map.Size("size"),
        };
        map.End();
        terms.Check();
        return terms;
    }

    private static BatchCost[] ReadCosts(IReadOnlyList<string> batches, IReadOnlyList<long> costs)
    {
        Expect(batches.Count == costs.Count, "costs", $"has {costs.Count} items for {batches.Count} priced batches");
        return [.. batches.Zip(costs, (batch, cost) => new BatchCost(batch, cost))];
    }

    private void Check()
    {
        Expect(Units.Contains(Unit), "unit", $"is none of {string.Join(", ", Units)}");
        Expect(Orders.Contains(Order), "order", $"is none of {string.Join(", ", Orders)}");
        Expect(DiversityPpm + IntegrityPpm + RedundancyPpm == Ppm.Whole, "diversity",
            "does not sum to 1,000,000 with integrity and redundancy");
        Expect((Unit == Records) == (Costs.Count == 0), "costs", "belong to budgets that are not counted in records, and to each of those");
        Expect(Costs.All(cost => cost.Cost is >= 1 and <= 1L << 40), "costs", "has one outside 1 to 2^40");
        ExpectOnce(Costs.Select(cost => cost.Batch), "priced");
        ExpectOnce(Include, "include");
        ExpectOnce(Exclude, "exclude");
        Expect(!Include.Intersect(Exclude, StringComparer.Ordinal).Any(), "exclude", "names a batch that is to be included");
    }

    private static void ExpectOnce(IEnumerable<string> batches, string field)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        Expect(batches.All(seen.Add), field, "names a batch twice");
    }

    private static void Expect(bool holds, string field, string reason)
    {
        if (!holds)
        {
            throw new MalformedException($"terms.{field}", reason);
        }
    }
}
