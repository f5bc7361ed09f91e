using Hallmark.Cel;
using Hallmark.Contracts.Policies;

namespace Hallmark.Contracts.Judging;

/// <summary>What policies can ask about measurements, verdicts and doubts.</summary>
internal static class JudgingFacts
{
    /// <summary>Results of the checks in millionths, by name; what could not be measured is not in it.</summary>
    internal static ValueFact Checks { get; } = new("checks", CelType.Map(CelType.String, CelType.Int));

    /// <summary>What the scoring came to.</summary>
    internal static Fact<Judgement> Judgement { get; } = new Fact<Judgement>(
        "judgement",
        ("verdict", CelType.String, judgement => CelValue.Of(judgement.Verdict.ToString().ToLowerInvariant())),
        ("score", CelType.Int, judgement => CelValue.Of(judgement.ScorePpm)))
        .With(RuleVersions.SeveralSeeds, ("uncertain", CelType.Bool, judgement => CelValue.Of(judgement.IsUncertain)))
        .With(
            RuleVersions.Targets,
            ("unmeasured", CelType.List(CelType.String), judgement => Fact.Texts(judgement.Unmeasured)));

    internal static Fact<ChallengeState> Challenge { get; } = new(
        "challenge",
        ("number", CelType.Int, challenge => CelValue.Of(challenge.Number)),
        ("validator", CelType.String, challenge => CelValue.Of(challenge.Validator)),
        ("challenger", CelType.String, challenge => CelValue.Of(challenge.Challenger)),
        ("deposit", CelType.Int, challenge => CelValue.Of(challenge.Deposit)));

    internal static CelValue ChecksOf(IReadOnlyList<CheckResult> results) => CelValue.Of(new CelMap(results
        .Where(result => result.Of > 0)
        .Select(
            result => KeyValuePair.Create(CelValue.Of(result.Check), CelValue.Of(Ppm.Of(result.Good, result.Of))))));
}
