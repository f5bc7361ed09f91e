using Hallmark.Data.Custody;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;

namespace Hallmark.Contracts.Members;

/// <summary>An admin takes a member in: <c>member.add</c> {member, roles, key, agreement?, from?, quorum?}.</summary>
/// <param name="Agreement">The member's key-agreement key; needed to read sealed batches.</param>
public sealed record MemberAdd(
    string Member, IReadOnlyList<string> Roles, CoseKey Key, AgreementPublicKey? Agreement = null, BlockHeight? From = null)
    : IGovernedPayload<MemberAdd>
{
    public static string Kind => "member.add";

    public string Subject => Member;

    public int? Quorum { get; init; }

    public MemberAdd Needing(int? quorum) => this with { Quorum = quorum };

    public CborMapWriter ToMap() => new CborMapWriter()
        .Text("member", Member).Texts("roles", Roles).Bytes("key", Key.Encoded).Bytes("agreement", Agreement?.Encoded)
        .Height("from", From).Quorum(Quorum);

    public static MemberAdd Read(CborMap map) => new(
        map.Name("member"), ReadRoles(map), CoseKey.Read(map.Bytes("key")),
        map.Has("agreement") ? AgreementPublicKey.Read(map.Bytes("agreement")) : null, map.OptionalHeight("from"))
    {
        Quorum = map.Quorum(),
    };

    internal static IReadOnlyList<string> ReadRoles(CborMap map)
    {
        IReadOnlyList<string> roles = map.Texts("roles", Members.Roles.All.Count, 16);
        if (roles.FirstOrDefault(role => !Members.Roles.All.Contains(role)) is { } unknown)
        {
            throw new MalformedException("roles", $"names '{unknown}'; there are {string.Join(", ", Members.Roles.All)}");
        }
        return roles.Distinct(StringComparer.Ordinal).Count() == roles.Count
            ? roles
            : throw new MalformedException("roles", "name a role twice");
    }
}

/// <summary>Gives a member other roles in place of those it has: <c>member.roles</c> {member, roles, from?, quorum?}.</summary>
public sealed record MemberRoles(string Member, IReadOnlyList<string> Roles, BlockHeight? From = null) : IGovernedPayload<MemberRoles>
{
    public static string Kind => "member.roles";

    public string Subject => Member;

    public int? Quorum { get; init; }

    public MemberRoles Needing(int? quorum) => this with { Quorum = quorum };

    public CborMapWriter ToMap() => new CborMapWriter().Text("member", Member).Texts("roles", Roles).Height("from", From).Quorum(Quorum);

    public static MemberRoles Read(CborMap map) =>
        new(map.Name("member"), MemberAdd.ReadRoles(map), map.OptionalHeight("from")) { Quorum = map.Quorum() };
}

/// <summary>
/// A member replaces its key: <c>member.rotate</c> {member, key, proof}. Signed with the old key; the proof is the new key's
/// signature, so that nobody can take over a key that is not theirs.
/// </summary>
public sealed record MemberRotate(string Member, CoseKey Key, byte[] Proof) : IPayload<MemberRotate>
{
    public static string Kind => "member.rotate";

    public string Subject => Member;

    /// <summary>What the new key signs: "hallmark/rotate" || ledger id || old key's thumbprint || member (UTF-8).</summary>
    public static byte[] ToBeProved(Digest ledger, Digest oldKey, string member) =>
        [.. "hallmark/rotate"u8, .. ledger.ToArray(), .. oldKey.ToArray(), .. System.Text.Encoding.UTF8.GetBytes(member)];

    public CborMapWriter ToMap() => new CborMapWriter().Text("member", Member).Bytes("key", Key.Encoded).Bytes("proof", Proof);

    public static MemberRotate Read(CborMap map) => new(map.Name("member"), CoseKey.Read(map.Bytes("key")), map.Bytes("proof", 64));
}

/// <summary>
/// A member registers, or replaces, the key to which keys of sealed batches are wrapped for it: <c>member.agreement</c> {member, key}.
/// </summary>
public sealed record MemberAgreement(string Member, AgreementPublicKey Key) : IPayload<MemberAgreement>
{
    public static string Kind => "member.agreement";

    public string Subject => Member;

    public CborMapWriter ToMap() => new CborMapWriter().Text("member", Member).Bytes("key", Key.Encoded);

    public static MemberAgreement Read(CborMap map) => new(map.Name("member"), AgreementPublicKey.Read(map.Bytes("key")));
}

/// <summary>Ends a membership: <c>member.revoke</c> {member, reason, from?, quorum?}. Bites from the next block on.</summary>
public sealed record MemberRevoke(string Member, string Reason, BlockHeight? From = null) : IGovernedPayload<MemberRevoke>
{
    public static string Kind => "member.revoke";

    public string Subject => Member;

    public int? Quorum { get; init; }

    public MemberRevoke Needing(int? quorum) => this with { Quorum = quorum };

    public CborMapWriter ToMap() => new CborMapWriter().Text("member", Member).Text("reason", Reason).Height("from", From).Quorum(Quorum);

    public static MemberRevoke Read(CborMap map) =>
        new(map.Name("member"), map.Text("reason"), map.OptionalHeight("from")) { Quorum = map.Quorum() };
}
