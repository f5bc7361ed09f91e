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
    /// <summary>
    /// The one model kind of the built-in engine; without hidden layers it is a logistic regression, or a linear one where the label is a
    /// number.
    /// </summary>
    public const string Mlp = "mlp";

    private readonly MlpTrainer _trainer;
    private readonly StandardScaler _scaler;
    private readonly FeatureSelection _features;
    private readonly TargetScale? _targets; // null where classes are told apart

    private ModelTrainer(MlpTrainer trainer, StandardScaler scaler, FeatureSelection features, TargetScale? targets) =>
        (_trainer, _scaler, _features, _targets) = (trainer, scaler, features, targets);

    /// <param name="configuration">The model and how it is trained.</param>
    /// <param name="features">What is learned from; their schema gives the number of classes, or says that there is a target.</param>
    /// <param name="batches">All batches of an epoch, for fitting the scaling; each is asked for once.</param>
    /// <exception cref="ArgumentException">The configuration does not fit the data; names the field.</exception>
    public static ModelTrainer Start(ModelConfiguration configuration, FeatureSelection features, IEnumerable<RecordBatch> batches)
    {
        Require(configuration, features.Schema);
        bool foretells = features.Schema.Task == LearningTask.Regression;
        long labelled = 0;
        var targets = new List<double>();
        Matrix rows = FeatureEncoder.Stack([.. batches.Select(batch =>
        {
            labelled += batch.Labelled;
            targets.AddRange(foretells ? TargetsOf(batch).Where(double.IsFinite) : []);
            return FeatureEncoder.Plain(batch, features);
        })]);
        if (labelled == 0)
        {
            throw new ArgumentException("none of the records has a label to learn");
        }
        MissingNumbers.Fill(rows);
        var scaler = StandardScaler.Fit(rows);
        var trainer = new MlpTrainer(Options(configuration, rows.Columns, foretells ? 1 : features.Schema.Classes.Count));
        return new ModelTrainer(trainer, scaler, features, foretells ? TargetScale.Fit(targets) : null);
    }

    /// <exception cref="ArgumentException">The model is not known, or there is nothing to foretell.</exception>
    public static void Require(ModelConfiguration configuration, Schema schema)
    {
        if (configuration.Model != Mlp)
        {
            throw new ArgumentException($"model '{configuration.Model}' is not known; there is {Mlp}");
        }
        if (schema.Task != LearningTask.Regression && schema.Classes.Count < 2)
        {
            throw new ArgumentException("the dataset has no label with at least two classes, and no target, to train on");
        }
    }

    /// <summary>Continues where a checkpoint was taken.</summary>
    /// <param name="checkpoint">Holds the network, the scaling and where the optimiser was.</param>
    /// <param name="features">The same as it was started with; they are on record, not in the checkpoint.</param>
    /// <exception cref="FormatException">Not a checkpoint, or one of a model of another number of features.</exception>
    public static ModelTrainer Resume(ReadOnlySpan<byte> checkpoint, FeatureSelection features)
    {
        MlpCheckpoint state = CheckpointFormat.Read(checkpoint).ValueOrThrow();
        return state.Model.Scaler.Features == features.Width
            ? new ModelTrainer(MlpTrainer.Resume(state), state.Model.Scaler, features, state.Model.Targets)
            : throw new FormatException($"The checkpoint is of {state.Model.Scaler.Features} features, not of {features.Width}.");
    }

    /// <summary>
    /// Trains once over the records of a batch that have a label; answers their mean loss, each as it was before its own step, and 0 where
    /// none has. Of targets the loss is half the squared error in their spread.
    /// </summary>
    public double TrainOn(RecordBatch batch)
    {
        if (_targets is not null)
        {
            return TrainOnTargets(batch, _targets);
        }
        if (batch.Labelled == batch.Count)
        {
            return _trainer.TrainOn(Scaled(batch), Labels(batch));
        }
        int[] labelled = [.. Enumerable.Range(0, batch.Count).Where(record => batch.Labels[record] >= 0)];
        return labelled.Length == 0 ? 0
            : _trainer.TrainOn(Scaled(batch).Gather(labelled), [.. labelled.Select(record => batch.Labels[record])]);
    }

    private double TrainOnTargets(RecordBatch batch, TargetScale scale)
    {
        double[] targets = TargetsOf(batch);
        int[] there = [.. Enumerable.Range(0, batch.Count).Where(record => double.IsFinite(targets[record]))];
        return there.Length == 0 ? 0 : _trainer.TrainOnTargets(
            Scaled(batch).Gather(there), [.. there.Select(record => scale.Of(targets[record]))]);
    }

    public byte[] Checkpoint() => CheckpointFormat.Write(_trainer.TakeCheckpoint(_scaler, _targets));

    public byte[] Model() => ModelFormat.Write(Trained());

    private Model Trained() => new(_scaler, _trainer.Network.Copy(), _targets);

    /// <summary>What the model is worth on held-out records: accuracy, or what it leaves over of targets.</summary>
    public HeldOutFigures Measure(RecordBatch batch) => _targets is null
        ? new HeldOutFigures(AccuracyPpm(batch), null)
        : new HeldOutFigures(null, ErrorOn(batch));

    private TargetError? ErrorOn(RecordBatch batch)
    {
        Matrix rows = FeatureEncoder.Plain(batch, _features);
        MissingNumbers.Fill(rows, _scaler.Mean);
        double[] targets = TargetsOf(batch);
        double[] foretold = Trained().Foretell(rows);
        (double Target, double Foretold)[] there =
            [.. targets.Zip(foretold).Where(pair => double.IsFinite(pair.First))];
        if (there.Length == 0)
        {
            return null;
        }
        double mean = there.Sum(pair => pair.Target / there.Length);
        double left = there.Sum(pair => (pair.Target - pair.Foretold) * (pair.Target - pair.Foretold) / there.Length);
        double all = there.Sum(pair => (pair.Target - mean) * (pair.Target - mean) / there.Length);
        double explained = Math.Floor((1 - (left / all)) * Share.Million);
        return new TargetError(
            explained > TargetError.Least && explained <= Share.Million ? (long)explained : TargetError.Least,
            CellText.Of(Math.Sqrt(left)));
    }

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

    private static double[] TargetsOf(RecordBatch batch)
    {
        ColumnBuffer targets = batch[batch.Schema.LabelIndex];
        return [.. Enumerable.Range(0, batch.Count).Select(targets.Number)];
    }

    private static int[] Labels(RecordBatch batch) => [.. batch.Labels];
}

/// <summary>What a model is worth on held-out records; both null where none of them has a label.</summary>
/// <param name="AccuracyPpm">Share of labels that it foretells, in millionths; null where it foretells numbers.</param>
/// <param name="Error">What it leaves over of numbers; null where it tells classes apart.</param>
public sealed record HeldOutFigures(long? AccuracyPpm, TargetError? Error);
