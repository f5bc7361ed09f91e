namespace Hallmark.Learning;

/// <summary>A training at rest: see <see cref="MlpTrainer.TakeCheckpoint"/> and <see cref="MlpTrainer.Resume"/>.</summary>
/// <param name="Options">As the training was started with; they are part of the state, so it cannot be continued with others.</param>
/// <param name="Model">The scaler and the network so far.</param>
/// <param name="Velocity">The optimiser's memory, in the order of the network's parameters.</param>
/// <param name="Generator">State of the generator that orders the records.</param>
/// <param name="Steps">How many minibatches were trained on.</param>
public sealed record MlpCheckpoint(MlpOptions Options, Model Model, float[] Velocity, ulong[] Generator, long Steps);
