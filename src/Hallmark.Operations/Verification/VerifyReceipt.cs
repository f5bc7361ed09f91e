using Hallmark.Evidence;
using Hallmark.Evidence.Cose;

namespace Hallmark.Operations.Verification;

/// <summary>Whether a statement is registered as its receipt says: offline, from what is given alone.</summary>
/// <param name="Entry">The statement, with or without its unprotected header.</param>
/// <param name="Key">The ledger's public key, from a source that is trusted.</param>
public sealed record VerifyReceipt(byte[] Entry, Receipt Receipt, CoseKey Key)
{
    /// <returns>The status, and the statement where it is registered: of a stranger nothing is said.</returns>
    public (ReceiptStatus Status, Statement? Registered) Execute()
    {
        using var key = new VerificationKey(Key);
        ReceiptStatus status = Receipt.Check(Canonical(Entry), key);
        return (status, status == ReceiptStatus.Registered ? Statement.Read(Entry) : null);
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
