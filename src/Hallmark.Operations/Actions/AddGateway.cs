using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Members;
using Hallmark.Evidence.Cose;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Actions;

/// <summary>
/// Lets the key of a machine register batches in a provider's name; said again it changes datasets and end. <see cref="RevokeGateway"/>
/// ends it.
/// </summary>
/// <param name="Gateway">Its name, for this provider.</param>
/// <param name="Datasets">What it may register batches of; on record already.</param>
public sealed record AddGateway(string Gateway, IReadOnlyList<string> Datasets) : MemberAction<GatewayState>
{
    /// <summary>The machine's public key; null for the one on record, or where there is none to make a key here and keep it.</summary>
    public CoseKey? Key { get; init; }

    /// <summary>Seconds since 1970-01-01 UTC from which on it may not any more; null for no end.</summary>
    public long? Until { get; init; }

    /// <exception cref="UsageException">A name is wrong, or the ledger's rules know no gateways; no key was made.</exception>
    /// <exception cref="KeyNotFoundException">There is no such dataset.</exception>
    public override async Task<GatewayState> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
    {
        MemberNames.RequireName(Gateway);
        RequireRules(workspace);
        foreach (string dataset in Datasets)
        {
            workspace.Catalog.Dataset(dataset);
        }
        MemberSession provider = workspace.ActAs(As, Roles.Provider);
        StateKey<GatewayState> place = MemberKeys.Gateway(provider.Member, Gateway);
        CoseKey key = Key ?? workspace.Catalog.Ledger.State.Find(place)?.Key ?? MakeKey(workspace, provider.Member);
        await provider.SubmitAsync(
            new KeyDelegate(provider.Member, Gateway, key, [.. Datasets.Distinct(StringComparer.Ordinal)], Until), cancellation)
            .ConfigureAwait(false);
        return workspace.Catalog.Ledger.State.Find(place)!;
    }

    /// <exception cref="UsageException">The ledger lives by older rules, to which such a statement is of no known kind.</exception>
    private static void RequireRules(Workspace workspace)
    {
        int rules = workspace.Catalog.Ledger.Last.Rules;
        if (rules < RuleVersions.Gateways)
        {
            throw new UsageException(
                $"rules {rules} know no gateways; 'hallmark rules adopt {RuleVersions.Gateways}' moves the ledger up");
        }
    }

    private CoseKey MakeKey(Workspace workspace, string member)
    {
        using KeySigner key = workspace.Keys.OpenGatewayKeys().FindOrCreate(member, Gateway);
        return key.PublicKey;
    }
}
