using Hallmark.Contracts;
using Hallmark.Contracts.Members;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Actions;

/// <summary>Ends what a gateway's key may do, at once and for ever; what it registered before stays.</summary>
/// <param name="Gateway"><c>PROVIDER/GATEWAY</c>, or the name alone where only one is called so.</param>
/// <param name="Reason">Why, for the record.</param>
public sealed record RevokeGateway(string Gateway, string Reason) : MemberAction<GatewayState>
{
    /// <summary>Acts as the one that is named, or as the provider where its key is here, or else as the only admin.</summary>
    /// <exception cref="KeyNotFoundException">There is no such gateway.</exception>
    public override async Task<GatewayState> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
    {
        GatewayState gateway = GatewayNames.Find(workspace.Catalog, Gateway, null);
        string? actor = As ?? (workspace.Keys.Has(gateway.Member) ? gateway.Member : null);
        await workspace.ActAs(actor, Roles.Admin)
            .SubmitAsync(new KeyRevokeDelegate(gateway.Member, gateway.Name, Reason), cancellation).ConfigureAwait(false);
        return workspace.Catalog.Ledger.State.Find(MemberKeys.Gateway(gateway.Member, gateway.Name))!;
    }
}
