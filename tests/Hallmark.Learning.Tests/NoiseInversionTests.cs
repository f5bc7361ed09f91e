namespace Hallmark.Learning.Tests;

public class NoiseInversionTests
{
    [Fact]
    public void Without_noise_the_chances_of_labels_are_those_of_the_classes()
    {
        var noise = new Matrix(3, 3, [0.998f, 0.001f, 0.001f, 0.001f, 0.998f, 0.001f, 0.001f, 0.001f, 0.998f]);
        Matrix scores = NoiseInversion.Scores(new Matrix(1, 3, [0.7f, 0.2f, 0.1f]), noise);
        Assert.Equal(0, scores[0, 0]);
        Assert.Equal(Math.Log(0.2 / 0.7), scores[0, 1], 0.02);
        Assert.Equal(Math.Log(0.1 / 0.7), scores[0, 2], 0.02);
    }

    [Fact]
    public void Labels_that_go_one_way_are_seen_through()
    {
        // Of records of the first class 48 of 100 are called the second, which is then the more frequent label of records like these.
        var noise = new Matrix(2, 2, [0.52f, 0.48f, 0.02f, 0.98f]);
        Matrix scores = NoiseInversion.Scores(new Matrix(2, 2, [0.48f, 0.52f, 0.02f, 0.98f]), noise);
        Assert.True(scores[0, 0] > scores[0, 1]);
        Assert.True(scores[1, 1] > scores[1, 0]);
    }

    [Fact]
    public void No_class_is_impossible()
    {
        var even = new Matrix(2, 2, [0.9f, 0.1f, 0.1f, 0.9f]);
        Matrix scores = NoiseInversion.Scores(new Matrix(1, 2, [1, 0]), even);
        Assert.Equal(0, scores[0, 0]);
        Assert.InRange(scores[0, 1], -30, -1);
    }

    [Fact]
    public void Noise_of_other_classes_is_refused() =>
        Assert.Throws<ArgumentException>("noise", () => NoiseInversion.Scores(new Matrix(1, 2), new Matrix(3, 3)));
}
