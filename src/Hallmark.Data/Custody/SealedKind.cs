namespace Hallmark.Data.Custody;

/// <summary>What a sealed object is. The numbers are on the wire.</summary>
public enum SealedKind
{
    /// <summary>The content of a batch.</summary>
    Content = 1,

    /// <summary>Its leaf hashes and column digests.</summary>
    Tree = 2,

    /// <summary>The fingerprints of its records.</summary>
    Fingerprints = 3,

    /// <summary>What a validator found in its single records.</summary>
    Details = 4,
}
