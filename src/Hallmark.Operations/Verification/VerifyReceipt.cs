using Hallmark.Evidence;
using Hallmark.Evidence.Cose;

namespace Hallmark.Operations.Verification;

/// <summary>Whether a statement is registered as its receipt says: offline, from what is given alone.</summary>
/// <param name="Entry">The statement, with or without its unprotected header.</param>
/// <param name="Trust">From a source that is trusted.</param>
/// <param name="Issuer">Public key of the statement's issuer, likewise; null where it is not known.</param>
public sealed record VerifyReceipt(byte[] Entry, Receipt Receipt, TrustRoot Trust, CoseKey? Issuer)
{
    /// <exception cref="UsageException">The issuer's key is the ledger's own, and the issuer is a member.</exception>
    public EntryVerdict Execute()
    {
        if (Trust.Ledger != Receipt.Ledger)
        {
            return new EntryVerdict(EntryStatus.OtherLedger, $"the receipt is of ledger {Receipt.Ledger}, not of {Trust.Ledger}");
        }
        using var key = new VerificationKey(Trust.Key);
        byte[] leaf = Canonical(Entry);
        return Receipt.Check(leaf, key) switch
        {
            ReceiptStatus.OtherKey => new(EntryStatus.OtherKey, "the receipt was signed by another key than the one given"),
            ReceiptStatus.BadProof => new(EntryStatus.BadProof, "the receipt's proof does not hold together"),
            ReceiptStatus.NotSigned => new(EntryStatus.NotSigned, $"it is not what was registered as entry {Receipt.Proof.Index}"),
            _ when Trust.WitnessesNeeded > 0 => new(
                EntryStatus.NotWitnessed, "a receipt brings no witnesses, which are asked for: a .tlog-proof or a bundle does"),
            _ => EntryVerdict.OfLeaf(leaf, Receipt.Ledger, Trust.Key, Issuer),
        };
    }

    /// <summary>
    /// The leaf is the statement with its unprotected header emptied; what is no statement is taken as it is and will not match.
    /// </summary>
    internal static byte[] Canonical(byte[] entry)
    {
        try
        {
            return Statement.Read(entry).Bytes.ToArray();
        }
        catch (MalformedException)
        {
            return entry;
        }
    }
}
