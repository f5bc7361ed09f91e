using Hallmark.Contracts;
using Hallmark.Contracts.Policies;
using Hallmark.Evidence;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Queries;

/// <summary>The policies in force, and those that wait for their block.</summary>
public sealed record ListPolicies : Query<IReadOnlyList<ListedPolicy>>
{
    public override Task<IReadOnlyList<ListedPolicy>> AskAsync(HomeReader home, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<ListedPolicy>>(
            [.. home.Catalog.Ledger.State.List(PolicyKeys.All).SelectMany(policy => DocumentsOf(policy, home.Catalog.NextHeight))]);

    /// <summary>The document in force, and the one that waits.</summary>
    private static IEnumerable<ListedPolicy> DocumentsOf(PolicyState state, BlockHeight next)
    {
        if (state.At(next) is { } now)
        {
            yield return new ListedPolicy(now, null);
        }
        if (state.NextFrom is { } from && next < from && state.Next is { } coming)
        {
            yield return new ListedPolicy(coming, from);
        }
    }
}

/// <param name="From">First block in which it will be in force; null where it is.</param>
public sealed record ListedPolicy(PolicyDocument Policy, BlockHeight? From);
