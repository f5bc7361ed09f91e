using Hallmark.Evidence;
using Hallmark.Evidence.Cose;

namespace Hallmark.Ledger.Blocks;

/// <summary>
/// The entry by which the sealer records that a well-signed statement was forbidden. The statement travels inside and is never a
/// leaf itself, so no receipt can present it as registered. Payload: {format, rule, reason, statement}.
/// </summary>
public sealed record Denial(string Rule, string Reason, Statement Denied)
{
    public const string Kind = "ledger.denial";

    /// <summary>The name under which a ledger's authority issues statements.</summary>
    public const string Issuer = "ledger";

    private const int ReasonLimit = 512;

    public static Statement Sign(ISigner authority, Statement denied, string rule, string reason, long issuedAt)
    {
        byte[] payload = new CborMapWriter()
            .Integer("format", 1)
            .Text("rule", rule)
            .Text("reason", reason.Length <= ReasonLimit ? reason : reason[..ReasonLimit])
            .Bytes("statement", denied.Bytes.ToArray())
            .ToBytes();
        return Statement.Sign(authority, Kind, Issuer, denied.Id.ToString(), denied.Ledger, issuedAt, payload);
    }

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
