using Hallmark.Evidence;
using Hallmark.Evidence.Cose;

namespace Hallmark.Contracts.Members;

/// <summary>What a machine's key may do in a provider's name.</summary>
/// <param name="Member">The provider.</param>
/// <param name="Name">Of the gateway, for this provider.</param>
/// <param name="Datasets">What it may register batches of.</param>
/// <param name="Until">Seconds since 1970-01-01 UTC, exclusive; null where it does not end.</param>
/// <param name="Entry">The newest entry in which the provider said so.</param>
/// <param name="Revoked">Block in which it was revoked, or null.</param>
/// <param name="RevokedBy">By whom.</param>
public sealed record GatewayState(
    string Member, string Name, CoseKey Key, IReadOnlyList<string> Datasets, long? Until, EntryIndex Entry,
    BlockHeight? Revoked = null, string? RevokedBy = null) : IStateRecord<GatewayState>
{
    /// <summary>Name for everybody: <c>clinic-a/gateway-1</c>.</summary>
    public string Id => IdOf(Member, Name);

    /// <param name="timeMs">A block's time.</param>
    public bool IsExpiredAt(long timeMs) => Until is { } until && timeMs / 1000 >= until;

    internal static string IdOf(string member, string gateway) => $"{member}/{gateway}";

    public CborMapWriter ToMap() => new CborMapWriter()
        .Text("member", Member).Text("name", Name).Bytes("key", Key.Encoded).Texts("datasets", Datasets).Integer("until", Until)
        .Entry("entry", Entry).Height("revoked", Revoked).Text("revoked-by", RevokedBy);

    public static GatewayState Read(CborMap map) => new(
        map.Text("member"), map.Text("name"), CoseKey.ReadAccepted(map.Bytes("key")), map.Texts("datasets", KeyDelegate.DatasetLimit),
        map.OptionalInteger("until"), map.Entry("entry"), map.OptionalHeight("revoked"), map.OptionalText("revoked-by"));
}
