using Hallmark.Evidence;
using Hallmark.Evidence.Cose;

namespace Hallmark.Contracts.Payloads;

/// <summary>An admin takes a member in: <c>member.add</c> {member, roles, key}.</summary>
public sealed record MemberAdd(string Member, IReadOnlyList<string> Roles, CoseKey Key) : IPayload<MemberAdd>
{
    public static string Kind => "member.add";

    public string Subject => Member;

    public CborMapWriter ToMap() => new CborMapWriter().Text("member", Member).Texts("roles", Roles).Bytes("key", Key.Encoded);

    public static MemberAdd Read(CborMap map) => new(map.Name("member"), map.Texts("roles", State.Roles.All.Count, 16), CoseKey.Read(map.Bytes("key")));
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

/// <summary>An admin ends a membership: <c>member.revoke</c> {member, reason}. Bites from the next block on.</summary>
public sealed record MemberRevoke(string Member, string Reason) : IPayload<MemberRevoke>
{
    public static string Kind => "member.revoke";

    public string Subject => Member;

    public CborMapWriter ToMap() => new CborMapWriter().Text("member", Member).Text("reason", Reason);

    public static MemberRevoke Read(CborMap map) => new(map.Name("member"), map.Text("reason"));
}
