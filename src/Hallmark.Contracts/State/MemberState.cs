using Hallmark.Evidence;
using Hallmark.Evidence.Cose;

namespace Hallmark.Contracts.State;

/// <summary>A member as it stands now.</summary>
/// <param name="Revoked">Block that revoked it, or null. From the next block on its signatures no longer count.</param>
public sealed record MemberState(string Name, IReadOnlyList<string> Roles, CoseKey Key, long? Revoked) : IStateRecord<MemberState>
{
    public bool Has(string role) => Roles.Contains(role);

    public CborMapWriter ToMap() => new CborMapWriter()
        .Text("name", Name).Texts("roles", Roles).Bytes("key", Key.Encoded).Integer("revoked", Revoked);

    public static MemberState Read(CborMap map) => new(
        map.Text("name"), map.Texts("roles", 16), CoseKey.ReadAccepted(map.Bytes("key")), map.Has("revoked") ? map.Integer("revoked") : null);
}

/// <summary>Whose a key is or was. Keys are never forgotten: old signatures must stay checkable.</summary>
/// <param name="Until">Block from which another key took its place, or null.</param>
public sealed record KeyState(string Member, CoseKey Key, long? Until) : IStateRecord<KeyState>
{
    public CborMapWriter ToMap() => new CborMapWriter().Text("member", Member).Bytes("key", Key.Encoded).Integer("until", Until);

    public static KeyState Read(CborMap map) => new(
        map.Text("member"), CoseKey.ReadAccepted(map.Bytes("key")), map.Has("until") ? map.Integer("until") : null);
}

/// <summary>What genesis fixed.</summary>
public sealed record LedgerConfig(string Name, int Quorum) : IStateRecord<LedgerConfig>
{
    public CborMapWriter ToMap() => new CborMapWriter().Text("name", Name).Integer("quorum", Quorum);

    public static LedgerConfig Read(CborMap map) => new(map.Text("name"), (int)map.Integer("quorum"));
}

/// <summary>How many of something have been numbered so far.</summary>
public sealed record CounterState(long Value) : IStateRecord<CounterState>
{
    public CborMapWriter ToMap() => new CborMapWriter().Integer("value", Value);

    public static CounterState Read(CborMap map) => new(map.Integer("value"));
}
