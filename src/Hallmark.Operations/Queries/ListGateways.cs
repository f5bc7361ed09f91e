using Hallmark.Contracts;
using Hallmark.Contracts.Members;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Queries;

/// <summary>The keys of machines that register batches in a provider's name, by provider and name; those that ended, too.</summary>
public sealed record ListGateways : Query<IReadOnlyList<GatewayState>>
{
    public override Task<IReadOnlyList<GatewayState>> AskAsync(HomeReader home, CancellationToken cancellation) =>
        Task.FromResult(home.Catalog.Ledger.State.List(MemberKeys.Gateways));
}
