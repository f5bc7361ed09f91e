using Hallmark.Cel;
using Hallmark.Contracts.Policies;
using Hallmark.Ledger;
using Hallmark.Operations.PolicyFiles;
using Hallmark.Operations.Queries;

namespace Hallmark.Api;

/// <summary>Why an entry is as it is, as <c>policy explain</c> answers.</summary>
/// <param name="Kind">Of the statement, or for a denial of the one that was denied.</param>
/// <param name="Rule">The rule that forbade it.</param>
/// <param name="Events">What it brought about, one line each.</param>
/// <param name="Policies">Those that were asked; none where the built-in rules decided.</param>
public sealed record DecisionAnswer(
    ulong Entry, ulong Height, string Kind, string Subject, string Sender, bool Denied, string? Rule, string? Reason,
    IReadOnlyList<string> Events,
    IReadOnlyList<AskedPolicyAnswer> Policies)
{
    public static DecisionAnswer Of(ExplainedDecision decision)
    {
        (LedgerEntry entry, Evidence.Statement statement, PolicyTrace trace) = decision;
        return new DecisionAnswer(
            entry.Index.Value, entry.Height.Value, statement.Kind, statement.Subject, statement.Issuer, entry.Outcome.Denied,
            entry.Outcome.Rule, entry.Outcome.Reason, [.. entry.Outcome.Events.Select(Line)],
            [.. trace.Asked.Select(asked => AskedPolicyAnswer.Of(asked.Finding, asked.Known))]);
    }

    private static string Line(LedgerEvent item) =>
        $"{item.Name} {string.Join(' ', item.Attributes.Select(pair => $"{pair.Name}={pair.Value}"))}";
}

/// <summary>What a policy was asked, and what it said.</summary>
/// <param name="Applies">False where its <c>when</c> said that it has nothing to say.</param>
/// <param name="Broken">Rules that did not hold.</param>
/// <param name="Values">What it knew, one line each.</param>
public sealed record AskedPolicyAnswer(
    string Policy, int Version, string Digest, bool Applies, IReadOnlyList<string> Broken, IReadOnlyList<ExpressionAnswer> Expressions,
    IReadOnlyList<string> Values)
{
    internal static AskedPolicyAnswer Of(PolicyFinding finding, IReadOnlyDictionary<string, CelValue> known) => new(
        finding.Policy.Name, finding.Policy.Version, finding.Policy.Digest.ToString(), finding.Applies,
        [.. finding.Broken.Select(rule => rule.Name)],
        [.. finding.Results.Select(result => new ExpressionAnswer(result.Part, result.Expression, PolicyValues.Of(result)))],
        [.. PolicyValues.Lines(known)]);
}

/// <param name="Part">What in the policy: when, a rule's name, counter NAME, deposit, reward.</param>
/// <param name="Value">As one would write it in a policy, or why there is none.</param>
public sealed record ExpressionAnswer(string Part, string Expression, string Value);
