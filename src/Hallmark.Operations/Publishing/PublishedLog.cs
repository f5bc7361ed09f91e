using Hallmark.Evidence;
using Hallmark.Evidence.Notes;
using Hallmark.Ledger;

namespace Hallmark.Operations.Publishing;

/// <summary>What was published.</summary>
/// <param name="View">The ledger; the checkpoint is no newer.</param>
/// <param name="Note">The checkpoint.</param>
/// <param name="Before">The checkpoint that it took the place of, or the same one; null for the first.</param>
/// <param name="Keys">This node's own, as a maker of blocks (type 02), and the log's (type 01).</param>
public sealed record PublishedLog(LedgerView View, SignedNote Note, SignedNote? Before, IReadOnlyList<NoteKey> Keys)
{
    public Checkpoint Checkpoint { get; } = Checkpoint.Read(Note.Text);

    /// <summary>The size that this witness is known to have cosigned; 0 for none. Only a guess to begin with.</summary>
    public TreeSize CosignedBefore(NoteKey witness) =>
        Before is not null && Before.Signatures.Any(signature => signature.Name == witness.Name && signature.KeyId == witness.Id)
            ? Checkpoint.Read(Before.Text).Size
            : new TreeSize(0);
}
