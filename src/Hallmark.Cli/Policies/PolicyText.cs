using System.Text.Json.Nodes;
using Hallmark.Contracts.Policies;

namespace Hallmark.Cli.Policies;

/// <summary>A policy that is on the ledger, shown in full.</summary>
internal static class PolicyText
{
    public static JsonObject ToJson(PolicyDocument policy) => new()
    {
        ["policy"] = policy.Name,
        ["version"] = policy.Version,
        ["digest"] = policy.Digest.ToString(),
        ["governs"] = new JsonArray([.. policy.Governs.Select(kind => (JsonNode)kind)]),
        ["when"] = policy.When,
        ["rules"] = new JsonArray([.. policy.Rules.Select(rule => new JsonObject
        {
            ["name"] = rule.Name,
            ["expression"] = rule.Expression,
            ["message"] = rule.Message,
            ["otherwise"] = PolicyFile.NameOf(rule.Otherwise),
        })]),
        ["counters"] = new JsonArray([.. policy.Counters.Select(counter => new JsonObject
        {
            ["name"] = counter.Name,
            ["to"] = counter.Expression,
            ["per"] = counter.PerSender ? "sender" : "ledger",
        })]),
        ["scoring"] = policy.Scoring is { } scoring ? ToJson(scoring) : null,
        ["deposit"] = policy.Deposit,
        ["reward"] = policy.Reward,
    };

    /// <summary>Shares in millionths, as they are on the ledger.</summary>
    private static JsonObject ToJson(Scoring scoring) => new()
    {
        ["acceptScore"] = scoring.AcceptScorePpm,
        ["refuseScore"] = scoring.RefuseScorePpm,
        ["neighbours"] = scoring.Neighbours,
        ["checks"] = new JsonArray([.. scoring.Checks.Select(check => new JsonObject
        {
            ["name"] = check.Check,
            ["weight"] = check.WeightPpm,
            ["quarantineBelow"] = check.QuarantineBelowPpm,
            ["refuseBelow"] = check.RefuseBelowPpm,
            ["needsLabel"] = check.NeedsLabel,
        })]),
    };
}
