using Hallmark.Contracts;
using Hallmark.Contracts.Access;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Queries;

/// <summary>Who may use what; <see cref="ListReadings"/> says who did.</summary>
public sealed record ListGrants : Query<IReadOnlyList<GrantState>>
{
    public override Task<IReadOnlyList<GrantState>> AskAsync(HomeReader home, CancellationToken cancellation) =>
        Task.FromResult(home.Catalog.Ledger.State.List(AccessKeys.Grants));
}
