namespace Hallmark.Data.Batches;

/// <summary>What a registration is doing.</summary>
public enum RegistrationStage
{
    /// <summary>The whole source is being looked at; only where its beginning could not tell.</summary>
    InferringSchema,

    /// <summary>Rows are read, typed, hashed and stored, batch by batch.</summary>
    StoringBatches,
}

/// <summary>How far a registration has come; a single pass over a source tells <see cref="Sources.ReadProgress"/>.</summary>
/// <param name="Stage">What is being done; counts begin anew with each stage, and with each attempt at one.</param>
/// <param name="Records">Records done in this stage.</param>
/// <param name="Bytes">Bytes of the source read in this stage; 0 for records that come from memory.</param>
public readonly record struct RegistrationProgress(RegistrationStage Stage, long Records, long Bytes);
