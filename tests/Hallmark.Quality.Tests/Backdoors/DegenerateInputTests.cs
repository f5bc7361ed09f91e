using Hallmark.Learning;
using Hallmark.Quality.Backdoors;
using Hallmark.Quality.Outliers;

namespace Hallmark.Quality.Tests.Backdoors;

public sealed class DegenerateInputTests
{
    public static TheoryData<string> Inputs => ["none", "one", "one class", "constant", "not finite", "huge", "no labels", "class of one"];

    [Theory, MemberData(nameof(Inputs))]
    public void Are_measured_and_accuse_nobody(string which)
    {
        (Matrix features, int[] labels) = Input(which);
        var shape = new ImageShape(3, 3);
        Assert.Empty(TriggerSearch.Run(features, labels, 3, shape).Records);
        Assert.Empty(TriggerSearch.Run(features, labels, 3).Records);
        Assert.Empty(SpectralSignatures.Find(features.Rows == 0 ? features : Finite(features), features, labels, 3));
        Assert.Empty(ActivationClustering.Find(features.Rows == 0 ? features : Finite(features), features, labels, 3));
        OutlierReport outliers = ClassOutliers.Find(features, labels, 3);
        Assert.Equal(labels.Length, outliers.Scores.Length);
        Assert.DoesNotContain(outliers.Scores, double.IsNaN);
    }

    [Fact]
    public void What_does_not_fit_is_refused_by_name()
    {
        var features = new Matrix(2, 4);
        Assert.Contains("3 labels", Assert.Throws<ArgumentException>(() => PatchMining.Mine(features, [0, 0, 0], 1)).Message);
        Assert.Contains("label 5", Assert.Throws<ArgumentException>(() => PatchMining.Mine(features, [0, 5], 2)).Message);
        Assert.Contains("3 × 3",
            Assert.Throws<ArgumentException>(() => PatchMining.Mine(features, [0, 1], 2, new ImageShape(3, 3))).Message);
        var options = new PatchMiningOptions { LeastShare = 0 };
        Assert.Contains("LeastShare", Assert.Throws<ArgumentException>(() => PatchMining.Mine(features, [0, 1], 2, null, options)).Message);
        Assert.Throws<ArgumentException>(() => SpectralSignatures.Find(new Matrix(1, 2), features, [0, 1], 2));
    }

    private static Matrix Finite(Matrix features) =>
        new(features.Rows, features.Columns, [.. features.Values.ToArray().Select(value => Math.Abs(value) < 1e6f ? value : 0)]);

    private static (Matrix Features, int[] Labels) Input(string which)
    {
        int rows = which switch { "none" => 0, "one" => 1, _ => 60 };
        var random = new SeededRandom(4, "test.degenerate");
        var features = new Matrix(rows, 9);
        foreach (ref float value in features.Values)
        {
            value = which switch
            {
                "constant" => 7,
                "not finite" => random.NextInt(3) switch { 0 => float.NaN, 1 => float.PositiveInfinity, _ => random.NextInt(5) },
                "huge" => float.MaxValue * (random.NextInt(3) - 1),
                _ => random.NextInt(200),
            };
        }
        int[] labels = [.. Enumerable.Range(0, rows).Select(i => which switch
        {
            "one class" => 1,
            "no labels" => -1,
            "class of one" => i == 0 ? 2 : i % 2,
            _ => i % 3,
        })];
        return (features, labels);
    }
}
