using Hallmark.Evidence;
using Hallmark.Learning;
using Hallmark.Quality.Backdoors;
using Hallmark.Quality.Checking;
using Hallmark.Quality.Labels;
using Hallmark.Quality.Tests.Backdoors;

namespace Hallmark.Quality.Tests.Checking;

/// <summary>The checks put together for data on no ledger.</summary>
public sealed class DataCheckTests
{
    [Fact]
    public void Records_that_carry_a_trigger_are_flagged_and_a_picture_is_known_by_its_column_names()
    {
        Pictures pictures = Pictures.Of(1000, 7);
        int[] poisoned = pictures.Poison(every: 23, target: 2, side: 3, 255f, _ => (7, 7));
        string[] names = [.. Enumerable.Range(0, Pictures.Shape.Size).Select(i => $"pixel{i}")];
        Assert.Equal(Pictures.Shape, ImageShape.FromNames(names));
        DataCheckResult result = DataCheck.Measure(Input(pictures, names) with { Shape = ImageShape.FromNames(names) });
        Assert.Equal(poisoned, result.Triggers!.Records);
        Assert.All(poisoned, record => Assert.True(result.Flagged[record] && result.Suspicion[record] >= 0.999));
        Assert.All(result.Suspicion, suspicion => Assert.InRange(suspicion, 0, 1));
    }

    [Fact]
    public void Noise_in_one_class_alone_is_found_though_the_others_are_clean()
    {
        var random = new Random(4);
        var features = new Matrix(600, 2);
        int[] labels = new int[600];
        int[] wrong = [.. Enumerable.Range(0, 600).Where(row => row % 15 == 12)]; // a fifth of class 0 is called 1
        for (int row = 0; row < 600; row++)
        {
            features[row, 0] = ((row % 3) * 4) + (float)random.NextDouble();
            features[row, 1] = (row % 3 == 1 ? 5 : 0) + (float)random.NextDouble();
            labels[row] = row % 15 == 12 ? 1 : row % 3;
        }
        LabelMeasurement found = NoisyLabels.Measure(features, labels, 3, new NoisyLabelOptions());
        Assert.Equal(wrong, Enumerable.Range(0, 600).Where(row => found.Flagged[row]));
        Assert.All(wrong, row => Assert.Equal(0, found.Suggested[row]));
        Assert.InRange(found.Noise.Rate, 0.06, 0.075); // 40 of 600
    }

    [Theory]
    [InlineData("a,b,c")]
    [InlineData("pixel0,other1")]
    public void Columns_of_a_table_are_no_picture(string names) => Assert.Null(ImageShape.FromNames(names.Split(',')));

    private static CheckInput Input(Pictures pictures, string[] names) => new(
        pictures.Features, names, pictures.Labels, [.. Enumerable.Range(0, Pictures.Classes).Select(c => $"{c}")], [], [],
        [.. Enumerable.Range(0, pictures.Features.Rows).Select(row => Digest.Of(BitConverter.GetBytes(row)))]);
}
