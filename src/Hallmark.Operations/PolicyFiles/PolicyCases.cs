using Hallmark.Cel;
using Hallmark.Contracts;
using Hallmark.Contracts.Policies;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Yaml;

namespace Hallmark.Operations.PolicyFiles;

/// <summary>How one case went.</summary>
/// <param name="Expected">accepted, silent, error, or RULE with what it does otherwise, e.g. <c>known-source: quarantine</c>.</param>
public sealed record CaseResult(string Name, string Expected, string Found)
{
    public bool Passed => Expected == Found;
}

/// <summary>
/// A steward's own cases for a policy, in YAML: <c>cases</c>, each with name, kind, given (facts with their fields, counters),
/// expect, and where it matters deposit or reward. What is not given is not set, and a rule that asks for it does not hold.
/// </summary>
public static class PolicyCases
{
    private const long Steps = 1_000_000;

    /// <exception cref="UsageException">Names file, line and field.</exception>
    public static IReadOnlyList<CaseResult> Run(PolicyDocument policy, string path)
    {
        YamlMap map = YamlMap.ReadFile(path, InputFile.ReadText(path));
        CaseResult[] results = [.. map.Maps("cases").Select(item => Run(policy, item))];
        map.End();
        return results;
    }

    private static CaseResult Run(PolicyDocument policy, YamlMap map)
    {
        string name = map.Text("name");
        string kind = map.OptionalText("kind") ?? policy.Governs[0];
        if (!policy.Governs.Contains(kind))
        {
            throw map.Complaint("kind", $"the policy does not govern {kind}, only {string.Join(", ", policy.Governs)}");
        }
        string expected = map.Text("expect");
        long? deposit = Credits(map, "deposit");
        long? reward = Credits(map, "reward");
        (Dictionary<string, CelValue> known, Dictionary<string, CelValue> counters) = ReadGiven(policy, kind, map);
        map.End();
        PolicyFinding finding = CompiledPolicy.For(policy, kind, RuleVersions.Newest).Evaluate(known, counters, Steps);
        return new CaseResult(
            name,
            expected + Describe("deposit", deposit, deposit) + Describe("reward", reward, reward),
            Describe(finding) + Describe("deposit", deposit, finding.Deposit) + Describe("reward", reward, finding.Reward));
    }

    private static long? Credits(YamlMap map, string key) => map.Has(key) ? map.Integer(key, long.MinValue, long.MaxValue) : null;

    /// <summary>A figure that the case asks about; nothing where it does not.</summary>
    private static string Describe(string what, long? asked, long? found) => asked is null ? "" : $", {what} {found?.ToString() ?? "none"}";

    private static string Describe(PolicyFinding finding) => finding switch
    {
        { Fault: { } fault } => $"error: {fault.Part}",
        { Applies: false } => "silent",
        { Broken.Count: > 0 } => string.Join(", ", finding.Broken.Select(rule => $"{rule.Name}: {PolicyFile.NameOf(rule.Otherwise)}")),
        _ => "accepted",
    };

    private static (Dictionary<string, CelValue> Known, Dictionary<string, CelValue> Counters) ReadGiven(
        PolicyDocument policy, string kind, YamlMap map)
    {
        var known = new Dictionary<string, CelValue>(StringComparer.Ordinal);
        var counters = policy.Counters.ToDictionary(counter => counter.Name, _ => CelValue.Of(0L), StringComparer.Ordinal);
        YamlMap given = map.Map("given");
        foreach (Fact fact in StatementFacts.All.Concat(Kinds.All[kind].Facts!))
        {
            known[fact.Name] = YamlFacts.Read(given, fact);
        }
        if (given.OptionalMap("counters") is { } own)
        {
            foreach (PolicyCounter counter in policy.Counters.Where(counter => own.Has(counter.Name)))
            {
                counters[counter.Name] = CelValue.Of(own.Integer(counter.Name, long.MinValue, long.MaxValue));
            }
            own.End();
        }
        given.End();
        return (known, counters);
    }
}
