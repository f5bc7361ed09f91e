using System.Buffers.Binary;

namespace Hallmark.Learning.Tests;

/// <summary>Networks that foretell a number.</summary>
public sealed class TargetTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(12)]
    public void A_line_is_learned_from_squared_errors(int hidden)
    {
        (Matrix features, double[] targets) = GoldenRun.Targets();
        TargetScale scale = TargetScale.Fit(targets);
        int[] units = hidden == 0 ? [] : [hidden];
        var trainer = new MlpTrainer(new MlpOptions(4, units, 1) { LearningRate = 0.02, MiniBatch = 20, Seed = 3 });
        double first = trainer.TrainOnTargets(features, [.. targets.Select(scale.Of)]);
        double last = 0;
        for (int epoch = 0; epoch < 30; epoch++)
        {
            last = trainer.TrainOnTargets(features, [.. targets.Select(scale.Of)]);
        }
        Assert.InRange(last, 0, first / 10);
        var model = new Model(StandardScaler.Identity(4), trainer.Network, scale);
        double error = model.Foretell(features).Zip(targets, (foretold, target) => (foretold - target) * (foretold - target)).Average();
        Assert.InRange(Math.Sqrt(error), 0, scale.Scale / 4);
        Assert.Throws<InvalidOperationException>(() => new Model(
            StandardScaler.Identity(4), new Mlp(4, [], 2)).Foretell(features));
    }

    [Fact]
    public void A_gradient_is_that_of_half_the_squared_error()
    {
        // One record x = 2, t = 1 and a network w = 3, b = 0.5: error 5.5, step w - 0.1 * 11, b - 0.1 * 5.5.
        var trainer = new MlpTrainer(new MlpOptions(1, [], 1) { LearningRate = 0.1, Momentum = 0 });
        ((ReadOnlySpan<float>)[3, 0.5f]).CopyTo(trainer.Network.Parameters);
        Assert.Equal(5.5 * 5.5 / 2, trainer.TrainOnTargets(new Matrix(1, 1, [2]), [1f]));
        Assert.Equal([3 - (0.1f * 11), 0.5f - (0.1f * 5.5f)], trainer.Network.Parameters.ToArray());
    }

    [Fact]
    public void The_bytes_of_a_model_of_numbers_are_frozen_and_come_back()
    {
        var network = new Mlp(1, [], 1);
        ((ReadOnlySpan<float>)[1, -2]).CopyTo(network.Parameters);
        byte[] bytes = ModelFormat.Write(new Model(new StandardScaler([3], [2]), network, new TargetScale(5, 4)));
        Assert.Equal(
            "484D4B4D4F44454C" + "02000000" + "01000000" + "00000000" + "01000000" + "0000000000000840" + "0000000000000040"
            + "0000000000001440" + "0000000000001040" + "0000803F" + "000000C0",
            Convert.ToHexString(bytes));
        Model read = ModelFormat.Read(bytes).ValueOrThrow();
        Assert.Equal(new TargetScale(5, 4), read.Targets);
        Assert.Equal([5 + (4 * (((7 - 3) / 2.0) - 2))], read.Foretell(new Matrix(1, 1, [7])));
        for (int cut = 0; cut < bytes.Length; cut++)
        {
            Assert.IsType<Reading<Model>.Malformed>(ModelFormat.Read(bytes.AsSpan(0, cut)));
        }
    }

    [Theory]
    [InlineData(8, 1, "classes")] // version 1 of one class
    [InlineData(20, 2, "outputs")] // version 2 of two
    [InlineData(8, 3, "version")]
    public void What_is_no_model_of_numbers_is_refused(int offset, int value, string reason)
    {
        byte[] bytes = ModelFormat.Write(new Model(new StandardScaler([3], [2]), new Mlp(1, [], 1), new TargetScale(5, 4)));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(offset), value);
        Assert.Contains(reason, Assert.IsType<Reading<Model>.Malformed>(ModelFormat.Read(bytes)).Reason);
    }

    [Theory]
    [InlineData(double.NaN, 1)]
    [InlineData(0, 0)]
    [InlineData(0, -1)]
    [InlineData(double.PositiveInfinity, 1)]
    public void A_scale_that_is_none_is_refused(double mean, double scale)
    {
        byte[] bytes = ModelFormat.Write(new Model(new StandardScaler([3], [2]), new Mlp(1, [], 1), new TargetScale(5, 4)));
        BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(40), mean);
        BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(48), scale);
        Assert.IsType<Reading<Model>.Malformed>(ModelFormat.Read(bytes));
    }

    [Fact]
    public void A_resumed_training_gives_the_bits_of_an_uninterrupted_one()
    {
        (Matrix features, double[] targets) = GoldenRun.Targets();
        TargetScale scale = TargetScale.Fit(targets);
        float[] scaled = [.. targets.Select(scale.Of)];
        var options = new MlpOptions(4, [5], 1) { Seed = 4 };
        (var whole, var cut) = (new MlpTrainer(options), new MlpTrainer(options));
        for (int epoch = 0; epoch < 3; epoch++)
        {
            byte[] stored = CheckpointFormat.Write(cut.TakeCheckpoint(StandardScaler.Identity(4), scale));
            cut = MlpTrainer.Resume(CheckpointFormat.Read(stored).ValueOrThrow());
            Assert.Equal(whole.TrainOnTargets(features, scaled), cut.TrainOnTargets(features, scaled));
        }
        Assert.Equal(whole.Network.Parameters, cut.Network.Parameters);
    }

    [Fact]
    public void Misuse_is_an_argument_exception()
    {
        var classes = new MlpTrainer(new MlpOptions(1, [], 2));
        var number = new MlpTrainer(new MlpOptions(1, [], 1));
        Assert.Throws<ArgumentException>(() => classes.TrainOnTargets(new Matrix(1, 1, [2]), [1f]));
        Assert.Throws<ArgumentException>(() => number.TrainOnTargets(new Matrix(1, 1, [2]), [1f, 2f]));
        Assert.Throws<ArgumentException>(() => number.TrainOnTargets(new Matrix(1, 2, [2, 3]), [1f]));
        Assert.Throws<ArgumentException>(() => new Model(StandardScaler.Identity(1), new Mlp(1, [], 1)));
        Assert.Throws<ArgumentException>(() => new Model(StandardScaler.Identity(1), new Mlp(1, [], 2), new TargetScale(0, 1)));
        Assert.Throws<ArgumentException>(() => TargetScale.Fit([-1e308, 1e308]));
        Assert.Equal(new TargetScale(3, 1), TargetScale.Fit([3, 3]));
    }
}
