namespace Hallmark.Learning.Tests;

public class LogisticRegressionTests
{
    [Fact]
    public void At_the_minimum_no_small_move_lowers_the_loss()
    {
        (Matrix features, int[] labels) = Sample.Blobs(150, 5, 3, 7);
        var options = new LogisticOptions { L2 = 0.5, Iterations = 500, Tolerance = 1e-7 };
        var model = LogisticRegression.Fit(features, labels, 3, options);
        double[] at = [.. model.Weights, .. model.Bias];
        double lowest = PlainLoss(features, labels, 3, at, 0.5);
        for (int i = 0; i < at.Length; i++)
        {
            foreach (double move in (double[])[-0.02, 0.02])
            {
                double[] moved = [.. at];
                moved[i] += move;
                Assert.True(PlainLoss(features, labels, 3, moved, 0.5) > lowest, $"parameter {i}");
            }
        }
    }

    [Fact]
    public void Probabilities_are_the_softmax_of_the_scores()
    {
        (Matrix features, int[] labels) = Sample.Blobs(130, 9, 4, 8);
        var model = LogisticRegression.Fit(features, labels, 4, new LogisticOptions());
        Matrix found = model.Probabilities(features);
        for (int r = 0; r < features.Rows; r++)
        {
            double[] scores = PlainScores(features.Row(r), 4, [.. model.Weights, .. model.Bias]);
            double sum = scores.Sum(Math.Exp);
            Assert.All(Enumerable.Range(0, 4), c => Assert.Equal(Math.Exp(scores[c]) / sum, found[r, c], 2e-5));
        }
    }

    [Fact]
    public void A_weight_of_two_is_the_record_twice_and_a_label_below_zero_is_no_record()
    {
        (Matrix features, int[] labels) = Sample.Blobs(90, 4, 3, 9);
        float[] weights = [.. Enumerable.Range(0, 90).Select(r => r % 3)];
        int[] expanded = [.. Enumerable.Range(0, 90).SelectMany(r => Enumerable.Repeat(r, r % 3))];
        int[] absent = [.. labels.Select((label, r) => r % 3 == 0 ? -1 : label)];
        var options = new LogisticOptions { Tolerance = 1e-7, Iterations = 300 };
        var weighted = LogisticRegression.Fit(features, labels, 3, options, weights);
        var twice = LogisticRegression.Fit(features.Gather(expanded), [.. expanded.Select(r => labels[r])], 3, options);
        var without = LogisticRegression.Fit(features, absent, 3, options, weights);
        Close(twice, weighted, 1e-3);
        Assert.Equal(weighted.Weights.ToArray(), without.Weights.ToArray());
    }

    [Fact]
    public void A_start_elsewhere_leads_to_the_same_minimum()
    {
        (Matrix features, int[] labels) = Sample.Blobs(200, 6, 3, 10);
        var options = new LogisticOptions { Tolerance = 1e-7, Iterations = 300 };
        var model = LogisticRegression.Fit(features, labels, 3, options);
        var elsewhere = LogisticRegression.Fit(features, [.. labels.Select(label => (label + 1) % 3)], 3, options);
        Close(model, LogisticRegression.Fit(features, labels, 3, options, start: elsewhere), 1e-3);
    }

    [Fact]
    public void With_the_noise_known_the_true_classes_are_learnt_behind_labels_mostly_turned_one_way()
    {
        (Matrix features, int[] labels) = Sample.Blobs(600, 6, 3, 12);
        var random = new SeededRandom(3, "flips");
        int[] given = [.. labels.Select(label => random.NextInt(100) < 45 ? (label + 1) % 3 : label)];
        var noise = new Matrix(3, 3, [0.54f, 0.45f, 0.01f, 0.01f, 0.54f, 0.45f, 0.45f, 0.01f, 0.54f]);
        var options = new LogisticOptions();
        double plain = Accuracy(LogisticRegression.Fit(features, given, 3, options).Probabilities(features), labels);
        double corrected = Accuracy(LogisticRegression.Fit(features, given, 3, options, noise: noise).Probabilities(features), labels);
        Assert.True(corrected > 0.97 && corrected > plain, $"{plain} {corrected}");
        var none = new Matrix(3, 3, [1, 1e-12f, 1e-12f, 1e-12f, 1, 1e-12f, 1e-12f, 1e-12f, 1]);
        var told = LogisticRegression.Fit(features, labels, 3, options, noise: none);
        Close(LogisticRegression.Fit(features, labels, 3, options), told, 1e-2);
    }

    [Fact]
    public void Classes_without_records_and_constant_features_are_no_trouble()
    {
        var features = new Matrix(4, 2, [1, 5, 2, 5, 3, 5, 4, 5]);
        Matrix found = LogisticRegression.Fit(features, [1, 1, 1, 1], 3, new LogisticOptions()).Probabilities(features);
        Assert.All(Enumerable.Range(0, 4), r => Assert.True(found[r, 1] > 0.9));
        Matrix single = LogisticRegression.Fit(new Matrix(1, 1), [0], 2, new LogisticOptions()).Probabilities(new Matrix(1, 1));
        Assert.True(single[0, 0] > 0.5f);
    }

    [Fact]
    public void Misuse_is_refused()
    {
        var options = new LogisticOptions();
        Assert.Throws<ArgumentException>(() => LogisticRegression.Fit(new Matrix(2, 1), [0], 2, options));
        Assert.Throws<ArgumentException>(() => LogisticRegression.Fit(new Matrix(2, 1), [0, 2], 2, options));
        Assert.Throws<ArgumentException>(() => LogisticRegression.Fit(new Matrix(2, 1), [-1, -1], 2, options));
        Assert.Throws<ArgumentException>(() => LogisticRegression.Fit(new Matrix(2, 1), [0, 1], 2, options, [1]));
        Assert.Throws<ArgumentException>(() => LogisticRegression.Fit(new Matrix(2, 1), [0, 1], 2, options, [1, -1]));
        Assert.Throws<ArgumentException>(() => LogisticRegression.Fit(new Matrix(2, 1, [1, float.NaN]), [0, 1], 2, options));
        Assert.Throws<ArgumentOutOfRangeException>(() => LogisticRegression.Fit(new Matrix(2, 1), [0, 0], 1, options));
        Assert.Throws<ArgumentException>(() => LogisticRegression.Fit(new Matrix(2, 1), [0, 1], 2, new LogisticOptions { L2 = -1 }));
        Assert.Throws<ArgumentException>(() => LogisticRegression.Fit(new Matrix(2, 1), [0, 1], 2, options, noise: new Matrix(3, 3)));
        Assert.Throws<ArgumentException>(() => LogisticRegression.Fit(new Matrix(2, 1), [0, 1], 2, options, noise: new Matrix(2, 2)));
        var model = LogisticRegression.Fit(new Matrix(2, 1), [0, 1], 2, options);
        Assert.Throws<ArgumentException>(() => model.Probabilities(new Matrix(1, 2)));
    }

    private static double Accuracy(Matrix probabilities, int[] labels) =>
        labels.Index().Count(item => probabilities.Row(item.Index).ToArray().Max() == probabilities[item.Index, item.Item])
        / (double)labels.Length;

    private static void Close(LogisticRegression expected, LogisticRegression actual, double tolerance)
    {
        for (int i = 0; i < expected.Weights.Length; i++)
        {
            Assert.Equal(expected.Weights[i], actual.Weights[i], tolerance);
        }
    }

    private static double[] PlainScores(ReadOnlySpan<float> row, int classes, double[] parameters)
    {
        double[] scores = parameters[^classes..];
        for (int i = 0; i < row.Length; i++)
        {
            for (int c = 0; c < classes; c++)
            {
                scores[c] += row[i] * parameters[(i * classes) + c];
            }
        }
        return scores;
    }

    private static double PlainLoss(Matrix features, int[] labels, int classes, double[] parameters, double l2)
    {
        double loss = parameters[..^classes].Sum(weight => l2 / 2 * weight * weight);
        for (int r = 0; r < labels.Length; r++)
        {
            double[] scores = PlainScores(features.Row(r), classes, parameters);
            loss += Math.Log(scores.Sum(Math.Exp)) - scores[labels[r]];
        }
        return loss;
    }
}
