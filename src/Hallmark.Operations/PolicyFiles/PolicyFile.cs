using Hallmark.Contracts;
using Hallmark.Contracts.Policies;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Yaml;

namespace Hallmark.Operations.PolicyFiles;

/// <summary>A policy as people write it. docs/formats/policy.md has every field with its meaning.</summary>
public sealed class PolicyFile
{
    private static readonly Dictionary<string, RuleEffect> Effects = new(StringComparer.Ordinal)
    {
        ["deny"] = RuleEffect.Deny,
        ["quarantine"] = RuleEffect.Quarantine,
        ["refuse"] = RuleEffect.Refuse,
        ["revoke-grant"] = RuleEffect.RevokeGrant,
    };

    /// <summary>Where each expression stands, by the name under which a complaint about it speaks of it.</summary>
    private readonly Dictionary<string, YamlPlace> _places = new(StringComparer.Ordinal);

    private PolicyFile()
    {
    }

    /// <summary>Reads a policy and looks at every expression in it, as the ledger will.</summary>
    /// <exception cref="UsageException">Names file, line and field, and the column where an expression is wrong.</exception>
    public static PolicyDocument Read(string path) => new PolicyFile().ReadFile(path);

    /// <summary>The effect as it is written in YAML.</summary>
    public static string NameOf(RuleEffect effect) => Effects.First(pair => pair.Value == effect).Key;

    private PolicyDocument ReadFile(string path)
    {
        YamlMap map = YamlMap.ReadFile(path, InputFile.ReadText(path));
        foreach ((string field, string key) in (ReadOnlySpan<(string, string)>)[("name", "name"), ("governs", "governs"),
            ("rules", "require"), ("counters", "set"), ("scoring", "scoring"), ("schedule", "schedule")])
        {
            _places[field] = map.PlaceOf(key);
        }
        var policy = new PolicyDocument(
            Name(map, "name"),
            (int)map.Integer("version", 1, int.MaxValue),
            map.Texts("governs"),
            OptionalExpression(map, "when", "when"),
            map.Has("require") ? [.. map.Maps("require").Select(ReadRule)] : [],
            map.Has("set") ? [.. map.Maps("set").Select(ReadCounter)] : [],
            map.OptionalMap("scoring") is { } scoring ? ReadScoring(scoring) : null,
            OptionalExpression(map, "deposit", "deposit"),
            OptionalExpression(map, "reward", "reward"))
        {
            Schedule = map.OptionalMap("schedule") is { } schedule ? ReadScheduling(schedule) : null,
        };
        map.End();
        Check(policy);
        return policy;
    }

    private void Check(PolicyDocument policy)
    {
        try
        {
            PolicyDocument.Read(Evidence.CborMap.Read(policy.ToMap().ToBytes(), "policy"));
            foreach (string kind in policy.Governs)
            {
                CompiledPolicy.For(policy, kind, RuleVersions.Newest);
            }
        }
        catch (Evidence.MalformedException e)
        {
            throw PlaceOf(e.Field).Complaint(0, 0, e.Reason);
        }
        catch (PolicyException e)
        {
            throw PlaceOf(e.Part).Complaint(e.Line, e.Column, e.Reason);
        }
    }

    /// <summary>
    /// Where a field stands that a complaint names, e.g. <c>policy.rules.known-source</c>: the innermost part that is known.
    /// </summary>
    private YamlPlace PlaceOf(string field) =>
        field.Split('.').Append(field).Reverse().Select(_places.GetValueOrDefault).FirstOrDefault(place => place is not null)
            ?? _places["name"];

    private PolicyRule ReadRule(YamlMap map)
    {
        string name = Name(map, "name");
        string expression = Expression(map, "expression", name);
        string message = map.Text("message");
        string otherwise = map.OptionalText("otherwise") ?? "deny";
        map.End();
        return Effects.TryGetValue(otherwise, out RuleEffect effect)
            ? new PolicyRule(name, expression, message, effect)
            : throw map.Complaint("otherwise", $"'{otherwise}' is not one of {string.Join(", ", Effects.Keys)}");
    }

    private PolicyCounter ReadCounter(YamlMap map)
    {
        string name = Name(map, "counter");
        string expression = Expression(map, "to", $"counter {name}");
        string per = map.OptionalText("per") ?? "ledger";
        map.End();
        return per is "ledger" or "sender"
            ? new PolicyCounter(name, per == "sender", expression)
            : throw map.Complaint("per", $"'{per}' is neither ledger nor sender");
    }

    private static Scoring ReadScoring(YamlMap map)
    {
        int accept = map.Percent("accept-score", Scoring.Standard.AcceptScorePpm);
        int refuse = map.Percent("refuse-score", Scoring.Standard.RefuseScorePpm);
        int neighbours = (int)map.Integer("neighbours", 1, 1000, otherwise: Scoring.Standard.Neighbours);
        var checks = new List<CheckRule>();
        foreach ((string check, YamlMap own) in map.Map("checks").NamedMaps())
        {
            checks.Add(new CheckRule(
                check, own.Percent("weight", 0), own.Percent("quarantine-below", 0), own.Percent("refuse-below", 0),
                own.Boolean("needs-label", otherwise: false)));
            own.End();
        }
        TrustRule trust = map.OptionalMap("trust") is { } reputation ? ReadTrust(reputation) : TrustRule.Standard;
        PairwiseComparison[] compare = map.Has("compare") ? [.. map.Maps("compare").Select(ReadComparison)] : [];
        FuzzyScoring? fuzzy = map.OptionalMap("fuzzy") is { } rules ? ReadFuzzy(rules) : null;
        var scoring = new Scoring(compare.Length == 0 ? checks : Weighed(map, checks, compare), accept, refuse, neighbours)
        {
            Trust = trust,
            Compare = compare,
            Fuzzy = fuzzy,
        };
        map.End();
        return scoring;
    }

    private static ScheduleRule ReadScheduling(YamlMap map)
    {
        int diversity = map.Percent("diversity", 500_000);
        int redundancy = map.Percent("redundancy", 0);
        var rule = new ScheduleRule(diversity, map.Percent("integrity", 1_000_000 - diversity - redundancy), redundancy,
            map.Percent("credibility", 0));
        map.End();
        return rule;
    }

    private static TrustRule ReadTrust(YamlMap map)
    {
        var trust = new TrustRule(
            map.Integer("prior-records", 1, TrustRule.Limit, otherwise: TrustRule.Standard.PriorRecords),
            map.Integer("memory-records", 1, TrustRule.Limit, otherwise: TrustRule.Standard.MemoryRecords));
        map.End();
        return trust;
    }

    private static PairwiseComparison ReadComparison(YamlMap map)
    {
        var comparison = new PairwiseComparison(Name(map, "more"), Name(map, "than"), (int)map.Integer("by", 1, 9));
        map.End();
        return comparison;
    }

    /// <summary>
    /// The checks with the weights that follow from the comparisons: the policy's statement fixes them, and the contracts look whether
    /// they do.
    /// </summary>
    private static List<CheckRule> Weighed(YamlMap map, List<CheckRule> checks, PairwiseComparison[] compare)
    {
        if (checks.Any(check => check.WeightPpm != 0))
        {
            throw map.Complaint("compare", "stands beside weights; comparisons take their place");
        }
        try
        {
            (int[] weights, _) = PairwiseComparisons.Solve([.. checks.Select(check => check.Check)], compare);
            return [.. checks.Zip(weights, (check, weight) => check with { WeightPpm = weight })];
        }
        catch (Evidence.MalformedException e)
        {
            throw map.Complaint("compare", e.Reason);
        }
    }

    private static FuzzyScoring ReadFuzzy(YamlMap map)
    {
        var sets = new List<FuzzySet>();
        foreach ((string check, YamlMap own) in map.Map("sets").NamedMaps())
        {
            sets.Add(new FuzzySet(check, own.Percent("poor", 0), own.Percent("good", 1_000_000)));
            own.End();
        }
        FuzzyRule[] rules = [.. map.Maps("rules").Select(ReadFuzzyRule)];
        map.End();
        return new FuzzyScoring(sets, rules);
    }

    private static FuzzyRule ReadFuzzyRule(YamlMap map)
    {
        YamlMap when = map.Map("when");
        FuzzyCondition[] conditions = [.. when.Keys.Select(check => new FuzzyCondition(check, Level(when, check)))];
        when.End();
        var rule = new FuzzyRule(conditions, map.Percent("score", 0));
        map.End();
        return rule;
    }

    private static FuzzyLevel Level(YamlMap map, string check) => map.Text(check) switch
    {
        "poor" => FuzzyLevel.Poor,
        "fair" => FuzzyLevel.Fair,
        "good" => FuzzyLevel.Good,
        string other => throw map.Complaint(check, $"'{other}' is not one of poor, fair, good"),
    };

    private string? OptionalExpression(YamlMap map, string key, string part) => map.Has(key) ? Expression(map, key, part) : null;

    private string Expression(YamlMap map, string key, string part)
    {
        _places[part] = map.PlaceOf(key);
        return map.Text(key);
    }

    private static string Name(YamlMap map, string key)
    {
        string name = map.Text(key);
        return Names.IsValid(name) ? name : throw map.Complaint(key, $"'{name}' is not a name ({Names.Rule})");
    }
}
