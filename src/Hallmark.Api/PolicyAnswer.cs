using System.Text.Json.Serialization;
using Hallmark.Contracts.Policies;
using Hallmark.Evidence;
using Hallmark.Operations;
using Hallmark.Operations.PolicyFiles;
using Hallmark.Operations.Queries;

namespace Hallmark.Api;

/// <summary>A policy in full.</summary>
/// <param name="Governs">Kinds of statement about which it is asked.</param>
/// <param name="When">Whether it has anything to say; null for always.</param>
public record PolicyAnswer(
    string Policy, int Version, string Digest, IReadOnlyList<string> Governs, string? When, IReadOnlyList<PolicyRuleAnswer> Rules,
    IReadOnlyList<PolicyCounterAnswer> Counters, ScoringAnswer? Scoring, string? Deposit, string? Reward)
{
    public static PolicyAnswer Of(PolicyDocument policy) => new(
        policy.Name, policy.Version, policy.Digest.ToString(), policy.Governs, policy.When, [.. policy.Rules.Select(PolicyRuleAnswer.Of)],
        [.. policy.Counters.Select(PolicyCounterAnswer.Of)], policy.Scoring is { } scoring ? ScoringAnswer.Of(scoring) : null,
        policy.Deposit,
        policy.Reward);
}

/// <param name="Otherwise">What happens where it does not hold: deny, quarantine, refuse or revoke-grant.</param>
public sealed record PolicyRuleAnswer(string Name, string Expression, string Message, string Otherwise)
{
    internal static PolicyRuleAnswer Of(PolicyRule rule) =>
        new(rule.Name, rule.Expression, rule.Message, PolicyFile.NameOf(rule.Otherwise));
}

/// <param name="To">What it becomes.</param>
/// <param name="Per">sender or ledger.</param>
public sealed record PolicyCounterAnswer(string Name, string To, string Per)
{
    internal static PolicyCounterAnswer Of(PolicyCounter counter) =>
        new(counter.Name, counter.Expression, counter.PerSender ? "sender" : "ledger");
}

/// <summary>How checks become a score; shares in millionths, as they are on the ledger.</summary>
public sealed record ScoringAnswer(int AcceptScore, int RefuseScore, int Neighbours, IReadOnlyList<CheckRuleAnswer> Checks)
{
    internal static ScoringAnswer Of(Scoring scoring) =>
        new(scoring.AcceptScorePpm, scoring.RefuseScorePpm, scoring.Neighbours, [.. scoring.Checks.Select(CheckRuleAnswer.Of)]);
}

/// <param name="Name">Of the check.</param>
public sealed record CheckRuleAnswer(string Name, int Weight, int QuarantineBelow, int RefuseBelow, bool NeedsLabel)
{
    internal static CheckRuleAnswer Of(CheckRule check) =>
        new(check.Check, check.WeightPpm, check.QuarantineBelowPpm, check.RefuseBelowPpm, check.NeedsLabel);
}

/// <summary>The policies of a ledger, as <c>policy list</c> answers.</summary>
public sealed record PoliciesAnswer(IReadOnlyList<PolicyFromAnswer> Policies)
{
    public static PoliciesAnswer Of(IEnumerable<ListedPolicy> policies) =>
        new([.. policies.Select(policy => new PolicyFromAnswer(policy.Policy, policy.From))]);
}

/// <summary>A policy with the block from which it holds.</summary>
public sealed record PolicyFromAnswer : PolicyAnswer
{
    public PolicyFromAnswer(PolicyDocument policy, BlockHeight? from)
        : base(Of(policy)) => From = from?.Value;

    /// <summary>Null where it holds now, or from the next block on.</summary>
    [JsonPropertyOrder(1)]
    public ulong? From { get; }
}

/// <summary>A policy that is deployed or proposed, as <c>policy deploy</c> answers.</summary>
public sealed record PolicyDeployedAnswer : PolicyAnswer
{
    public PolicyDeployedAnswer(PolicyDocument policy, GovernedOutcome outcome)
        : base(Of(policy)) => (Proposal, Status) = (outcome.Proposal, Words.Of(outcome.Status));

    /// <summary>Number of the proposal that was made; null where it is done.</summary>
    [JsonPropertyOrder(1)]
    public long? Proposal { get; }

    /// <summary>enacted or open.</summary>
    [JsonPropertyOrder(1)]
    public string Status { get; }
}

/// <summary>A policy that is withdrawn or whose end is proposed, as <c>policy withdraw</c> answers.</summary>
public sealed record PolicyWithdrawnAnswer(string Policy, long? Proposal, string Status)
{
    public static PolicyWithdrawnAnswer Of(string policy, GovernedOutcome outcome) =>
        new(policy, outcome.Proposal, Words.Of(outcome.Status));
}

/// <summary>How a policy's cases went, as <c>policy test</c> answers.</summary>
public sealed record PolicyCasesAnswer(int Passed, int Failed, IReadOnlyList<PolicyCaseAnswer> Cases)
{
    public static PolicyCasesAnswer Of(IReadOnlyList<CaseResult> results)
    {
        int passed = results.Count(result => result.Passed);
        return new PolicyCasesAnswer(passed, results.Count - passed, [.. results.Select(PolicyCaseAnswer.Of)]);
    }
}

/// <param name="Found">What the policy said.</param>
public sealed record PolicyCaseAnswer(string Name, string Expected, string Found, bool Passed)
{
    internal static PolicyCaseAnswer Of(CaseResult result) => new(result.Name, result.Expected, result.Found, result.Passed);
}
