using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Operations.Publishing;

namespace Hallmark.Operations.Verification;

/// <summary>Whether a ledger has only grown since a state that is trusted, as a receipt of consistency says: offline.</summary>
/// <param name="Trusted">A head or checkpoint.</param>
/// <param name="Trust">Whose ledger it is, from a source that is trusted; witnesses are not asked for, as the older state is known.</param>
public sealed record VerifyGrowth(ConsistencyReceipt Receipt, TreePoint Trusted, GivenTrust Trust)
{
    /// <returns>The status of the proof, and why the ledger has not only grown, or null where it has.</returns>
    public (ConsistencyStatus Status, string? Problem) Execute()
    {
        using var key = new VerificationKey(Trust.Key);
        ConsistencyStatus status = Receipt.Check(Trusted.Size, Trusted.Root!.Value, key);
        return (status, Problem(status) ?? OtherLedger() ?? Trusted.Stranger(Receipt.Ledger, [Trust.Key]));
    }

    private string? OtherLedger() => Trust.Root is { } root && root.Ledger != Receipt.Ledger
        ? $"the receipt is of ledger {Receipt.Ledger}, not of {root.Ledger}"
        : null;

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
