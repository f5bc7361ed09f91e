using Hallmark.Evidence;
using Hallmark.Evidence.Cose;

namespace Hallmark.Contracts;

/// <summary>The body of a statement of one kind: writer and strict reader of its deterministic CBOR map.</summary>
public interface IPayload<TSelf>
    where TSelf : IPayload<TSelf>
{
    static abstract string Kind { get; }

    /// <summary>What the statement is about; goes into its protected header.</summary>
    string Subject { get; }

    CborMapWriter ToMap();

    /// <exception cref="MalformedException">A field is missing, wrong or unknown.</exception>
    static abstract TSelf Read(CborMap map);
}

/// <summary>
/// The body of a statement that governs: an admin's word makes it a proposal, and the quorum of admins makes it happen.
/// </summary>
public interface IGovernedPayload<TSelf> : IPayload<TSelf>
    where TSelf : IGovernedPayload<TSelf>
{
    /// <summary>First block in which it holds; without it, or when that is past, the block after the one that decides.</summary>
    BlockHeight? From { get; }

    /// <summary>
    /// Approvals that it needs, as its signer knows, from 2 on; null for one. So nobody can pass it off as one that needed fewer, by
    /// leaving admins out. Since rules 8.
    /// </summary>
    int? Quorum { get; init; }

    /// <summary>The same, needing so many approvals.</summary>
    TSelf Needing(int? quorum);
}

/// <summary>The field of governed payloads that says how many approvals they need.</summary>
internal static class QuorumField
{
    private const string Name = "quorum";

    public static CborMapWriter Quorum(this CborMapWriter map, int? quorum) => map.Integer(Name, (long?)quorum);

    /// <exception cref="MalformedException">Less than 2, or more than a genesis can ask for.</exception>
    public static int? Quorum(this CborMap map) => (int?)map.OptionalInteger(Name, 2, 1000);
}

/// <summary>Signing and reading of payloads, the same for every kind.</summary>
public static class Payload
{
    private const int Format = 1;

    public static Statement Sign<T>(T payload, ISigner signer, string member, Digest ledger, DateTimeOffset issuedAt)
        where T : IPayload<T> =>
        Statement.Sign(
            signer, T.Kind, member, payload.Subject, ledger, issuedAt.ToUnixTimeSeconds(),
            payload.ToMap().Integer("format", Format).ToBytes());

    /// <exception cref="MalformedException">Not a payload of this kind, or its subject differs from the header's.</exception>
    public static T Read<T>(Statement statement)
        where T : IPayload<T>
    {
        T payload = Read<T>(statement.Payload);
        return payload.Subject == statement.Subject
            ? payload
            : throw new MalformedException("statement sub", $"is '{statement.Subject}', the payload is about '{payload.Subject}'");
    }

    /// <summary>The same from the payload's bytes alone.</summary>
    /// <summary>
    /// For what is on record as a denial: null where it is no payload of this kind, since something else forbade it first.
    /// </summary>
    public static T? Find<T>(Statement statement)
        where T : class, IPayload<T>
    {
        try
        {
            return Read<T>(statement);
        }
        catch (MalformedException)
        {
            return null;
        }
    }

    /// <exception cref="MalformedException">Not a payload of this kind.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> bytes)
        where T : IPayload<T>
    {
        CborMap map = CborMap.Read(bytes, T.Kind);
        map.Integer("format", Format, Format);
        T payload = T.Read(map);
        map.End();
        return payload;
    }
}
