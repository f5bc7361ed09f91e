namespace Hallmark.Learning.Tests;

public class FormatTests
{
    private static readonly MlpOptions s_options = new(3, [4], 2) { MiniBatch = 5, Seed = 8 };

    [Fact]
    public void A_model_comes_back_as_it_was()
    {
        Model model = SmallCheckpoint(1).Model;
        Model read = ModelFormat.Read(ModelFormat.Write(model)).ValueOrThrow();
        Assert.Equal(model.Network.Parameters, read.Network.Parameters);
        Assert.Equal(model.Scaler.Mean, read.Scaler.Mean);
        Assert.Equal(model.Scaler.Scale, read.Scaler.Scale);
        Matrix features = Sample.Gaussian(20, 3, 1);
        Assert.Equal(model.Predict(features), read.Predict(features));
    }

    [Fact]
    public void The_bytes_of_a_model_are_frozen()
    {
        var network = new Mlp(1, [], 2);
        ((ReadOnlySpan<float>)[1, -2, 0.5f, -0f]).CopyTo(network.Parameters);
        byte[] bytes = ModelFormat.Write(new Model(new StandardScaler([3], [2]), network));
        Assert.Equal(
            "484D4B4D4F44454C" + "01000000" + "01000000" + "00000000" + "02000000" + "0000000000000840" + "0000000000000040"
            + "0000803F" + "000000C0" + "0000003F" + "00000080",
            Convert.ToHexString(bytes));
    }

    [Fact]
    public void The_bytes_of_a_checkpoint_are_frozen() =>
        Assert.Equal(
            "10894781417e2e79a3a39530bd20e93f1c3258109968ed346063be0f78333de0",
            GoldenRun.Digest(CheckpointFormat.Write(SmallCheckpoint(2))));

    [Fact]
    public void A_resumed_training_gives_the_bits_of_an_uninterrupted_one()
    {
        (Matrix features, int[] labels, StandardScaler scaler) = GoldenRun.Data();
        var whole = new MlpTrainer(GoldenRun.Options);
        var cut = new MlpTrainer(GoldenRun.Options);
        for (int batch = 0; batch < 5; batch++)
        {
            Matrix rows = GoldenRun.Rows(features, batch * 200, 200);
            ReadOnlySpan<int> classes = labels.AsSpan(batch * 200, 200);
            byte[] stored = CheckpointFormat.Write(cut.TakeCheckpoint(scaler));
            cut = MlpTrainer.Resume(CheckpointFormat.Read(stored).ValueOrThrow());
            Assert.Equal(whole.TrainOn(rows, classes), cut.TrainOn(rows, classes));
        }
        Assert.Equal(CheckpointFormat.Write(whole.TakeCheckpoint(scaler)), CheckpointFormat.Write(cut.TakeCheckpoint(scaler)));
        Assert.Equal(whole.Steps, cut.Steps);
    }

    [Fact]
    public void A_checkpoint_does_not_change_with_later_training()
    {
        (Matrix features, int[] labels) = Sample.Blobs(20, 3, 2, 1);
        var trainer = new MlpTrainer(s_options);
        MlpCheckpoint checkpoint = trainer.TakeCheckpoint(StandardScaler.Identity(3));
        byte[] before = CheckpointFormat.Write(checkpoint);
        trainer.TrainOn(features, labels);
        MlpTrainer.Resume(checkpoint).TrainOn(features, labels);
        Assert.Equal(before, CheckpointFormat.Write(checkpoint));
    }

    [Fact]
    public void Every_cut_and_every_appendix_is_refused_with_its_place()
    {
        byte[] model = ModelFormat.Write(SmallCheckpoint(1).Model);
        byte[] checkpoint = CheckpointFormat.Write(SmallCheckpoint(1));
        for (int length = 0; length < model.Length; length++)
        {
            Assert.InRange(Assert.IsType<Reading<Model>.Malformed>(ModelFormat.Read(model.AsSpan(0, length))).Offset, 0, length);
        }
        for (int length = 0; length < checkpoint.Length; length++)
        {
            Reading<MlpCheckpoint> reading = CheckpointFormat.Read(checkpoint.AsSpan(0, length));
            Assert.InRange(Assert.IsType<Reading<MlpCheckpoint>.Malformed>(reading).Offset, 0, length);
        }
        Assert.IsType<Reading<Model>.Malformed>(ModelFormat.Read([.. model, 0]));
        Assert.IsType<Reading<MlpCheckpoint>.Malformed>(CheckpointFormat.Read([.. checkpoint, 0]));
    }

    [Fact]
    public void Any_changed_byte_is_refused_or_gives_another_value_never_an_exception()
    {
        byte[] original = CheckpointFormat.Write(SmallCheckpoint(1));
        var random = new SeededRandom(1, "damage");
        for (int i = 0; i < 5000; i++)
        {
            byte[] damaged = [.. original];
            damaged[random.NextInt(damaged.Length)] ^= (byte)(1 << random.NextInt(8));
            if (CheckpointFormat.Read(damaged) is Reading<MlpCheckpoint>.Good good)
            {
                Assert.Equal(damaged, CheckpointFormat.Write(good.Value)); // one value, one encoding
                MlpTrainer.Resume(good.Value);
            }
        }
    }

    [Theory]
    [InlineData(0, 0x00, "not the bytes of this format")]
    [InlineData(8, 0x03, "version is 3")]
    [InlineData(12, 0x00, "inputs is 0")]
    [InlineData(15, 0x7F, "inputs is")]
    [InlineData(16, 0x11, "hidden layers is 17")]
    [InlineData(20, 0x00, "width is 0")]
    [InlineData(24, 0x01, "classes is 1")]
    [InlineData(59, 0xBF, "scale")] // the sign of the first scale
    public void A_field_out_of_range_is_named(int offset, byte value, string reason)
    {
        byte[] bytes = ModelFormat.Write(SmallCheckpoint(1).Model);
        bytes[offset] = value;
        Assert.Contains(reason, Assert.IsType<Reading<Model>.Malformed>(ModelFormat.Read(bytes)).Reason);
        Assert.Throws<FormatException>(() => ModelFormat.Read(bytes).ValueOrThrow());
    }

    [Fact]
    public void A_head_that_promises_too_much_costs_no_memory()
    {
        byte[] bytes = ModelFormat.Write(SmallCheckpoint(1).Model);
        bytes[14] = 0x10; // 2^20 inputs and a few
        bytes[12] = 0;
        Assert.IsType<Reading<Model>.Malformed>(ModelFormat.Read(bytes));
    }

    private static MlpCheckpoint SmallCheckpoint(ulong seed)
    {
        (Matrix features, int[] labels) = Sample.Blobs(12, 3, 2, seed);
        StandardScaler scaler = StandardScaler.Fit(features);
        var trainer = new MlpTrainer(s_options);
        trainer.TrainOn(scaler.Transform(features), labels);
        return trainer.TakeCheckpoint(scaler);
    }
}
