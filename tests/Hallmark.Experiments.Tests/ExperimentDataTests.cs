using System.Globalization;
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
    public void A_data_set_in_another_form_is_the_same_data_set()
    {
        LabelledSet iris = SharedData.Open().Table("iris");
        string[] names = ["a", "b", "c", "d"];
        string Cell(int row, int column) => iris.Features[row, column].ToString("R", CultureInfo.InvariantCulture);
        IEnumerable<string> Lines(Func<string[], int, string> line) =>
            Enumerable.Range(0, iris.Count).Select(row => line([.. names.Select((_, column) => Cell(row, column))], row));
        DirectoryInfo folder = Directory.CreateTempSubdirectory("hallmark-experiments-tests");
        try
        {
            File.WriteAllLines(Path.Combine(folder.FullName, "one.jsonl"), Lines((cells, row) =>
                $"{{{string.Concat(names.Zip(cells, (name, cell) => $"\"{name}\": {cell}, "))}\"label\": {iris.Labels[row]}}}"));
            DirectoryInfo parts = folder.CreateSubdirectory("two");
            IEnumerable<string> lines = Lines((cells, row) => $"{string.Join(',', cells)},{iris.Labels[row]}");
            foreach ((int number, string[] part) in lines.Chunk(40).Index())
            {
                File.WriteAllLines(Path.Combine(parts.FullName, $"{number}.csv"), part.Prepend("a,b,c,d,label"));
            }
            foreach (string name in (string[])["one", "two"])
            {
                LabelledSet same = new ExperimentData(folder.FullName).Table(name);
                Assert.Equal((name, 3), (same.Name, same.Classes));
                Assert.Equal(iris.Labels, same.Labels);
                Assert.Equal(iris.Features.Values.ToArray(), same.Features.Values.ToArray());
            }
            File.AppendAllText(Path.Combine(folder.FullName, "one.jsonl"), """{"a": 1, "b": 1, "c": null, "d": 1, "label": 1}""");
            SourceException fault = Assert.Throws<SourceException>(() => new ExperimentData(folder.FullName).Table("one"));
            Assert.EndsWith("line 151, field 'c': is missing.", fault.Message);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        SourceException fault = Assert.Throws<SourceException>(() => new ExperimentData("nowhere").Table("iris"));
        Assert.Contains("iris.csv", fault.Message);
    }
}
