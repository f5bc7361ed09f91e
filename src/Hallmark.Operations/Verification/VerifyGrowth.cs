using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Operations.Publishing;

namespace Hallmark.Operations.Verification;

/// <summary>Whether a ledger has only grown since a state that is trusted, as a receipt of consistency says: offline.</summary>
/// <param name="Trusted">A head or checkpoint.</param>
/// <param name="Key">The ledger's public key, from a source that is trusted.</param>
public sealed record VerifyGrowth(ConsistencyReceipt Receipt, TreePoint Trusted, CoseKey Key)
{
    /// <returns>The status of the proof, and why the ledger has not only grown, or null where it has.</returns>
    public (ConsistencyStatus Status, string? Problem) Execute()
    {
        using var key = new VerificationKey(Key);
        ConsistencyStatus status = Receipt.Check(Trusted.Size, Trusted.Root!.Value, key);
        return (status, Problem(status) ?? Trusted.Stranger(Receipt.Ledger, [Key]));
    }

    private string? Problem(ConsistencyStatus status) => status switch
    {
        ConsistencyStatus.Consistent => null,
        ConsistencyStatus.OtherKey => "the receipt was signed by another key than the one given",
        ConsistencyStatus.BadProof when Receipt.Proof.Older != Trusted.Size =>
            $"the receipt begins at {Receipt.Proof.Older} entries, {Trusted.Name} has {Trusted.Size}",
        ConsistencyStatus.BadProof => "the receipt's proof does not hold together",
        _ => $"the receipt does not lead from {Trusted.Name} to a root that the key signed",
    };
}
