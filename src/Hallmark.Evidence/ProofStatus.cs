namespace Hallmark.Evidence;

/// <summary>What became of checking a Merkle proof.</summary>
public enum ProofStatus
{
    Good,

    /// <summary>The index is not below the size, or the older size is 0 or above the newer.</summary>
    BadPosition,

    /// <summary>The path is too short or too long for these positions.</summary>
    WrongLength,

    /// <summary>The path leads to another root than the one given.</summary>
    RootMismatch,
}
