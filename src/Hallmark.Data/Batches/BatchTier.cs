namespace Hallmark.Data.Batches;

/// <summary>Who can read the objects of a batch.</summary>
public enum BatchTier
{
    /// <summary>Everybody who has the store: content and tree are plain.</summary>
    Open,

    /// <summary>Who was given the batch's secret: the store holds ciphertext.</summary>
    Sealed,

    /// <summary>As <see cref="Sealed"/>, and the ciphertext stays in the provider's own store: others have digests only.</summary>
    Absent,
}
