namespace Hallmark.Data.Custody;

/// <summary>
/// Which plain object a sealed one holds. The kind goes into its keys, so one can never be opened as another. The numbers are on the wire.
/// </summary>
public enum SealedKind
{
    /// <summary>The content object of a batch: its records.</summary>
    Content = 1,

    /// <summary>The tree object of a batch: salted leaf hashes, then salted column digests.</summary>
    Tree = 2,

    /// <summary>The fingerprints of a batch's records, by which copies are found without opening it.</summary>
    Fingerprints = 3,

    /// <summary>The details of a judgement: what a validator found in single records of a batch.</summary>
    Details = 4,

    /// <summary>A checkpoint of a run on sealed batches.</summary>
    Checkpoint = 5,

    /// <summary>The model of such a run.</summary>
    Model = 6,

    /// <summary>Where the records of a batch come from: files and lines.</summary>
    Places = 7,
}
