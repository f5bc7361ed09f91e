namespace Hallmark.Data.Batches;

public enum BatchDamageKind
{
    /// <summary>An object is not in the store.</summary>
    Missing,

    /// <summary>The tree object is not the one that was registered.</summary>
    Tree,

    /// <summary>The content's header was altered.</summary>
    Header,

    /// <summary>A cell, or when no field is named a record, has another value than was registered.</summary>
    Record,

    /// <summary>The content breaks off, goes on too long, or its records can no longer be told apart.</summary>
    Framing,

    /// <summary>The content was altered, but what is left does not allow to say where.</summary>
    Content,

    /// <summary>Nothing was altered: what was registered contradicts its own manifest or format.</summary>
    Registered,
}

/// <summary>One place at which a stored batch is not what its provider signed.</summary>
/// <param name="Record">Index of the record in the batch, from 0, where one can be named.</param>
/// <param name="Field">Name of the column; several are joined by ", " when only these are known to contain the alteration.</param>
/// <param name="Message">One sentence for people.</param>
public sealed record BatchDamage(BatchDamageKind Kind, long? Record, string? Field, string Message);

/// <summary>What the examination of a stored batch found.</summary>
/// <param name="Damages">At most <see cref="BatchVerifier.DamageLimit"/> of them, in record order within a kind.</param>
/// <param name="Total">Number of damages, listed or not.</param>
/// <param name="Opened">
/// Whether records were looked at. False for a sealed batch without its secret: only its ciphertext was compared with what was
/// registered.
/// </param>
public sealed record BatchExamination(IReadOnlyList<BatchDamage> Damages, long Total, bool Opened)
{
    public bool IsIntact => Total == 0;
}
