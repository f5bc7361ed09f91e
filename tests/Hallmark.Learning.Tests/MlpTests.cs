namespace Hallmark.Learning.Tests;

public class MlpTests
{
    [Fact]
    public void Learns_exclusive_or()
    {
        var features = new Matrix(4, 2, [0, 0, 0, 1, 1, 0, 1, 1]);
        int[] labels = [0, 1, 1, 0];
        var trainer = new MlpTrainer(new MlpOptions(2, [16], 2) { LearningRate = 0.05, MiniBatch = 4, Seed = 1 });
        for (int i = 0; i < 500; i++)
        {
            trainer.TrainOn(features, labels);
        }
        Assert.Equal(labels, trainer.Network.Predict(features));
        Assert.InRange(trainer.Network.Loss(features, labels), 0, 0.05);
    }

    [Theory]
    [InlineData(new int[0])]
    [InlineData(new[] { 16 })]
    [InlineData(new[] { 16, 12 })]
    public void Learns_clouds_it_has_not_seen(int[] hidden)
    {
        (Matrix features, int[] labels) = Sample.Blobs(600, 6, 3, 1);
        (Matrix unseen, int[] actual) = Sample.Blobs(300, 6, 3, 2);
        var trainer = new MlpTrainer(new MlpOptions(6, hidden, 3) { LearningRate = 0.02, L2 = 1e-4 });
        double first = trainer.TrainOn(features, labels);
        double last = first;
        for (int i = 0; i < 10; i++)
        {
            last = trainer.TrainOn(features, labels);
        }
        Assert.True(last < first / 2);
        Assert.InRange(trainer.Network.Accuracy(unseen, actual), 0.97, 1);
    }

    [Theory]
    [InlineData(new int[0])]
    [InlineData(new[] { 5 })]
    [InlineData(new[] { 6, 4 })]
    public void Gradients_meet_finite_differences_of_a_plain_float64_network(int[] hidden)
    {
        // With rate 1, no momentum and one minibatch, a step is minus the gradient.
        const double L2 = 0.05;
        var options = new MlpOptions(4, hidden, 3) { LearningRate = 1, Momentum = 0, L2 = L2, MiniBatch = 7, Seed = 3 };
        (Matrix features, int[] labels) = Sample.Blobs(7, 4, 3, 4);
        var trainer = new MlpTrainer(options);
        double[] before = [.. trainer.Network.Parameters.ToArray().Select(p => (double)p)];
        double loss = trainer.TrainOn(features, labels);

        var oracle = new PlainNetwork(options);
        Assert.Equal(oracle.DataLoss(before, features, labels), loss, 1e-5);
        const double Step = 1e-6;
        for (int i = 0; i < before.Length; i++)
        {
            double[] moved = [.. before];
            moved[i] = before[i] + Step;
            double above = oracle.Loss(moved, features, labels);
            moved[i] = before[i] - Step;
            double expected = (above - oracle.Loss(moved, features, labels)) / (2 * Step);
            Assert.Equal(expected, before[i] - trainer.Network.Parameters[i], 1e-4);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(33)]
    public void A_batch_of_any_size_works(int records)
    {
        (Matrix features, int[] labels) = Sample.Blobs(records, 3, 2, 1);
        var trainer = new MlpTrainer(new MlpOptions(3, [4], 2) { MiniBatch = 8 });
        Assert.True(double.IsFinite(trainer.TrainOn(features, labels)));
        Assert.Equal((records + 7) / 8, trainer.Steps);
    }

    [Fact]
    public void Probabilities_sum_to_one_and_agree_with_predictions()
    {
        Matrix features = Sample.Gaussian(50, 5, 1);
        var network = Mlp.Initial(new MlpOptions(5, [7], 4) { Seed = 2 });
        Matrix probabilities = network.Probabilities(features);
        int[] predicted = network.Predict(features);
        for (int r = 0; r < features.Rows; r++)
        {
            float[] row = probabilities.Row(r).ToArray();
            Assert.Equal(1, row.Sum(), 1e-6);
            Assert.Equal(row.Max(), row[predicted[r]]);
        }
    }

    [Fact]
    public void Scores_too_large_for_an_exponential_still_give_a_loss()
    {
        var network = new Mlp(1, [], 2);
        network.Parameters[0] = 1e6f;
        Assert.Equal(0, network.Loss(new Matrix(1, 1, [1]), [0]));
        Assert.Equal(1e6, network.Loss(new Matrix(1, 1, [1]), [1]));
    }

    [Fact]
    public void A_training_that_diverges_gives_the_one_NaN()
    {
        (Matrix features, int[] labels) = Sample.Blobs(20, 3, 2, 1);
        features[0, 0] = float.MaxValue;
        var trainer = new MlpTrainer(new MlpOptions(3, [], 2) { LearningRate = 1e30 });
        double loss = 0;
        for (int i = 0; i < 5; i++)
        {
            loss = trainer.TrainOn(features, labels);
        }
        Assert.Equal(0x7FF8_0000_0000_0000UL, BitConverter.DoubleToUInt64Bits(loss));
        byte[] bytes = ModelFormat.Write(new Model(StandardScaler.Identity(3), trainer.Network));
        Assert.Equal(bytes, ModelFormat.Write(ModelFormat.Read(bytes).ValueOrThrow()));
    }

    [Fact]
    public void Records_and_labels_that_do_not_fit_are_refused_before_anything_changes()
    {
        var trainer = new MlpTrainer(new MlpOptions(3, [], 2));
        float[] before = trainer.Network.Parameters.ToArray();
        Assert.Contains("Record 1 has label 2", Assert.Throws<ArgumentException>(() => trainer.TrainOn(new Matrix(2, 3), [0, 2])).Message);
        Assert.Throws<ArgumentException>(() => trainer.TrainOn(new Matrix(2, 3), [0]));
        Assert.Throws<ArgumentException>(() => trainer.TrainOn(new Matrix(0, 3), []));
        Assert.Throws<ArgumentException>(() => trainer.TrainOn(new Matrix(1, 4), [0]));
        Assert.Equal(before, trainer.Network.Parameters.ToArray());
        Assert.Equal(0, trainer.Steps);
    }

    [Fact]
    public void With_the_noise_known_the_true_classes_are_learnt_behind_wrong_labels()
    {
        (Matrix features, int[] labels) = Sample.Blobs(600, 6, 3, 12);
        var random = new SeededRandom(3, "flips");
        int[] given = [.. labels.Select(label => random.NextInt(100) < 45 ? (label + 1) % 3 : label)];
        var noise = new Matrix(3, 3, [0.54f, 0.45f, 0.01f, 0.01f, 0.54f, 0.45f, 0.45f, 0.01f, 0.54f]);
        var trainer = new MlpTrainer(new MlpOptions(6, [16], 3) { LearningRate = 0.02 });
        double first = trainer.TrainOn(features, given, noise);
        double last = first;
        for (int epoch = 0; epoch < 20; epoch++)
        {
            last = trainer.TrainOn(features, given, noise);
        }
        Assert.True(last < first && last > 0.5, $"{first} {last}"); // no better than the noise allows
        Assert.True(trainer.Network.Accuracy(features, labels) > 0.95);
    }

    [Fact]
    public void Options_name_the_field_that_cannot_be_used()
    {
        var good = new MlpOptions(3, [4], 2);
        good.Validate();
        (MlpOptions Options, string Field)[] bad =
        [
            (good with { Inputs = 0 }, nameof(MlpOptions.Inputs)),
            (good with { Hidden = [0] }, nameof(MlpOptions.Hidden)),
            (good with { Hidden = new int[17] }, nameof(MlpOptions.Hidden)),
            (good with { Hidden = [65_536, 65_536] }, nameof(MlpOptions.Hidden)),
            (good with { Classes = 0 }, nameof(MlpOptions.Classes)),
            (good with { LearningRate = double.NaN }, nameof(MlpOptions.LearningRate)),
            (good with { Momentum = 1 }, nameof(MlpOptions.Momentum)),
            (good with { L2 = -1 }, nameof(MlpOptions.L2)),
            (good with { MiniBatch = 0 }, nameof(MlpOptions.MiniBatch)),
        ];
        Assert.All(bad, pair => Assert.Equal(pair.Field, Assert.Throws<ArgumentException>(pair.Options.Validate).ParamName));
    }
}
