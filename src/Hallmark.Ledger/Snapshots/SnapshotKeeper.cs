using Hallmark.Evidence.Cose;
using Hallmark.Ledger.Sequencing;

namespace Hallmark.Ledger.Snapshots;

/// <summary>Leaves a snapshot at opening and closing, when enough has come since the last one.</summary>
/// <param name="node">Signs them: a maker of the ledger's blocks.</param>
/// <param name="last">Entries under the snapshot that is there.</param>
internal sealed class SnapshotKeeper(ISnapshotStore store, ISigner node, ulong every, ulong last)
{
    private ulong _last = last;

    /// <summary>Why the last snapshot that was due could not be written, or null.</summary>
    public string? Failure { get; private set; }

    /// <param name="sequencer">Idle: nothing was handed in yet, or nothing can be any more.</param>
    public void KeepIfDue(Sequencer sequencer)
    {
        if (sequencer.Size.Value - _last < every)
        {
            return;
        }
        Snapshot snapshot = sequencer.TakeSnapshot();
        try
        {
            store.Replace(storage => SnapshotFormat.Write(storage, snapshot, node));
            (_last, Failure) = (sequencer.Size.Value, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Failure = e.Message; // the ledger itself is settled; a snapshot is only a shorter way in
        }
    }
}
