using Hallmark.Data.Custody;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;

namespace Hallmark.Contracts.Members;

/// <summary>A member as it stands, with the change of its roles that is decided and waits, if there is one.</summary>
/// <param name="From">First block in which its word counts.</param>
/// <param name="Revoked">First block in which its word no longer counts, or null.</param>
/// <param name="Agreement">Key to which keys of sealed batches are wrapped for it, or null; never a signing key.</param>
/// <param name="NextRoles">Roles it will have from block <paramref name="NextFrom"/> on.</param>
public sealed record MemberState(
    string Name, IReadOnlyList<string> Roles, CoseKey Key, BlockHeight From, BlockHeight? Revoked = null,
    AgreementPublicKey? Agreement = null,
    IReadOnlyList<string>? NextRoles = null, BlockHeight? NextFrom = null) : IStateRecord<MemberState>
{
    public bool Has(string role) => Roles.Contains(role);

    /// <summary>The member as of this block: a change of roles that is due has happened.</summary>
    public MemberState At(BlockHeight height) =>
        height >= NextFrom ? this with { Roles = NextRoles!, NextRoles = null, NextFrom = null } : this;

    /// <summary>Whether its word counts in this block.</summary>
    public bool IsInStandingAt(BlockHeight height) => height >= From && !IsRevokedAt(height);

    /// <summary>Whether its membership has ended by this block; one that ends later is still one.</summary>
    public bool IsRevokedAt(BlockHeight height) => height >= Revoked;

    public CborMapWriter ToMap()
    {
        CborMapWriter map = new CborMapWriter()
            .Text("name", Name).Texts("roles", Roles).Bytes("key", Key.Encoded).Height("from", From).Height("revoked", Revoked)
            .Bytes("agreement", Agreement?.Encoded).Height("nextFrom", NextFrom);
        return NextRoles is null ? map : map.Texts("nextRoles", NextRoles);
    }

    public static MemberState Read(CborMap map) => new(
        map.Text("name"), map.Texts("roles", Members.Roles.All.Count), CoseKey.ReadAccepted(map.Bytes("key")), map.Height("from"),
        map.OptionalHeight("revoked"), map.Has("agreement") ? AgreementPublicKey.Read(map.Bytes("agreement")) : null,
        map.Has("nextRoles") ? map.Texts("nextRoles", Members.Roles.All.Count) : null, map.OptionalHeight("nextFrom"));
}
