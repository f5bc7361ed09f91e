using Hallmark.Operations.Actions;
using Hallmark.Operations.Queries;

namespace Hallmark.Api;

/// <summary>By which rules a ledger lives, as <c>rules</c> answers.</summary>
public sealed record RulesAnswer(int Rules, int Newest, IReadOnlyList<string> Weaknesses)
{
    public static RulesAnswer Of(RulesInForce rules) => new(rules.Rules, rules.Newest, rules.Weaknesses);
}

/// <summary>As <c>rules adopt</c> answers.</summary>
/// <param name="From">First block that is decided by them.</param>
public sealed record RulesAdoptedAnswer(int Rules, ulong From)
{
    public static RulesAdoptedAnswer Of(RulesAdopted adopted) => new(adopted.Rules, adopted.From.Value);
}

/// <summary>As <c>rules approve</c> answers.</summary>
/// <param name="File">Where the signed consent lies.</param>
public sealed record RulesApprovedAnswer(string Member, int Rules, string File);
