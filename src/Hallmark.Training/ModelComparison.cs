using Hallmark.Contracts.Runs;
using Hallmark.Data.Batches;
using Hallmark.Features;

namespace Hallmark.Training;

/// <summary>
/// The same model trained on other batches, for comparison: nothing of it is on the ledger, and nothing of it is a run. Repeated
/// with several seeds, because a single pair of accuracies says little.
/// </summary>
public static class ModelComparison
{
    /// <param name="configuration">Its seed is the first; the others count up from it.</param>
    /// <param name="features">What is learned from.</param>
    /// <param name="batches">What is trained on, in this order in every epoch.</param>
    /// <returns>Test accuracy of each seed, in millionths.</returns>
    public static IReadOnlyList<long> TestAccuracies(
        ModelConfiguration configuration, FeatureSelection features, IReadOnlyList<RecordBatch> batches, RecordBatch evaluation, int seeds,
        CancellationToken cancellation = default)
    {
        long[] accuracies = new long[seeds];
        // Each seed is a training of its own, so threads cannot change a bit of any.
        Parallel.For(0, seeds, new ParallelOptions { CancellationToken = cancellation }, seed =>
            accuracies[seed] = TestAccuracy(
                configuration with { Seed = unchecked(configuration.Seed + (ulong)seed) }, features, batches, evaluation));
        return accuracies;
    }

    private static long TestAccuracy(
        ModelConfiguration configuration, FeatureSelection features, IReadOnlyList<RecordBatch> batches, RecordBatch evaluation)
    {
        var trainer = ModelTrainer.Start(configuration, features, batches);
        for (int epoch = 0; epoch < configuration.Epochs; epoch++)
        {
            foreach (RecordBatch batch in batches)
            {
                trainer.TrainOn(batch);
            }
        }
        return trainer.AccuracyPpm(evaluation);
    }
}
