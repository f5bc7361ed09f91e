using Hallmark.Learning;

namespace Hallmark.Experiments.Backdoors;

/// <summary>The network under attack: one hidden layer, values brought to [0, 1].</summary>
internal sealed class VictimModel(LabelledSet test, Matrix triggered, int target, ulong seed)
{
    private const int Hidden = 64;
    private const int RecordsSeen = 60_000; // in all epochs together, so that small sets are not left half trained
    private const int EpochsMin = 8;

    // Brings the start to the spread 1 / √(3 · inputs) that common toolkits use. Weights of cells that are empty in all clean pictures
    // stay at their start, and with the larger one of He et al. (2015) answer to a trigger nobody trained.
    private const float Start = 0.408f;
    private const double Decay = 1e-4;

    /// <summary>Trains on records and tries both kinds of test images; gives the representations of the training records, too.</summary>
    public (AttackResult Result, Matrix Representations) Train(LabelledSet train)
    {
        float largest = Math.Max(1e-6f, train.Features.Values.ToArray().Max());
        StandardScaler scaler = Scaler(train.Features.Columns, largest);
        Matrix features = scaler.Transform(train.Features);
        var options = new MlpOptions(train.Features.Columns, [Hidden], train.Classes) { LearningRate = 0.05, L2 = Decay, Seed = seed };
        var trainer = new MlpTrainer(options);
        foreach (ref float parameter in trainer.Network.Parameters)
        {
            parameter *= Start;
        }
        int epochs = Math.Max(EpochsMin, RecordsSeen / Math.Max(1, train.Count));
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            trainer.TrainOn(features, train.Labels);
        }
        int[] fooled = trainer.Network.Predict(scaler.Transform(triggered));
        var result = new AttackResult(
            (double)fooled.Count(c => c == target) / Math.Max(1, fooled.Length),
            trainer.Network.Accuracy(scaler.Transform(test.Features), test.Labels));
        return (result, trainer.Network.Representations(features));
    }

    private static StandardScaler Scaler(int features, float largest)
    {
        double[] scale = new double[features];
        Array.Fill(scale, largest);
        return new StandardScaler(new double[features], scale);
    }
}
