using Hallmark.Contracts.Payloads;
using Hallmark.Contracts.State;
using Hallmark.Evidence;

namespace Hallmark.Contracts.Policies;

/// <summary>How one check weighs. All figures are millionths of the check's own fraction (good of all).</summary>
/// <param name="NeedsLabel">Asked only where the dataset has a label.</param>
public sealed record CheckRule(string Check, int WeightPpm, int QuarantineBelowPpm, int RefuseBelowPpm, bool NeedsLabel)
{
    public CborMapWriter ToMap() => new CborMapWriter()
        .Text("check", Check).Integer("weight", WeightPpm).Integer("quarantineBelow", QuarantineBelowPpm)
        .Integer("refuseBelow", RefuseBelowPpm).Boolean("needsLabel", NeedsLabel);

    public static CheckRule Read(CborMap map)
    {
        var rule = new CheckRule(
            map.Name("check"), (int)map.Integer("weight", 0, 1_000_000), (int)map.Integer("quarantineBelow", 0, 1_000_000),
            (int)map.Integer("refuseBelow", 0, 1_000_000), map.Boolean("needsLabel"));
        map.End();
        return rule;
    }
}

/// <summary>What a policy made of a batch's measurements.</summary>
public sealed record Judgement(Verdict Verdict, long ScorePpm, IReadOnlyList<string> Reasons)
{
    /// <summary>So many reasons fit the batch's state.</summary>
    private const int ReasonLimit = 48;

    /// <summary>The judgement after a rule did not hold: never better than before.</summary>
    internal Judgement LoweredBy(PolicyRule rule) => this with
    {
        Verdict = rule.Otherwise == RuleEffect.Refuse || Verdict == Verdict.Refused ? Verdict.Refused : Verdict.Quarantined,
        Reasons = Reasons.Count < ReasonLimit ? [.. Reasons, $"{rule.Name}: {rule.Message}"] : Reasons,
    };
}

/// <summary>
/// How measurements become a score and a verdict: a weighted sum of check results, limits for each check and for the score. Whole
/// numbers throughout, so every node decides the same.
/// </summary>
/// <param name="Neighbours">
/// How many nearest records vote on a label. The policy says so, not the validator: nobody may try parameters until a verdict suits.
/// </param>
public sealed record Scoring(IReadOnlyList<CheckRule> Checks, int AcceptScorePpm, int RefuseScorePpm, int Neighbours)
{
    private const int CheckLimit = 32;
    private const long Million = 1_000_000;

    /// <summary>In force on a new ledger until its admins deploy another.</summary>
    public static Scoring Standard { get; } = new(
        [
            new CheckRule("schema", 100_000, 1_000_000, 1_000_000, NeedsLabel: false),
            new CheckRule("ranges", 150_000, 1_000_000, 980_000, NeedsLabel: false),
            new CheckRule("duplicates", 150_000, 950_000, 500_000, NeedsLabel: false),
            new CheckRule("conflicts", 100_000, 980_000, 900_000, NeedsLabel: true),
            new CheckRule("labels", 500_000, 850_000, 700_000, NeedsLabel: true),
        ],
        AcceptScorePpm: 900_000,
        RefuseScorePpm: 700_000,
        Neighbours: 10);

    public CborMapWriter ToMap() => new CborMapWriter()
        .Maps("checks", Checks.Select(check => check.ToMap()))
        .Integer("acceptScore", AcceptScorePpm)
        .Integer("refuseScore", RefuseScorePpm)
        .Integer("neighbours", Neighbours);

    public static Scoring Read(CborMap map)
    {
        var scoring = new Scoring(
            [.. map.Maps("checks", CheckLimit).Select(CheckRule.Read)],
            (int)map.Integer("acceptScore", 0, Million), (int)map.Integer("refuseScore", 0, Million), (int)map.Integer("neighbours", 1, 1000));
        map.End();
        if (scoring.Checks.Sum(check => (long)check.WeightPpm) <= 0)
        {
            throw new MalformedException("scoring.checks", "carry no weight");
        }
        if (scoring.Checks.Select(check => check.Check).Distinct(StringComparer.Ordinal).Count() != scoring.Checks.Count)
        {
            throw new MalformedException("scoring.checks", "name a check twice");
        }
        return scoring;
    }

    /// <summary>Decides. A check that the policy asks for and nobody measured quarantines: silence is no evidence.</summary>
    /// <param name="hasLabel">Whether the dataset has a label; without one the checks on labels do not apply.</param>
    public Judgement Decide(IReadOnlyList<CheckResult> results, bool hasLabel)
    {
        long weights = 0;
        long sum = 0;
        var verdict = Verdict.Accepted;
        var reasons = new List<string>();
        void Lower(Verdict to, string reason)
        {
            verdict = to == Verdict.Refused || verdict == Verdict.Refused ? Verdict.Refused : to;
            reasons.Add(reason);
        }
        foreach (CheckRule rule in Checks.Where(rule => hasLabel || !rule.NeedsLabel))
        {
            if (results.FirstOrDefault(result => result.Check == rule.Check) is not { Of: > 0 } result)
            {
                Lower(Verdict.Quarantined, $"{rule.Check}: nothing could be measured");
                continue;
            }
            long value = (long)((Int128)result.Good * Million / result.Of);
            weights += rule.WeightPpm;
            sum += value * rule.WeightPpm;
            int limit = value < rule.RefuseBelowPpm ? rule.RefuseBelowPpm : rule.QuarantineBelowPpm;
            if (value < limit)
            {
                Lower(value < rule.RefuseBelowPpm ? Verdict.Refused : Verdict.Quarantined,
                    $"{rule.Check}: {result.Good} of {result.Of} good ({Percent(value)}) is below {Percent(limit)}");
            }
        }
        long score = weights == 0 ? 0 : sum / weights;
        if (weights == 0)
        {
            Lower(Verdict.Quarantined, "score: no check that carries weight was measured");
        }
        else if (score < AcceptScorePpm)
        {
            Lower(score < RefuseScorePpm ? Verdict.Refused : Verdict.Quarantined,
                $"score: {Percent(score)} is below {Percent(score < RefuseScorePpm ? RefuseScorePpm : AcceptScorePpm)}");
        }
        return new Judgement(verdict, score, reasons);
    }

    /// <summary>Millionths as a percentage with one decimal, cut off: whole-number arithmetic only.</summary>
    private static string Percent(long ppm) => $"{ppm / 10_000}.{ppm / 1_000 % 10} %";
}
