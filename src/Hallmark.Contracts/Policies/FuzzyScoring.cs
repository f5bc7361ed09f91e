using Hallmark.Evidence;

namespace Hallmark.Contracts.Policies;

/// <summary>How well a check came out, as fuzzy rules speak of it.</summary>
public enum FuzzyLevel
{
    Poor,
    Fair,
    Good,
}

/// <summary>Where a check is poor, fair and good, in millionths of its value.</summary>
/// <param name="PoorPpm">Wholly poor up to here.</param>
/// <param name="GoodPpm">Wholly good from here; wholly fair half way between.</param>
public sealed record FuzzySet(string Check, int PoorPpm, int GoodPpm)
{

    /// <summary>How much a value belongs to a level, in millionths; straight lines, and the three levels always sum to a million.</summary>
    public long Membership(FuzzyLevel level, long valuePpm)
    {
        long place = Math.Clamp((valuePpm - PoorPpm) * Ppm.Whole * 2 / (GoodPpm - PoorPpm), 0, 2 * Ppm.Whole); // 0 poor, 1 fair, 2 good
        return level switch
        {
            FuzzyLevel.Poor => Math.Max(0, Ppm.Whole - place),
            FuzzyLevel.Fair => Ppm.Whole - Math.Abs(place - Ppm.Whole),
            _ => Math.Max(0, place - Ppm.Whole),
        };
    }

    public CborMapWriter ToMap() => new CborMapWriter().Text("check", Check).Integer("poor", PoorPpm).Integer("good", GoodPpm);

    public static FuzzySet Read(CborMap map)
    {
        var set = new FuzzySet(map.Name("check"), (int)map.Integer("poor", 0, Ppm.Whole), (int)map.Integer("good", 0, Ppm.Whole));
        map.End();
        return set.PoorPpm < set.GoodPpm ? set : throw new MalformedException($"scoring.fuzzy.{set.Check}", "is good no better than poor");
    }
}

/// <summary>One condition of a rule.</summary>
public sealed record FuzzyCondition(string Check, FuzzyLevel Level)
{
    public CborMapWriter ToMap() => new CborMapWriter().Text("check", Check).Integer("level", (long)Level);

    public static FuzzyCondition Read(CborMap map)
    {
        var condition = new FuzzyCondition(map.Name("check"), (FuzzyLevel)map.Integer("level", 0, 2));
        map.End();
        return condition;
    }
}

/// <summary>Where all conditions hold, the score is this.</summary>
public sealed record FuzzyRule(IReadOnlyList<FuzzyCondition> When, int ScorePpm)
{
    private const int ConditionLimit = 32;

    public CborMapWriter ToMap() =>
        new CborMapWriter().Maps("when", When.Select(condition => condition.ToMap())).Integer("score", ScorePpm);

    public static FuzzyRule Read(CborMap map)
    {
        var rule = new FuzzyRule(
            [.. map.Maps("when", ConditionLimit).Select(FuzzyCondition.Read)], (int)map.Integer("score", 0, 1_000_000));
        map.End();
        return rule;
    }
}

/// <summary>
/// A score by fuzzy rules after Takagi and Sugeno (1985), of order zero: a rule holds as much as the least of its conditions, and the
/// score is the mean of the rules' scores, each weighted by how much it holds. Whole numbers throughout.
/// </summary>
public sealed record FuzzyScoring(IReadOnlyList<FuzzySet> Sets, IReadOnlyList<FuzzyRule> Rules)
{
    private const int SetLimit = 32;
    private const int RuleLimit = 256;

    public CborMapWriter ToMap() =>
        new CborMapWriter().Maps("sets", Sets.Select(set => set.ToMap())).Maps("rules", Rules.Select(rule => rule.ToMap()));

    /// <exception cref="MalformedException">Also where a rule speaks of a check without a set, or nothing can ever hold.</exception>
    public static FuzzyScoring Read(CborMap map)
    {
        var fuzzy = new FuzzyScoring(
            [.. map.Maps("sets", SetLimit).Select(FuzzySet.Read)], [.. map.Maps("rules", RuleLimit).Select(FuzzyRule.Read)]);
        map.End();
        Expect(fuzzy.Rules.Count > 0 && fuzzy.Rules.All(rule => rule.When.Count > 0), "has no rules, or one without a condition");
        Expect(fuzzy.Sets.Select(set => set.Check).Distinct(StringComparer.Ordinal).Count() == fuzzy.Sets.Count, "describes a check twice");
        foreach (FuzzyCondition condition in fuzzy.Rules.SelectMany(rule => rule.When))
        {
            Expect(fuzzy.Sets.Any(set => set.Check == condition.Check), $"does not say where {condition.Check} is poor and good");
        }
        return fuzzy;
    }

    /// <summary>The score in millionths; null where no rule holds at all. A rule on a check that was not measured does not hold.</summary>
    public long? Score(IReadOnlyDictionary<string, long> valuesPpm)
    {
        Int128 weights = 0;
        Int128 sum = 0;
        foreach (FuzzyRule rule in Rules)
        {
            long holds = rule.When.Min(condition => valuesPpm.TryGetValue(condition.Check, out long value)
                ? Sets.First(set => set.Check == condition.Check).Membership(condition.Level, value)
                : 0);
            weights += holds;
            sum += (Int128)holds * rule.ScorePpm;
        }
        return weights == 0 ? null : (long)(sum / weights);
    }

    private static void Expect(bool holds, string reason)
    {
        if (!holds)
        {
            throw new MalformedException("scoring.fuzzy", reason);
        }
    }
}
