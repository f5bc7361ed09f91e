using Hallmark.Learning;
using Hallmark.Quality.Labels;

namespace Hallmark.Quality.Tests.Labels;

/// <summary>Data that say little: a measurement or a refusal, never a crash.</summary>
public class DegenerateLabelTests
{
    [Fact]
    public void One_record_no_record_and_no_labels_are_refused()
    {
        Assert.Equal("no class has two records", Measure(new Matrix(1, 1), [0], 1).Refusal);
        Assert.Equal("no class has two records", Measure(new Matrix(0, 1), [], 1).Refusal);
        Assert.Equal("no class has two records", Measure(new Matrix(3, 1), [-1, -1, -1], 5).Refusal);
        LabelMeasurement none = Measure(new Matrix(3, 2), [0, 1, 2], 3);
        Assert.Equal([-1, -1, -1], none.Suggested);
        Assert.Equal(1, none.Noise.High);
        Assert.DoesNotContain(true, none.Checked);
    }

    [Fact]
    public void One_class_is_refused() =>
        Assert.Equal("only one class has two records", Measure(new Matrix(4, 1, [1, 2, 3, 4]), [2, 2, 2, -1], 3).Refusal);

    [Fact]
    public void A_million_classes_are_refused_and_those_nobody_uses_cost_nothing()
    {
        int[] labels = [.. Enumerable.Range(0, 4000).Select(record => record / 2 * 500)];
        Assert.StartsWith("2000 classes are more than", Measure(new Matrix(4000, 1), labels, 1_000_000).Refusal);
        Assert.Equal("no class has two records", Measure(new Matrix(4000, 1), [.. Enumerable.Range(0, 4000)], 1_000_000).Refusal);
        LabelMeasurement two = Measure(new Matrix(6, 1, [1, 2, 3, 11, 12, 13]), [7, 7, 7, 999_999, 999_999, 999_999], 1_000_000);
        Assert.Null(two.Refusal);
        Assert.DoesNotContain(false, two.Checked);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(40)]
    public void Constant_features_say_nothing_against_a_label(int records)
    {
        var same = new Matrix(2 * records, 3);
        same.Values.Fill(5);
        LabelMeasurement found = Measure(same, [.. Enumerable.Range(0, 2 * records).Select(record => record % 2)], 2);
        Assert.Null(found.Refusal);
        Assert.All(found.Suspicion, value => Assert.InRange(value, 0, 1));
    }

    [Fact]
    public void Records_without_a_label_or_alone_in_their_class_are_not_looked_at()
    {
        (Matrix features, int[] labels) = LabelSamples.Blobs(61, 3, 3, 8);
        labels[7] = -1;
        labels[60] = 3;
        LabelMeasurement found = Measure(features, labels, 4);
        Assert.Equal([7, 60], Enumerable.Range(0, 61).Where(record => !found.Checked[record]));
        Assert.Equal((59L, -1, 0.0), (found.Noise.Records, found.Suggested[60], found.Suspicion[7]));
        Assert.Equal(59, found.Probabilities!.Rows);
    }

    [Fact]
    public void A_group_that_alone_has_a_class_and_groups_of_one_record_are_measured()
    {
        (Matrix features, int[] labels) = LabelSamples.Blobs(60, 3, 3, 9);
        LabelMeasurement alone = NoisyLabels.Measure(features, labels, 3, new NoisyLabelOptions { Groups = labels });
        Assert.All(alone.Suspicion, value => Assert.InRange(value, 0, 1));
        int[] own = [.. Enumerable.Range(0, 60)];
        Assert.Null(NoisyLabels.Measure(features, labels, 3, new NoisyLabelOptions { Groups = own }).Refusal);
        int[] one = new int[60];
        Assert.DoesNotContain(true, NoisyLabels.Measure(features, labels, 3, new NoisyLabelOptions { Groups = one }).Flagged);
    }

    [Fact]
    public void Misuse_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Measure(new Matrix(2, 1), [0], 2));
        Assert.Throws<ArgumentException>(() => Measure(new Matrix(2, 1), [0, 2], 2));
        Assert.Throws<ArgumentException>(() => Measure(new Matrix(2, 1), [0, -2], 2));
        Assert.Throws<ArgumentException>(() => Measure(new Matrix(4, 1, [1, 2, float.NaN, 3]), [0, 0, 1, 1], 2));
        Assert.Throws<ArgumentException>(() => NoisyLabels.Measure(new Matrix(2, 1), [0, 1], 2, new NoisyLabelOptions { Folds = 1 }));
        Assert.Throws<ArgumentException>(() => NoisyLabels.Measure(new Matrix(2, 1), [0, 1], 2, new NoisyLabelOptions { Groups = [1] }));
    }

    private static LabelMeasurement Measure(Matrix features, int[] labels, int classes) =>
        NoisyLabels.Measure(features, labels, classes, new NoisyLabelOptions());
}
