using Hallmark.Contracts.Members;

namespace Hallmark.Api;

/// <summary>The gateways, as <c>gateway list</c> answers.</summary>
public sealed record GatewaysAnswer(IReadOnlyList<GatewayAnswer> Gateways)
{
    public static GatewaysAnswer Of(IEnumerable<GatewayState> gateways) => new([.. gateways.Select(GatewayAnswer.Of)]);
}

/// <summary>
/// The key of a machine that registers batches in a provider's name, as <c>gateway add</c> and <c>gateway revoke</c> answer.
/// </summary>
/// <param name="Gateway">Its name for everybody, as <c>clinic-a/gateway-1</c>.</param>
/// <param name="Key">Thumbprint of its key.</param>
/// <param name="Datasets">What it may register batches of.</param>
/// <param name="Until">Seconds since 1970-01-01 UTC from which on it may not any more; null where it does not end.</param>
/// <param name="Entry">The newest entry in which its provider said so.</param>
/// <param name="Revoked">Block in which it was revoked, or null.</param>
/// <param name="RevokedBy">By whom.</param>
public sealed record GatewayAnswer(
    string Gateway, string Provider, string Key, IReadOnlyList<string> Datasets, long? Until, ulong Entry, ulong? Revoked,
    string? RevokedBy)
{
    public static GatewayAnswer Of(GatewayState gateway) => new(
        gateway.Id, gateway.Member, gateway.Key.Thumbprint.ToString(), gateway.Datasets, gateway.Until, gateway.Entry.Value,
        gateway.Revoked?.Value, gateway.RevokedBy);
}
