using Hallmark.Learning;
using Hallmark.Quality.Outliers;

namespace Hallmark.Quality.Tests.Outliers;

public sealed class ClassOutliersTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(80)]
    public void What_lies_far_from_its_class_is_found_though_another_class_is_near(int columns)
    {
        (Matrix features, int[] labels) = Clouds(600, columns, 1);
        features.Row(1).CopyTo(features.Row(0)); // record 0 of class 0 lies where class 1 is
        features[2, 1] += 40; // and record 2 nowhere
        int[] found = ClassOutliers.Find(features, labels, 2).Records;
        Assert.Contains(0, found);
        Assert.Contains(2, found);
        Assert.InRange(found.Length, 2, 5);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Clean_clouds_give_few_alarms(ulong seed)
    {
        (Matrix features, int[] labels) = Clouds(2_000, 8, seed);
        Assert.InRange(ClassOutliers.Find(features, labels, 2).Records.Length, 0, 10);
    }

    [Theory]
    [InlineData(5, 5)]
    [InlineData(20, 0)]
    public void What_more_than_a_tenth_of_a_class_does_is_no_exception(int different, int found)
    {
        var features = new Matrix(100, 2);
        for (int record = 0; record < different; record++)
        {
            features[record, 1] = 1 + (record * record);
        }
        Assert.Equal(found, ClassOutliers.Find(features, new int[100], 1).Records.Length);
    }

    [Fact]
    public void A_class_of_copies_shows_who_differs()
    {
        var features = new Matrix(50, 2);
        features[7, 1] = 1;
        OutlierReport report = ClassOutliers.Find(features, new int[50], 1);
        Assert.Equal([7], report.Records);
        Assert.Equal(50, report.Measured);
    }

    private static (Matrix Features, int[] Labels) Clouds(int count, int columns, ulong seed)
    {
        var random = new SeededRandom(seed, "test.clouds");
        var features = new Matrix(count, columns);
        int[] labels = [.. Enumerable.Range(0, count).Select(i => i % 2)];
        for (int i = 0; i < count; i++)
        {
            for (int c = 0; c < columns; c++)
            {
                features[i, c] = (float)random.NextGaussian() + (12 * labels[i]);
            }
        }
        return (features, labels);
    }
}
