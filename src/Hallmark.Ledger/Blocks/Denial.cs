using Hallmark.Evidence;
using Hallmark.Evidence.Cose;

namespace Hallmark.Ledger.Blocks;

/// <summary>
/// The entry by which the maker of a block records that a well-signed statement was forbidden. The statement travels inside and is never a
/// leaf itself, so no receipt can present it as registered. Payload: {format, rule, reason, statement}.
/// </summary>
/// <param name="Reason">One sentence for people, cut off at 512 characters; the outcome has all of it.</param>
public sealed record Denial(string Rule, string Reason, Statement Denied)
{
    public const string Kind = "ledger.denial";

    /// <summary>The name under which a ledger itself issues statements: its genesis and its denials.</summary>
    public const string Issuer = "ledger";

    private const int ReasonLimit = 512;

    /// <summary>Whether statements of this kind are the ledger's own: no member may hand them in.</summary>
    public static bool IsOwnKind(string? kind) => kind is Genesis.Kind or Kind;

    /// <summary>The entry, signed by a maker of blocks.</summary>
    /// <param name="issuedAt">Seconds since 1970-01-01 UTC.</param>
    public Statement Sign(ISigner maker, long issuedAt) =>
        Statement.Sign(maker, Kind, Issuer, Denied.Id.ToString(), Denied.Ledger, issuedAt, ToPayload());

    public byte[] ToPayload() => new CborMapWriter()
        .Integer("format", 1)
        .Text("rule", Rule)
        .Text("reason", Reason.Length <= ReasonLimit ? Reason : Reason[..ReasonLimit])
        .Bytes("statement", Denied.Bytes.ToArray())
        .ToBytes();

    /// <exception cref="MalformedException">Not such a payload.</exception>
    public static Denial Read(Statement entry)
    {
        CborMap map = CborMap.Read(entry.Payload, "denial");
        map.Integer("format", 1, 1);
        var denial = new Denial(map.Text("rule"), map.Text("reason", ReasonLimit), Statement.Read(map.Bytes("statement")));
        map.End();
        return denial;
    }
}
