using Hallmark.Data.Sources;

namespace Hallmark.Experiments.Tests;

public sealed class ExperimentDataTests
{
    [Theory]
    [InlineData("iris", 150, 4, 3)]
    [InlineData("wine", 178, 13, 3)]
    [InlineData("breast_cancer", 569, 30, 2)]
    [InlineData("digits", 1797, 64, 10)]
    public void The_tables_have_their_published_shapes(string name, int records, int features, int classes)
    {
        LabelledSet set = SharedData.Open().Table(name);
        Assert.Equal((records, features, classes), (set.Count, set.Features.Columns, set.Classes));
    }

    [Fact]
    public void Fashion_has_its_published_shape_and_a_thousand_test_images_of_each_class()
    {
        LabelledSet test = SharedData.Open().Fashion(test: true);
        Assert.Equal((10_000, 784, 10), (test.Count, test.Features.Columns, test.Classes));
        Assert.All(test.Labels.CountBy(label => label), pair => Assert.Equal(1000, pair.Value));
        Assert.Equal((0f, 255f), (test.Features.Values.ToArray().Min(), test.Features.Values.ToArray().Max()));
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        SourceException fault = Assert.Throws<SourceException>(() => new ExperimentData("nowhere").Table("iris"));
        Assert.Contains("iris.csv", fault.Message);
    }
}
