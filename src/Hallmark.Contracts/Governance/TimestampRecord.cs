using Hallmark.Data.Store;
using Hallmark.Evidence;

namespace Hallmark.Contracts.Governance;

/// <summary>
/// A member puts on record that an authority stamped a header: <c>timestamp.record</c> {height, header, time, authority, token}; sub is
/// <c>timestamp/HEIGHT</c>. The token lies in the store; contracts take the member's word for what it says, the audit reads it.
/// </summary>
/// <param name="Header">SHA-256 of the stamped header's bytes.</param>
/// <param name="Time">Stamped time, seconds since 1970-01-01 UTC.</param>
/// <param name="Authority">Subject of the signer's certificate.</param>
/// <param name="Token">The RFC 3161 token.</param>
public sealed record TimestampRecord(BlockHeight Height, Digest Header, long Time, string Authority, ObjectReference Token)
    : IPayload<TimestampRecord>
{
    public static string Kind => "timestamp.record";

    public string Subject => $"timestamp/{Height}";

    public CborMapWriter ToMap() => new CborMapWriter()
        .Height("height", Height).Digest("header", Header).Integer("time", Time).Text("authority", Authority).Map("token", Token.ToMap());

    public static TimestampRecord Read(CborMap map) => new(
        map.Height("height"), map.Digest("header"), map.Integer("time", 0), map.Text("authority", 512),
        ObjectReference.Read(map.Map("token")));
}

/// <summary>The newest stamp on record.</summary>
/// <param name="Time">Stamped time, seconds since 1970-01-01 UTC.</param>
/// <param name="By">Who put it on record.</param>
public sealed record TimestampState(BlockHeight Height, long Time, string Authority, string By) : IStateRecord<TimestampState>
{
    public CborMapWriter ToMap() =>
        new CborMapWriter().Height("height", Height).Integer("time", Time).Text("authority", Authority).Text("by", By);

    public static TimestampState Read(CborMap map) =>
        new(map.Height("height"), map.Integer("time"), map.Text("authority", 512), map.Text("by"));
}
