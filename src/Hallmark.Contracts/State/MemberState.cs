using Hallmark.Data.Custody;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;

namespace Hallmark.Contracts.State;

/// <summary>A member as it stands, with the change of its roles that is decided and waits, if there is one.</summary>
/// <param name="From">First block in which its word counts.</param>
/// <param name="Revoked">First block in which its word no longer counts, or null.</param>
/// <param name="Agreement">Key to which keys of sealed batches are wrapped for it, or null; never a signing key.</param>
/// <param name="NextRoles">Roles it will have from block <paramref name="NextFrom"/> on.</param>
public sealed record MemberState(
    string Name, IReadOnlyList<string> Roles, CoseKey Key, long From, long? Revoked = null, AgreementPublicKey? Agreement = null,
    IReadOnlyList<string>? NextRoles = null, long? NextFrom = null) : IStateRecord<MemberState>
{
    public bool Has(string role) => Roles.Contains(role);

    /// <summary>The member as of this block: a change of roles that is due has happened.</summary>
    public MemberState At(BlockHeight height) =>
        NextFrom is { } from && (long)height.Value >= from ? this with { Roles = NextRoles!, NextRoles = null, NextFrom = null } : this;

    /// <summary>Whether its word counts in this block.</summary>
    public bool IsInStandingAt(BlockHeight height) => (long)height.Value >= From && !IsRevokedAt(height);

    /// <summary>Whether its membership has ended by this block; one that ends later is still one.</summary>
    public bool IsRevokedAt(BlockHeight height) => Revoked is { } revoked && (long)height.Value >= revoked;

    public CborMapWriter ToMap()
    {
        CborMapWriter map = new CborMapWriter()
            .Text("name", Name).Texts("roles", Roles).Bytes("key", Key.Encoded).Integer("from", From).Integer("revoked", Revoked)
            .Bytes("agreement", Agreement?.Encoded).Integer("nextFrom", NextFrom);
        return NextRoles is null ? map : map.Texts("nextRoles", NextRoles);
    }

    public static MemberState Read(CborMap map) => new(
        map.Text("name"), map.Texts("roles", State.Roles.All.Count), CoseKey.ReadAccepted(map.Bytes("key")), map.Integer("from"),
        map.OptionalInteger("revoked"), map.Has("agreement") ? AgreementPublicKey.Read(map.Bytes("agreement")) : null,
        map.Has("nextRoles") ? map.Texts("nextRoles", State.Roles.All.Count) : null, map.OptionalInteger("nextFrom"));
}

/// <summary>Whose a key is or was. Keys are never forgotten: old signatures must stay checkable.</summary>
/// <param name="Until">Block from which another key took its place, or null.</param>
public sealed record KeyState(string Member, CoseKey Key, long? Until) : IStateRecord<KeyState>
{
    public CborMapWriter ToMap() => new CborMapWriter().Text("member", Member).Bytes("key", Key.Encoded).Integer("until", Until);

    public static KeyState Read(CborMap map) => new(map.Text("member"), CoseKey.ReadAccepted(map.Bytes("key")), map.OptionalInteger("until"));
}

/// <summary>What genesis fixed.</summary>
/// <param name="MintLimit">Most credits that may ever be made.</param>
public sealed record LedgerConfig(string Name, int Quorum, long MintLimit) : IStateRecord<LedgerConfig>
{
    public CborMapWriter ToMap() => new CborMapWriter().Text("name", Name).Integer("quorum", Quorum).Integer("mintLimit", MintLimit);

    public static LedgerConfig Read(CborMap map) => new(map.Text("name"), (int)map.Integer("quorum"), map.Integer("mintLimit"));
}

/// <summary>A whole number: how many of something have been numbered so far, a balance, a counter.</summary>
public sealed record CounterState(long Value) : IStateRecord<CounterState>
{
    public CborMapWriter ToMap() => new CborMapWriter().Integer("value", Value);

    public static CounterState Read(CborMap map) => new(map.Integer("value", long.MinValue));
}

/// <summary>Names in ordinal order, each once: members that were ever admins, policies ever deployed for a kind of statement.</summary>
public sealed record NameSet(IReadOnlyList<string> Names) : IStateRecord<NameSet>
{
    private const int Limit = 1000;

    public static NameSet Empty { get; } = new([]);

    /// <exception cref="InvalidOperationException">The set is full.</exception>
    public NameSet With(string name) =>
        Names.Contains(name) ? this
        : Names.Count < Limit ? new NameSet([.. Names.Append(name).Order(StringComparer.Ordinal)])
        : throw new InvalidOperationException("The set is full.");

    public bool IsFull => Names.Count >= Limit;

    public CborMapWriter ToMap() => new CborMapWriter().Texts("names", Names);

    public static NameSet Read(CborMap map) => new(map.Texts("names", Limit));
}
