using Hallmark.Contracts.Runs;
using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Features;

namespace Hallmark.Training.Tests;

public sealed class ModelTrainerTests
{
    private static readonly Schema Plants = new(
        [new Column("height", ColumnType.Float64), new Column("leaf", ColumnType.Float64), new Column("kind", ColumnType.Text)], "kind",
            ["daisy", "rose"]);

    private static readonly FeatureSelection Features = FeatureSelection.All(Plants);

    private static readonly ModelConfiguration Configuration = new(ModelTrainer.Mlp, [4], 50_000, 900_000, 100, 4, 6, 3);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public void Resumed_from_a_checkpoint_equals_uninterrupted(int epochsBefore)
    {
        RecordBatch[] batches = [Batch(1), Batch(2), Batch(3)];
        var whole = ModelTrainer.Start(Configuration, Features, batches);
        Train(whole, batches, Configuration.Epochs);

        var first = ModelTrainer.Start(Configuration, Features, batches);
        Train(first, batches, epochsBefore);
        var second = ModelTrainer.Resume(first.Checkpoint(), Features);
        Train(second, batches, Configuration.Epochs - epochsBefore);

        Assert.Equal(whole.Checkpoint(), second.Checkpoint());
        Assert.Equal(whole.Model(), second.Model());
    }

    [Fact]
    public void Records_without_a_label_are_neither_learned_from_nor_counted()
    {
        var schema = new Schema(Plants.Columns, Plants.Label, Plants.Classes, labelOptional: true);
        var features = FeatureSelection.All(schema);
        // Scaled by the same records; of those without a label each lies where one with a label does.
        RecordBatch partly = Partly(schema, unlabelled: 1), labelled = Partly(schema, unlabelled: 0), none = Partly(schema, unlabelled: 2);
        Assert.Equal((8, 4, 0), (partly.Count, partly.Labelled, none.Labelled));
        var first = ModelTrainer.Start(Configuration, features, [partly]);
        var second = ModelTrainer.Start(Configuration, features, [partly]);
        Assert.Equal(second.TrainOn(labelled), first.TrainOn(partly));
        Assert.Equal(second.Model(), first.Model());
        Assert.Equal(0, first.TrainOn(none));
        Assert.Equal(second.Model(), first.Model());
        Assert.Equal(second.AccuracyPpm(labelled), first.AccuracyPpm(partly));
        Assert.Equal(0, first.AccuracyPpm(none));
        Assert.Contains("none of the records has a label", Assert.Throws<ArgumentException>(
            () => ModelTrainer.Start(Configuration, features, [none])).Message);
    }

    /// <summary>Four labelled plants (0), each followed by itself without a label (1), or only those without (2).</summary>
    private static RecordBatch Partly(Schema schema, int unlabelled)
    {
        var records = new RecordBuffer(schema);
        for (int plant = 0; plant < 4; plant++)
        {
            foreach (bool has in (bool[])(unlabelled switch { 0 => [true], 1 => [true, false], _ => [false] }))
            {
                records[0].Add(plant * 1.5);
                records[1].Add(plant % 2 * 3.0);
                if (has)
                {
                    records[2].Add(plant % 2 == 0 ? "daisy" : "rose");
                }
                else
                {
                    records[2].AddMissing();
                }
            }
        }
        return BatchReader.Decode(BatchBuilder.Build(records).Content, schema);
    }

    [Fact]
    public void Order_of_batches_and_seed_decide_the_model()
    {
        RecordBatch[] batches = [Batch(1), Batch(2), Batch(3)];
        byte[] Model(ModelConfiguration configuration, params RecordBatch[] order)
        {
            var trainer = ModelTrainer.Start(configuration, Features, batches);
            Train(trainer, order, configuration.Epochs);
            return trainer.Model();
        }

        byte[] model = Model(Configuration, batches);

        Assert.Equal(model, Model(Configuration, batches));
        Assert.NotEqual(model, Model(Configuration, batches[1], batches[0], batches[2]));
        Assert.NotEqual(model, Model(Configuration with { Seed = 4 }, batches));
    }

    [Theory]
    [InlineData(7, 0, 7, 1_000_000)]
    [InlineData(7, 2, 5, 714_285)]
    [InlineData(3, 2, 1, 333_333)]
    [InlineData(6, 6, 0, 0)]
    public void The_accuracy_of_known_predictions_is_cut_off_to_whole_millionths(int records, int wrong, int correct, long ppm)
    {
        RecordBatch[] batches = [Batch(1), Batch(2), Batch(3)];
        var trainer = ModelTrainer.Start(Configuration, Features, batches);
        Train(trainer, batches, 30);
        var known = new RecordBuffer(Plants); // far on the side of their own kind, so that nothing but the label decides
        for (int i = 0; i < records; i++)
        {
            known[0].Add(i % 2 == 0 ? 9.0 : 12.5);
            known[1].Add(i % 2 == 0 ? 3.5 : 1.5);
            known[2].Add((i % 2 == 0) == (i >= wrong) ? "daisy" : "rose");
        }
        RecordBatch evaluation = BatchReader.Decode(BatchBuilder.Build(known).Content, Plants);
        Assert.Equal(correct, trainer.CountCorrect(evaluation));
        Assert.Equal(ppm, trainer.AccuracyPpm(evaluation));
    }

    [Fact]
    public void A_comparison_trains_each_seed_for_as_many_epochs_as_the_configuration_says()
    {
        RecordBatch[] batches = [Batch(1), Batch(2)];
        RecordBatch evaluation = Batch(9);
        foreach (int epochs in Enumerable.Range(1, 8))
        {
            ModelConfiguration slow = Configuration with { LearningRatePpm = 3_000, Epochs = epochs };
            long[] expected = [.. Enumerable.Range(0, 5).Select(seed =>
            {
                var trainer = ModelTrainer.Start(slow with { Seed = slow.Seed + (ulong)seed }, Features, batches);
                Train(trainer, batches, epochs);
                return trainer.AccuracyPpm(evaluation);
            })];
            Assert.Equal(expected, ModelComparison.TestAccuracies(
                slow, Features, batches, evaluation, 5, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public void What_cannot_be_trained_is_said_at_once()
    {
        var unlabelled = new Schema([new Column("height", ColumnType.Float64)]);

        Assert.Contains("forest", Assert.Throws<ArgumentException>(
            () => ModelTrainer.Require(Configuration with { Model = "forest" }, Plants)).Message, StringComparison.Ordinal);
        Assert.Contains("label", Assert.Throws<ArgumentException>(() => ModelTrainer.Require(Configuration, unlabelled)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_is_not_continued_with_other_features()
    {
        var trainer = ModelTrainer.Start(Configuration, Features, [Batch(1)]);
        FeatureSelection fewer = FeatureSelection.Without(Plants, ["leaf"]);
        Assert.Contains("2 features", Assert.Throws<FormatException>(() => ModelTrainer.Resume(trainer.Checkpoint(), fewer)).Message);
    }

    [Fact]
    public void A_column_that_is_left_out_changes_nothing_whatever_it_holds()
    {
        byte[] Model(int seed)
        {
            var trainer = ModelTrainer.Start(Configuration, FeatureSelection.Without(Plants, ["leaf"]), [Batch(1, seed)]);
            Train(trainer, [Batch(1, seed)], 3);
            return trainer.Model();
        }

        Assert.Equal(Model(1), Model(2));
        var whole = ModelTrainer.Start(Configuration, Features, [Batch(1, 1)]);
        Train(whole, [Batch(1, 1)], 3);
        Assert.NotEqual(Model(1), whole.Model());
    }

    [Fact]
    public void Garbage_is_no_checkpoint() => Assert.Throws<FormatException>(() => ModelTrainer.Resume([1, 2, 3], Features));

    private static void Train(ModelTrainer trainer, IReadOnlyList<RecordBatch> batches, int epochs)
    {
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            foreach (RecordBatch batch in batches)
            {
                trainer.TrainOn(batch);
            }
        }
    }

    private static RecordBatch Batch(int seed, int leaves = 0)
    {
        (var random, var leaf) = (new Random(seed), new Random(leaves));
        var records = new RecordBuffer(Plants);
        for (int i = 0; i < 13; i++)
        {
            int kind = random.Next(2);
            records[0].Add(10.0 + kind + random.NextDouble());
            records[1].Add(3.0 - (kind * leaf.NextDouble()));
            records[2].Add(kind == 0 ? "daisy" : "rose");
        }
        return BatchReader.Decode(BatchBuilder.Build(records).Content, Plants);
    }
}

/// <summary>The loss as the ledger records it.</summary>
public sealed class EpochLossTests
{
    [Fact]
    public void Is_the_mean_over_records()
    {
        var loss = new EpochLoss();
        loss.Add(0.5, 10);
        loss.Add(0.2, 20);

        Assert.Equal(300_000, loss.Ppm);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1)]
    public void No_number_is_divergence(double value)
    {
        var loss = new EpochLoss();
        loss.Add(value, 1);

        Assert.Equal(EpochLoss.Diverged, loss.Ppm);
    }
}
