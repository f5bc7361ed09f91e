using System.Text.Json.Nodes;
using Hallmark.Cli.Policies;
using Hallmark.Contracts;
using Hallmark.Contracts.Credits;
using Hallmark.Contracts.Governance;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Policies;

namespace Hallmark.Cli;

/// <summary>What a proposal asks for, in full: nobody votes on what it cannot see.</summary>
internal static class ProposalText
{
    /// <summary>Null where the proposal is closed: its entry has what it asked for.</summary>
    public static JsonObject? ToJson(ProposalState proposal) => proposal.Payload.Length == 0 ? null : proposal.Kind switch
    {
        _ when proposal.Kind == MemberAdd.Kind => OfMember(Payload.Read<MemberAdd>(proposal.Payload)),
        _ when proposal.Kind == MemberRoles.Kind => OfRoles(Payload.Read<MemberRoles>(proposal.Payload)),
        _ when proposal.Kind == MemberRevoke.Kind => OfRevocation(Payload.Read<MemberRevoke>(proposal.Payload)),
        _ when proposal.Kind == PolicyDeploy.Kind => OfPolicy(Payload.Read<PolicyDeploy>(proposal.Payload)),
        _ when proposal.Kind == PolicyWithdraw.Kind => OfWithdrawal(Payload.Read<PolicyWithdraw>(proposal.Payload)),
        _ when proposal.Kind == CreditMint.Kind => OfMint(Payload.Read<CreditMint>(proposal.Payload)),
        _ => throw new InvalidOperationException($"There is no proposal of kind {proposal.Kind}."),
    };

    /// <summary>The same on one line.</summary>
    public static string Line(ProposalState proposal) => ToJson(proposal) is { } json
        ? string.Join(", ", json.Where(pair => pair.Value is not null).Select(pair => $"{pair.Key} {Short(pair.Value!)}"))
        : $"see entry {proposal.Entry}";

    private static string Short(JsonNode value) => value is JsonArray list ? string.Join(' ', list.Select(item => item is JsonObject rule ? (string?)rule["name"] : item?.ToString())) : value.ToString();

    private static JsonObject OfMember(MemberAdd add) => new()
    {
        ["member"] = add.Member,
        ["roles"] = Texts(add.Roles),
        ["key"] = add.Key.Thumbprint.ToString(),
        ["agreement"] = add.Agreement?.Thumbprint.ToString(),
        ["from"] = add.From?.Value,
    };

    private static JsonObject OfRoles(MemberRoles change) => new() { ["member"] = change.Member, ["roles"] = Texts(change.Roles), ["from"] = change.From?.Value };

    private static JsonObject OfRevocation(MemberRevoke revoke) => new() { ["member"] = revoke.Member, ["reason"] = revoke.Reason, ["from"] = revoke.From?.Value };

    private static JsonObject OfPolicy(PolicyDeploy deploy)
    {
        JsonObject json = PolicyText.ToJson(deploy.Policy);
        json["from"] = deploy.From?.Value;
        return json;
    }

    private static JsonObject OfWithdrawal(PolicyWithdraw withdraw) => new() { ["policy"] = withdraw.Policy, ["reason"] = withdraw.Reason, ["from"] = withdraw.From?.Value };

    private static JsonObject OfMint(CreditMint mint) => new() { ["to"] = mint.To, ["amount"] = mint.Amount };

    private static JsonArray Texts(IReadOnlyList<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
