using Hallmark.Contracts;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Queries;

/// <summary>By which version of the rules a ledger lives, and what it is open to.</summary>
public sealed record ShowRules : Query<RulesInForce>
{
    public override Task<RulesInForce> AskAsync(HomeReader home, CancellationToken cancellation)
    {
        int rules = home.Catalog.Ledger.Last.Rules;
        return Task.FromResult(new RulesInForce(rules, RuleVersions.Newest, [.. RuleVersions.WeaknessesOf(rules)]));
    }
}

/// <param name="Rules">The ledger's version.</param>
/// <param name="Newest">The newest that this program knows.</param>
/// <param name="Weaknesses">Known weaknesses of the ledger's version, a sentence each.</param>
public sealed record RulesInForce(int Rules, int Newest, IReadOnlyList<string> Weaknesses);
