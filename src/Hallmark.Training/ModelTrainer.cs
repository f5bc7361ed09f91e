using Hallmark.Contracts.Runs;
using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Features;
using Hallmark.Learning;

namespace Hallmark.Training;

/// <summary>
/// One training in memory, the same for a run, its replay and its comparison: batches in, checkpoints and a model out, bit for
/// bit the same on every machine. The scaling is fitted on the batches it will train on.
/// </summary>
public sealed class ModelTrainer
{
    /// <summary>The one model kind of the built-in engine; without hidden layers it is a logistic regression.</summary>
    public const string Mlp = "mlp";

    private readonly MlpTrainer _trainer;
    private readonly StandardScaler _scaler;
    private readonly FeatureSelection _features;

    private ModelTrainer(MlpTrainer trainer, StandardScaler scaler, FeatureSelection features) =>
        (_trainer, _scaler, _features) = (trainer, scaler, features);

    /// <param name="configuration">The model and how it is trained.</param>
    /// <param name="features">What is learned from; their schema gives the number of classes.</param>
    /// <param name="batches">All batches of an epoch, for fitting the scaling; each is asked for once.</param>
    /// <exception cref="ArgumentException">The configuration does not fit the data; names the field.</exception>
    public static ModelTrainer Start(ModelConfiguration configuration, FeatureSelection features, IEnumerable<RecordBatch> batches)
    {
        Require(configuration, features.Schema);
        long labelled = 0;
        Matrix rows = FeatureEncoder.Stack([.. batches.Select(batch =>
        {
            labelled += batch.Labelled;
            return FeatureEncoder.Plain(batch, features);
        })]);
        if (labelled == 0)
        {
            throw new ArgumentException("none of the records has a label to learn");
        }
        MissingNumbers.Fill(rows);
        var scaler = StandardScaler.Fit(rows);
        return new ModelTrainer(new MlpTrainer(Options(configuration, rows.Columns, features.Schema.Classes.Count)), scaler, features);
    }

    /// <exception cref="ArgumentException">The model is not known, or there are no classes to tell apart.</exception>
    public static void Require(ModelConfiguration configuration, Schema schema)
    {
        if (configuration.Model != Mlp)
        {
            throw new ArgumentException($"model '{configuration.Model}' is not known; there is {Mlp}");
        }
        if (schema.Classes.Count < 2)
        {
            throw new ArgumentException("the dataset has no label with at least two classes to train on");
        }
    }

    /// <summary>Continues where a checkpoint was taken.</summary>
    /// <param name="checkpoint">Holds the network, the scaling and where the optimiser was.</param>
    /// <param name="features">The same as it was started with; they are on record, not in the checkpoint.</param>
    /// <exception cref="FormatException">Not a checkpoint, or one of a model of another number of features.</exception>
    public static ModelTrainer Resume(ReadOnlySpan<byte> checkpoint, FeatureSelection features)
    {
        MlpCheckpoint state = CheckpointFormat.Read(checkpoint).ValueOrThrow();
        return state.Model.Scaler.Features == features.Columns.Count
            ? new ModelTrainer(MlpTrainer.Resume(state), state.Model.Scaler, features)
            : throw new FormatException($"The checkpoint is of {state.Model.Scaler.Features} features, not of {features.Columns.Count}.");
    }

    /// <summary>
    /// Trains once over the records of a batch that have a label; answers their mean loss, each as it was before its own step, and 0 where
    /// none has.
    /// </summary>
    public double TrainOn(RecordBatch batch)
    {
        if (batch.Labelled == batch.Count)
        {
            return _trainer.TrainOn(Scaled(batch), Labels(batch));
        }
        int[] labelled = [.. Enumerable.Range(0, batch.Count).Where(record => batch.Labels[record] >= 0)];
        return labelled.Length == 0 ? 0
            : _trainer.TrainOn(Scaled(batch).Gather(labelled), [.. labelled.Select(record => batch.Labels[record])]);
    }

    public byte[] Checkpoint() => CheckpointFormat.Write(_trainer.TakeCheckpoint(_scaler));

    public byte[] Model() => ModelFormat.Write(new Model(_scaler, _trainer.Network.Copy()));

    /// <summary>How many of the records the model classifies as labelled.</summary>
    public int CountCorrect(RecordBatch batch)
    {
        int[] predicted = _trainer.Network.Predict(Scaled(batch));
        int correct = 0;
        for (int i = 0; i < predicted.Length; i++)
        {
            correct += predicted[i] == batch.Labels[i] ? 1 : 0;
        }
        return correct;
    }

    /// <summary>Share of the labelled records that are classified as labelled, in millionths, cut off; 0 where none is labelled.</summary>
    public long AccuracyPpm(RecordBatch batch) => batch.Labelled == 0 ? 0 : Share.Ppm(CountCorrect(batch), batch.Labelled);

    private static MlpOptions Options(ModelConfiguration configuration, int inputs, int classes) =>
        new(inputs, configuration.Hidden, classes)
        {
            LearningRate = Share.Of(configuration.LearningRatePpm),
            Momentum = Share.Of(configuration.MomentumPpm),
            L2 = Share.Of(configuration.L2Ppm),
            MiniBatch = configuration.MiniBatch,
            Seed = configuration.Seed,
        };

    private Matrix Scaled(RecordBatch batch)
    {
        Matrix rows = FeatureEncoder.Plain(batch, _features);
        MissingNumbers.Fill(rows, _scaler.Mean);
        return _scaler.Transform(rows);
    }

    private static int[] Labels(RecordBatch batch) => [.. batch.Labels];
}
