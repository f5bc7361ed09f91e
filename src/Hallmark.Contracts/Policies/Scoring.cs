using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Judging;
using Hallmark.Data.Records;
using Hallmark.Evidence;

namespace Hallmark.Contracts.Policies;

/// <summary>How one check weighs. All figures are millionths of the check's own fraction (good of all).</summary>
/// <param name="NeedsLabel">
/// Asked only where the dataset has a label; since <see cref="RuleVersions.Targets"/> one of classes, see <see cref="Scoring.Answering"/>.
/// </param>
public sealed record CheckRule(string Check, int WeightPpm, int QuarantineBelowPpm, int RefuseBelowPpm, bool NeedsLabel)
{
    public CborMapWriter ToMap() => new CborMapWriter()
        .Text("check", Check).Integer("weight", WeightPpm).Integer("quarantineBelow", QuarantineBelowPpm)
        .Integer("refuseBelow", RefuseBelowPpm).Boolean("needsLabel", NeedsLabel);

    public static CheckRule Read(CborMap map)
    {
        var rule = new CheckRule(
            map.Name("check"), (int)map.Integer("weight", 0, Ppm.Whole), (int)map.Integer("quarantineBelow", 0, Ppm.Whole),
            (int)map.Integer("refuseBelow", 0, Ppm.Whole), map.Boolean("needsLabel"));
        map.End();
        return rule;
    }
}

/// <summary>What a policy made of a batch's measurements.</summary>
public sealed record Judgement(Verdict Verdict, long ScorePpm, IReadOnlyList<string> Reasons)
{
    /// <summary>So many reasons fit the batch's state.</summary>
    private const int ReasonLimit = 48;

    /// <summary>Whether it is only by luck that it is neither accepted nor refused.</summary>
    public bool IsUncertain { get; private init; }

    /// <summary>Checks that were asked for and not measured, and rules that could not be asked for want of them, in order.</summary>
    public IReadOnlyList<string> Unmeasured { get; init; } = [];

    /// <summary>Whether something that was measured, or a rule that was answered, is why it is not accepted.</summary>
    public bool RestsOnEvidence { get; init; }

    /// <summary>The judgement where it is the seed that decides between accepted and refused: neither.</summary>
    internal Judgement Uncertain(CheckResult furthestApart) => this with
    {
        IsUncertain = true,
        RestsOnEvidence = true,
        Verdict = Verdict.Quarantined,
        Reasons =
        [
            $"uncertain: {furthestApart.Check}: {furthestApart.FewestGood} to {furthestApart.MostGood} of {furthestApart.Of} are good, "
                + "by the seed; the mildest accepts, the strictest refuses",
            .. Reasons,
        ],
    };

    /// <summary>The judgement after a rule did not hold: never better than before.</summary>
    internal Judgement LoweredBy(PolicyRule rule) => this with
    {
        Verdict = rule.Otherwise == RuleEffect.Refuse || Verdict == Verdict.Refused ? Verdict.Refused : Verdict.Quarantined,
        Reasons = WithReason($"{rule.Name}: {rule.Message}"),
        RestsOnEvidence = true,
    };

    /// <summary>
    /// The judgement after a rule had no value, as where it asks for what was not measured: nobody knows that it does not hold, so the
    /// batch is kept out, and not refused.
    /// </summary>
    internal Judgement LeftOpenBy(PolicyRule rule, string why) => this with
    {
        Verdict = Verdict == Verdict.Refused ? Verdict.Refused : Verdict.Quarantined,
        Reasons = WithReason($"{rule.Name}: cannot be told, {why}"),
        Unmeasured = Unmeasured.Count < ReasonLimit ? [.. Unmeasured, rule.Name] : Unmeasured,
    };

    private IReadOnlyList<string> WithReason(string reason) => Reasons.Count < ReasonLimit ? [.. Reasons, reason] : Reasons;
}

/// <summary>
/// How measurements become a score and a verdict: a weighted sum of check results, or fuzzy rules over them; limits for each check and
/// for the score. Whole numbers throughout, so every node decides the same.
/// </summary>
/// <param name="Neighbours">
/// How many nearest records vote on a label. The policy says so, not the validator: nobody may try parameters until a verdict suits.
/// </param>
public sealed record Scoring(IReadOnlyList<CheckRule> Checks, int AcceptScorePpm, int RefuseScorePpm, int Neighbours)
{
    /// <summary>The check that no validator measures: the provider's credibility, put in by the contract.</summary>
    public const string Credibility = "credibility";

    /// <summary>The check of classes that are likely wrong.</summary>
    public const string Noise = "noise";

    /// <summary>The check that takes its place where the label is a number.</summary>
    public const string Targets = "targets";

    private const int CheckLimit = 32;
    private const int ComparisonLimit = 128;

    /// <summary>In force on a new ledger until its admins deploy another.</summary>
    public static Scoring Standard { get; } = new(
        [
            new CheckRule("schema", 100_000, 1_000_000, 1_000_000, NeedsLabel: false),
            new CheckRule("ranges", 150_000, 1_000_000, 980_000, NeedsLabel: false),
            new CheckRule("duplicates", 150_000, 950_000, 500_000, NeedsLabel: false),
            new CheckRule("conflicts", 100_000, 980_000, 900_000, NeedsLabel: true),
            // low on hard data too: neighbours disagree on a sixth of clean pictures
            new CheckRule("labels", 0, 600_000, 0, NeedsLabel: true),
            new CheckRule("noise", 500_000, 850_000, 700_000, NeedsLabel: true),
            new CheckRule("triggers", 0, 990_000, 900_000, NeedsLabel: true),
            new CheckRule(Credibility, 50_000, 0, 0, NeedsLabel: false),
        ],
        AcceptScorePpm: 900_000,
        RefuseScorePpm: 700_000,
        Neighbours: 10);

    /// <summary>How verdicts become credibility.</summary>
    public TrustRule Trust { get; init; } = TrustRule.Standard;

    /// <summary>Comparisons of all pairs of checks: the weights are then exactly those that follow from them. Empty otherwise.</summary>
    public IReadOnlyList<PairwiseComparison> Compare { get; init; } = [];

    /// <summary>Rules in place of the weighted sum, or null.</summary>
    public FuzzyScoring? Fuzzy { get; init; }

    /// <summary>How the score comes about, in the words of a policy file.</summary>
    public string Method => Fuzzy is not null ? "fuzzy" : Compare.Count > 0 ? "pairwise" : "weighted";

    public CborMapWriter ToMap() => new CborMapWriter()
        .Maps("checks", Checks.Select(check => check.ToMap()))
        .Integer("acceptScore", AcceptScorePpm)
        .Integer("refuseScore", RefuseScorePpm)
        .Integer("neighbours", Neighbours)
        .Map("trust", Trust.ToMap())
        .Maps("compare", Compare.Select(comparison => comparison.ToMap()))
        .Map("fuzzy", Fuzzy?.ToMap());

    public static Scoring Read(CborMap map)
    {
        var scoring = new Scoring(
            [.. map.Maps("checks", CheckLimit).Select(CheckRule.Read)],
            (int)map.Integer("acceptScore", 0, Ppm.Whole), (int)map.Integer("refuseScore", 0, Ppm.Whole),
            (int)map.Integer("neighbours", 1, 1000))
        {
            Trust = TrustRule.Read(map.Map("trust")),
            Compare = [.. map.Maps("compare", ComparisonLimit).Select(PairwiseComparison.Read)],
            Fuzzy = map.OptionalMap("fuzzy") is { } fuzzy ? FuzzyScoring.Read(fuzzy) : null,
        };
        map.End();
        scoring.Check();
        return scoring;
    }

    /// <summary>
    /// Which check answers a rule; null where the rule is not asked. Without a label nothing is asked of labels. Where the label is a
    /// number, a rule about classes is not asked, and that about noise is answered by the check of targets, but where a rule of its own
    /// asks that.
    /// </summary>
    /// <param name="rules">Older ones asked of numbers what is measured of classes, and so accepted none.</param>
    public string? Answering(CheckRule rule, LearningTask task, int rules = RuleVersions.Newest)
    {
        if (rules < RuleVersions.Targets)
        {
            return rule.NeedsLabel && task == LearningTask.Unlabelled ? null : rule.Check;
        }
        return (rule.Check, task) switch
        {
            (Targets, not LearningTask.Regression) => null,
            (Targets, _) => Targets,
            (Noise, LearningTask.Regression) => Checks.Any(other => other.Check == Targets) ? null : Targets,
            _ => rule.NeedsLabel && task != LearningTask.Classification ? null : rule.Check,
        };
    }

    /// <summary>
    /// Decides. A check that the policy asks for and nobody measured quarantines: silence is no evidence. So does luck: where the mildest
    /// seeds would have the batch accepted and the strictest refused, it is uncertain, whatever the seeds together say.
    /// </summary>
    /// <param name="task">What the dataset's label is there for.</param>
    /// <param name="credibilityPpm">What is known of the provider.</param>
    /// <param name="rules">
    /// Before <see cref="RuleVersions.FineReasons"/> percentages had one decimal, so that a reason could say of 57.69 % that it is 57.6 %.
    /// </param>
    public Judgement Decide(
        IReadOnlyList<CheckResult> results, LearningTask task, long credibilityPpm, int rules = RuleVersions.Newest)
    {
        Func<long, string> percent = rules < RuleVersions.FineReasons ? Tenths : Hundredths;
        (CheckRule Rule, string Check)[] asked = [.. Checks.Select(rule => (Rule: rule, Check: Answering(rule, task, rules)))
            .Where(pair => pair.Check is not null).Select(pair => (pair.Rule, pair.Check!))];
        Judgement together = DecideOn(results);
        CheckResult[] drawn = [.. results.Where(result => result.FewestGood < result.MostGood)];
        bool uncertain = drawn.Length > 0
            && DecideOn([.. results.Select(result => result.AtMost)]).Verdict == Verdict.Accepted
            && DecideOn([.. results.Select(result => result.AtFewest)]).Verdict == Verdict.Refused;
        return uncertain
            ? together.Uncertain(drawn.MaxBy(result => Ppm.Of(result.MostGood!.Value - result.FewestGood!.Value, result.Of))!)
            : together;

        Judgement DecideOn(IReadOnlyList<CheckResult> counts) => DecideOnce(counts, asked, credibilityPpm, percent);
    }

    private Judgement DecideOnce(
        IReadOnlyList<CheckResult> results, (CheckRule Rule, string Check)[] asked, long credibilityPpm, Func<long, string> percent)
    {
        var verdict = Verdict.Accepted;
        var reasons = new List<string>();
        var unmeasured = new List<string>();
        var values = new Dictionary<string, long>(StringComparer.Ordinal);
        void Lower(Verdict to, string reason)
        {
            verdict = to == Verdict.Refused || verdict == Verdict.Refused ? Verdict.Refused : to;
            reasons.Add(reason);
        }
        CheckResult[] known = [.. results, new CheckResult(Credibility, credibilityPpm, Ppm.Whole)];
        foreach ((CheckRule rule, string check) in asked)
        {
            if (known.FirstOrDefault(result => result.Check == check) is not { Of: > 0 } result)
            {
                Lower(Verdict.Quarantined, $"{check}: nothing could be measured");
                unmeasured.Add(check);
                continue;
            }
            long value = values[rule.Check] = Ppm.Of(result.Good, result.Of);
            int limit = value < rule.RefuseBelowPpm ? rule.RefuseBelowPpm : rule.QuarantineBelowPpm;
            if (value < limit)
            {
                string counted = rule.Check == Credibility ? percent(value) : $"{result.Good} of {result.Of} good ({percent(value)})";
                Lower(
                    value < rule.RefuseBelowPpm ? Verdict.Refused : Verdict.Quarantined,
                    $"{check}: {counted} is below {percent(limit)}");
            }
        }
        long? score = Fuzzy is null ? WeightedSum(values) : Fuzzy.Score(values);
        int silent = unmeasured.Count;
        if (score is null)
        {
            silent++;
            Lower(Verdict.Quarantined, Fuzzy is null ? "score: no check that carries weight was measured" : "score: no fuzzy rule holds");
        }
        else if (score < AcceptScorePpm)
        {
            Lower(score < RefuseScorePpm ? Verdict.Refused : Verdict.Quarantined,
                $"score: {percent(score.Value)} is below {percent(score < RefuseScorePpm ? RefuseScorePpm : AcceptScorePpm)}");
        }
        return new Judgement(verdict, score ?? 0, reasons) { Unmeasured = unmeasured, RestsOnEvidence = reasons.Count > silent };
    }

    private long? WeightedSum(Dictionary<string, long> values)
    {
        long weights = 0;
        long sum = 0;
        foreach (CheckRule rule in Checks)
        {
            if (values.TryGetValue(rule.Check, out long value))
            {
                weights += rule.WeightPpm;
                sum += value * rule.WeightPpm;
            }
        }
        return weights == 0 ? null : sum / weights;
    }

    private void Check()
    {
        Expect(Fuzzy is not null || Checks.Sum(check => (long)check.WeightPpm) > 0, "checks", "carry no weight");
        Expect(
            Checks.Select(check => check.Check).Distinct(StringComparer.Ordinal).Count() == Checks.Count, "checks", "name a check twice");
        Expect(Fuzzy is null || Compare.Count == 0, "fuzzy", "takes the place of weights; there is nothing to compare");
        foreach (FuzzySet set in Fuzzy?.Sets ?? [])
        {
            Expect(Checks.Any(check => check.Check == set.Check), "fuzzy", $"speaks of {set.Check}, which is not among the checks");
        }
        if (Compare.Count > 0)
        {
            (int[] weights, _) = PairwiseComparisons.Solve([.. Checks.Select(check => check.Check)], Compare);
            Expect(
                weights.SequenceEqual(Checks.Select(check => check.WeightPpm)), "checks",
                "have other weights than follow from the comparisons");
        }
    }

    private static void Expect(bool holds, string field, string reason)
    {
        if (!holds)
        {
            throw new MalformedException($"scoring.{field}", reason);
        }
    }

    /// <summary>Millionths as a percentage, cut off behind one decimal: whole-number arithmetic only.</summary>
    private static string Tenths(long ppm) => $"{ppm / 10_000}.{ppm / 1_000 % 10} %";

    /// <summary>The same behind two.</summary>
    private static string Hundredths(long ppm) => $"{ppm / 10_000}.{ppm / 100 % 100:D2} %";
}
