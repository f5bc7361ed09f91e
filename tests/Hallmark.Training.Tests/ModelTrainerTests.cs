using Hallmark.Contracts.Runs;
using Hallmark.Data.Batches;
using Hallmark.Data.Records;

namespace Hallmark.Training.Tests;

public sealed class ModelTrainerTests
{
    private static readonly Schema Plants = new(
        [new Column("height", ColumnType.Float64), new Column("leaf", ColumnType.Float64), new Column("kind", ColumnType.Text)], "kind", ["daisy", "rose"]);

    private static readonly ModelConfiguration Configuration = new(ModelTrainer.Mlp, [4], 50_000, 900_000, 100, 4, 6, 3);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public void ResumedFromACheckpointEqualsUninterrupted(int epochsBefore)
    {
        RecordBatch[] batches = [Batch(1), Batch(2), Batch(3)];
        var whole = ModelTrainer.Start(Configuration, Plants, batches);
        Train(whole, batches, Configuration.Epochs);

        var first = ModelTrainer.Start(Configuration, Plants, batches);
        Train(first, batches, epochsBefore);
        var second = ModelTrainer.Resume(first.Checkpoint());
        Train(second, batches, Configuration.Epochs - epochsBefore);

        Assert.Equal(whole.Checkpoint(), second.Checkpoint());
        Assert.Equal(whole.Model(), second.Model());
    }

    [Fact]
    public void OrderOfBatchesAndSeedDecideTheModel()
    {
        RecordBatch[] batches = [Batch(1), Batch(2), Batch(3)];
        byte[] Model(ModelConfiguration configuration, params RecordBatch[] order)
        {
            var trainer = ModelTrainer.Start(configuration, Plants, batches);
            Train(trainer, order, configuration.Epochs);
            return trainer.Model();
        }

        byte[] model = Model(Configuration, batches);

        Assert.Equal(model, Model(Configuration, batches));
        Assert.NotEqual(model, Model(Configuration, batches[1], batches[0], batches[2]));
        Assert.NotEqual(model, Model(Configuration with { Seed = 4 }, batches));
    }

    [Fact]
    public void WhatCannotBeTrainedIsSaidAtOnce()
    {
        var unlabelled = new Schema([new Column("height", ColumnType.Float64)]);

        Assert.Contains("forest", Assert.Throws<ArgumentException>(() => ModelTrainer.Require(Configuration with { Model = "forest" }, Plants)).Message, StringComparison.Ordinal);
        Assert.Contains("label", Assert.Throws<ArgumentException>(() => ModelTrainer.Require(Configuration, unlabelled)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GarbageIsNoCheckpoint() => Assert.Throws<FormatException>(() => ModelTrainer.Resume([1, 2, 3]));

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

    private static RecordBatch Batch(int seed)
    {
        var random = new Random(seed);
        var records = new RecordBuffer(Plants);
        for (int i = 0; i < 13; i++)
        {
            int kind = random.Next(2);
            records[0].Add(10.0 + kind + random.NextDouble());
            records[1].Add(3.0 - kind * random.NextDouble());
            records[2].Add(kind == 0 ? "daisy" : "rose");
        }
        return BatchReader.Decode(BatchBuilder.Build(records).Content, Plants);
    }
}

/// <summary>The loss as the ledger records it.</summary>
public sealed class EpochLossTests
{
    [Fact]
    public void IsTheMeanOverRecords()
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
    public void NoNumberIsDivergence(double value)
    {
        var loss = new EpochLoss();
        loss.Add(value, 1);

        Assert.Equal(EpochLoss.Diverged, loss.Ppm);
    }
}
