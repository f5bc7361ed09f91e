using System.Security.Cryptography;

namespace Hallmark.Learning.Tests;

/// <summary>A small run that touches everything whose bits must not depend on the machine.</summary>
internal static class GoldenRun
{
    public static MlpOptions Options { get; } =
        new(20, [33, 18], 5) { LearningRate = 0.05, Momentum = 0.9, L2 = 1e-4, MiniBatch = 48, Seed = 42 };

    public static (Matrix Features, int[] Labels, StandardScaler Scaler) Data()
    {
        (Matrix raw, int[] labels) = Sample.Blobs(1000, 20, 5, 42);
        StandardScaler scaler = StandardScaler.Fit(raw);
        return (scaler.Transform(raw), labels, scaler);
    }

    /// <summary>Model bytes after three batches of different sizes.</summary>
    public static byte[] Model()
    {
        (Matrix features, int[] labels, StandardScaler scaler) = Data();
        var trainer = new MlpTrainer(Options);
        foreach ((int first, int count) in (ReadOnlySpan<(int, int)>)[(0, 500), (500, 123), (623, 377)])
        {
            trainer.TrainOn(Rows(features, first, count), labels.AsSpan(first, count));
        }
        return ModelFormat.Write(new Model(scaler, trainer.Network));
    }

    /// <summary>Numbers to be foretold from four features.</summary>
    public static (Matrix Features, double[] Targets) Targets()
    {
        Matrix features = Sample.Gaussian(300, 4, 9);
        Matrix noise = Sample.Gaussian(300, 1, 10);
        return (features, [.. Enumerable.Range(0, 300).Select(
            row => 70 + (5.0 * features[row, 0]) - (3.0 * features[row, 1]) + (0.3 * noise[row, 0]))]);
    }

    /// <summary>Model bytes of a network that foretells a number.</summary>
    public static byte[] TargetModel()
    {
        (Matrix features, double[] targets) = Targets();
        TargetScale scale = TargetScale.Fit(targets);
        var trainer = new MlpTrainer(new MlpOptions(4, [9], 1) { LearningRate = 0.02, MiniBatch = 48, Seed = 42 });
        for (int epoch = 0; epoch < 3; epoch++)
        {
            trainer.TrainOnTargets(features, [.. targets.Select(scale.Of)]);
        }
        return ModelFormat.Write(new Model(StandardScaler.Identity(4), trainer.Network, scale));
    }

    /// <summary>The bits of a product large enough for several threads, and of all neighbours.</summary>
    public static byte[] Numbers()
    {
        var result = new Matrix(150, 130);
        MatrixProduct.Multiply(Sample.Gaussian(150, 100, 1), Sample.Gaussian(100, 130, 2), result);
        Neighbours neighbours = new NearestNeighbours(Sample.Gaussian(150, 20, 3)).FindLeavingOneOut(5);
        var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        foreach (float value in result.Values)
        {
            writer.Write(value);
        }
        for (int q = 0; q < neighbours.Queries; q++)
        {
            for (int i = 0; i < neighbours.K; i++)
            {
                writer.Write(neighbours.Indices(q)[i]);
                writer.Write(neighbours.SquaredDistances(q)[i]);
            }
        }
        var random = new SeededRandom(42, "golden");
        for (int i = 0; i < 1000; i++)
        {
            double x = random.NextGaussian() * 10;
            writer.Write(x);
            writer.Write(PortableMath.Exp(x));
            writer.Write(PortableMath.Log(Math.Abs(x)));
            writer.Write(PortableMath.Tanh(x / 10));
            writer.Write(PortableMath.Sigmoid(x));
        }
        return bytes.ToArray();
    }

    /// <summary>The bits of a logistic regression and of principal components, both over several blocks of records.</summary>
    public static byte[] Fitted()
    {
        (Matrix features, int[] labels, _) = Data();
        float[] weights = [.. Enumerable.Range(0, labels.Length).Select(r => 0.25f * (r % 5))];
        var model = LogisticRegression.Fit(features, labels, 5, new LogisticOptions { Iterations = 20 }, weights);
        PrincipalComponents wide = PrincipalComponents.Fit(Sample.Gaussian(40, 90, 4), 6);
        PrincipalComponents narrow = PrincipalComponents.Fit(features, 6);
        float[][] numbers =
        [
            model.Weights.ToArray(), model.Bias.ToArray(), model.Probabilities(features).Values.ToArray(), wide.Directions.ToArray(),
            narrow.Project(features).Values.ToArray(),
        ];
        return [.. numbers.SelectMany(part => part).SelectMany(BitConverter.GetBytes)];
    }

    /// <summary>The bytes of a forest with weights, some of which are nothing, and the bits of what it says.</summary>
    public static byte[] Forest()
    {
        (Matrix features, int[] labels, _) = Data();
        float[] weights = [.. Enumerable.Range(0, labels.Length).Select(r => 0.25f * (r % 5))];
        var forest = Hallmark.Learning.Forest.Fit(features, labels, 5, new ForestOptions { Trees = 12, Seed = 42 }, weights);
        return [.. ForestFormat.Write(forest), .. forest.Probabilities(features).Values.ToArray().SelectMany(BitConverter.GetBytes)];
    }

    public static Matrix Rows(Matrix matrix, int first, int count) => matrix.Gather([.. Enumerable.Range(first, count)]);

    public static string Digest(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
