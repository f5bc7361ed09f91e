using System.Text.Json;
using Hallmark.Learning;
using Hallmark.Quality.Labels;

namespace Hallmark.Quality.Tests.Labels;

/// <summary>Against what cleanlab 2.9.0 says about the same probabilities.</summary>
public class ConfidentLearningTests
{
    private const string SharedVariable = "HALLMARK_SHARED";

    [Theory]
    [InlineData("iris", 3)]
    [InlineData("digits", 10)]
    public void Counts_and_prunes_as_cleanlab_does(string name, int classes)
    {
        string? shared = Environment.GetEnvironmentVariable(SharedVariable);
        Assert.SkipWhen(
            string.IsNullOrEmpty(shared), $"{SharedVariable} does not name the directory with baselines/data/noise20_{name}.csv.");
        string path = Path.Combine(shared!, "baselines", "data", "noise20_" + name);
        double[][] rows = [.. File.ReadLines(path + ".csv").Skip(1).Select(line => line.Split(',').Select(double.Parse).ToArray())];
        var probabilities = new Matrix(rows.Length, classes, [.. rows.SelectMany(row => row[..classes]).Select(value => (float)value)]);
        var found = new ConfidentLearning(probabilities, [.. rows.Select(row => (int)row[classes])]);
        using var joint = JsonDocument.Parse(File.ReadAllText(path + "_confident_joint.json"));
        long[] expected = [.. joint.RootElement.GetProperty("confident_joint").EnumerateArray()
            .SelectMany(row => row.EnumerateArray().Select(cell => cell.GetInt64()))];
        Assert.Equal(expected, found.Joint);
        // cleanlab rounds counts so that rows keep their totals, we round each: a few records more or less.
        bool[] pruned = found.PruneByNoiseRate();
        int differing = rows.Index().Count(row => pruned[row.Index] != (row.Item[classes + 2] != 0));
        Assert.True(differing <= rows.Length / 50, $"{differing} of {rows.Length} differ");
        bool[] both = found.PruneByBoth();
        Assert.All(Enumerable.Range(0, rows.Length).Where(record => both[record]), record => Assert.True(pruned[record]));
    }

    [Fact]
    public void Misuse_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new ConfidentLearning(new Matrix(2, 2), [0]));
        Assert.Throws<ArgumentException>(() => new ConfidentLearning(new Matrix(2, 2), [0, 2]));
    }
}
