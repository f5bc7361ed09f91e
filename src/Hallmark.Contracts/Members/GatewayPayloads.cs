using Hallmark.Evidence;
using Hallmark.Evidence.Cose;

namespace Hallmark.Contracts.Members;

/// <summary>
/// A provider lets a key of a machine register batches in its name: <c>key.delegate</c> {member, gateway, key, datasets, until?}. Said
/// again of the same key it changes datasets and end. Contrast <see cref="MemberRotate"/>, which replaces the provider's own key.
/// </summary>
/// <param name="Member">The provider, who signs this itself.</param>
/// <param name="Gateway">Name of the machine, for this provider; the name of one key for ever.</param>
/// <param name="Datasets">What it may register batches of: 1 to <see cref="DatasetLimit"/>, each once.</param>
/// <param name="Until">Seconds since 1970-01-01 UTC, exclusive, by the time of blocks; null where it does not end.</param>
public sealed record KeyDelegate(string Member, string Gateway, CoseKey Key, IReadOnlyList<string> Datasets, long? Until)
    : IPayload<KeyDelegate>
{
    /// <summary>Most datasets of one gateway.</summary>
    public const int DatasetLimit = 64;

    private const long LastSecond = 253_402_300_799; // of the year 9999, with which calendars end

    public static string Kind => "key.delegate";

    public string Subject => GatewayState.IdOf(Member, Gateway);

    public CborMapWriter ToMap() => new CborMapWriter()
        .Text("member", Member).Text("gateway", Gateway).Bytes("key", Key.Encoded).Texts("datasets", Datasets).Integer("until", Until);

    public static KeyDelegate Read(CborMap map)
    {
        var read = new KeyDelegate(
            map.Name("member"), map.Name("gateway"), CoseKey.Read(map.Bytes("key")), map.Texts("datasets", DatasetLimit, 64),
            map.OptionalInteger("until", 0, LastSecond));
        return read.Datasets.Count == 0 ? throw new MalformedException("datasets", "is empty: a gateway registers batches of something")
            : read.Datasets.FirstOrDefault(name => !Names.IsValid(name)) is not null
                ? throw new MalformedException("datasets", $"has what is not a name ({Names.Rule})")
            : read.Datasets.Distinct(StringComparer.Ordinal).Count() != read.Datasets.Count
                ? throw new MalformedException("datasets", "names a dataset twice")
            : read;
    }
}

/// <summary>
/// Ends what a gateway's key may do, at once and for ever: <c>key.revoke-delegate</c> {member, gateway, reason}. By the provider or any one
/// admin, since a stolen key waits for no quorum; what was registered by it stays.
/// </summary>
public sealed record KeyRevokeDelegate(string Member, string Gateway, string Reason) : IPayload<KeyRevokeDelegate>
{
    public static string Kind => "key.revoke-delegate";

    public string Subject => GatewayState.IdOf(Member, Gateway);

    public CborMapWriter ToMap() => new CborMapWriter().Text("member", Member).Text("gateway", Gateway).Text("reason", Reason);

    public static KeyRevokeDelegate Read(CborMap map) => new(map.Name("member"), map.Name("gateway"), map.Text("reason"));
}
