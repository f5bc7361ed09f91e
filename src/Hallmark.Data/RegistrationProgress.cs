namespace Hallmark.Data;

public enum RegistrationStage
{
    InferringSchema,
    StoringBatches,
}

/// <summary>How far a registration has come.</summary>
/// <param name="Stage">What is being done; a source whose schema is inferred is read once in each stage.</param>
/// <param name="Records">Records done in this stage.</param>
/// <param name="Bytes">Bytes of the source read in this stage; 0 for records that come from memory.</param>
public readonly record struct RegistrationProgress(RegistrationStage Stage, long Records, long Bytes);
