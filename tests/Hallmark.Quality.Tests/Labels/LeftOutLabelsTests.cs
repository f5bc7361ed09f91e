using Hallmark.Learning;
using Hallmark.Quality.Labels;

namespace Hallmark.Quality.Tests.Labels;

/// <summary>What holds of labels on data that nobody tuned for: what is wrong is found, what is only hard is not called wrong.</summary>
public sealed class LeftOutLabelsTests
{
    [Fact]
    public void Wrong_labels_are_found_and_named_right()
    {
        (Matrix features, int[] labels) = LabelSamples.Blobs(240, 4, 3, 1);
        int[] given = LabelSamples.Turned(labels, 3, every: 6);
        LabelMeasurement found = LeftOutLabels.Measure(features, given, 3, new NoisyLabelOptions());
        int[] wrong = [.. Enumerable.Range(0, 240).Where(record => given[record] != labels[record])];
        Assert.Equal(wrong, Enumerable.Range(0, 240).Where(record => found.Flagged[record]));
        Assert.All(wrong, record => Assert.Equal(labels[record], found.Suggested[record]));
        Assert.InRange(wrong.Length / 240.0, found.Noise.Low, found.Noise.High);
        Assert.True(found.IsMeasurable);
        Assert.Empty(found.Unexplained);
        Assert.Equal(SeveralSeeds.Count, found.Seeds.Count);
    }

    [Fact]
    public void The_same_records_are_flagged_whatever_the_seed()
    {
        (Matrix features, int[] labels) = LabelSamples.Blobs(300, 6, 3, 2);
        Blur(features, 1.6f);
        int[] given = LabelSamples.Turned(labels, 3, every: 8);
        IReadOnlyList<bool>[] all = [.. Enumerable.Range(1, 5).Select(seed =>
            LeftOutLabels.Measure(features, given, 3, new NoisyLabelOptions { Seed = (ulong)seed }).Flagged)];
        int any = Enumerable.Range(0, 300).Count(record => all.Any(one => one[record]));
        Assert.True(Enumerable.Range(0, 300).Count(record => all.All(one => one[record])) >= 0.8 * any);
    }

    [Fact]
    public void A_class_among_others_is_not_swallowed_by_its_neighbour()
    {
        (Matrix features, int[] labels) = LabelSamples.Blobs(400, 4, 4, 3);
        for (int record = 3; record < 400; record += 4) // class 3 lies within two deviations of class 2
        {
            features[record, 3] -= 6;
            features[record, 2] += 6;
            features[record, 0] += 2;
        }
        LabelMeasurement found = LeftOutLabels.Measure(features, labels, 4, new NoisyLabelOptions());
        Assert.InRange(found.Flagged.Count(flag => flag), 0, 12);
    }

    [Theory]
    [InlineData(1, 200, 2)]
    [InlineData(2, 200, 2)]
    [InlineData(3, 500, 3)]
    public void Where_features_say_nothing_of_the_labels_nothing_is_flagged_and_it_is_said(int seed, int records, int classes)
    {
        (Matrix features, _) = LabelSamples.Blobs(records, 6, 1, (ulong)seed);
        var random = new SeededRandom((ulong)seed, "labels");
        int[] labels = [.. Enumerable.Range(0, records).Select(_ => random.NextInt(classes))];
        LabelMeasurement found = LeftOutLabels.Measure(features, labels, classes, new NoisyLabelOptions());
        Assert.InRange(found.Flagged.Count(flag => flag), 0, records / 40);
        Assert.True(found.Suspicion.Distinct().Count() > records / 2); // ranked all the same
        Assert.Equal(found.CannotTell is null, found.IsMeasurable);
        Assert.True(found.CannotTell is not null || found.Noise.Low < 0.01);
    }

    [Fact]
    public void Records_of_a_rare_class_that_looks_like_another_are_not_called_wrong()
    {
        (Matrix features, int[] labels) = LabelSamples.Blobs(306, 3, 1, 5);
        for (int record = 0; record < 6; record++)
        {
            labels[record * 50] = 1;
        }
        LabelMeasurement found = LeftOutLabels.Measure(features, labels, 2, new NoisyLabelOptions());
        Assert.DoesNotContain(true, found.Flagged);
        Assert.True(!found.IsMeasurable || found.Unexplained.Contains(1));
    }

    [Fact]
    public void Columns_of_chance_beside_a_few_that_tell_take_little_away()
    {
        (Matrix few, int[] labels) = LabelSamples.Blobs(150, 3, 3, 6);
        (Matrix chance, _) = LabelSamples.Blobs(150, 100, 1, 7);
        var features = new Matrix(150, 103);
        for (int record = 0; record < 150; record++)
        {
            few.Row(record).CopyTo(features.Row(record));
            chance.Row(record).CopyTo(features.Row(record)[3..]);
        }
        int[] given = LabelSamples.Turned(labels, 3, every: 10);
        LabelMeasurement found = LeftOutLabels.Measure(features, given, 3, new NoisyLabelOptions());
        Assert.InRange(Enumerable.Range(0, 150).Count(record => found.Flagged[record] != (given[record] != labels[record])), 0, 3);
    }

    [Fact]
    public void Features_that_are_all_the_same_are_a_reason_to_refuse()
    {
        var same = new Matrix(40, 3);
        same.Values.Fill(5);
        int[] labels = [.. Enumerable.Range(0, 40).Select(record => record % 2)];
        Assert.Equal("all records have the same features", LeftOutLabels.Measure(same, labels, 2, new NoisyLabelOptions()).Refusal);
        Assert.False(LeftOutLabels.Measure(same, labels, 2, new NoisyLabelOptions()).IsMeasurable);
    }

    [Fact]
    public void Nobody_vouches_for_records_of_his_own_group()
    {
        (Matrix features, int[] labels) = LabelSamples.Blobs(180, 3, 3, 4);
        int[] groups = [.. Enumerable.Range(0, 180).Select(record => record / 30)];
        int[] given = [.. labels.Select((label, record) => groups[record] == 2 ? (label + 1) % 3 : label)]; // all of one group, alike
        LabelMeasurement found = LeftOutLabels.Measure(features, given, 3, new NoisyLabelOptions { Groups = groups });
        Assert.Equal(Enumerable.Range(60, 30), Enumerable.Range(0, 180).Where(record => found.Flagged[record]));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(30)]
    public void Few_records_are_measured_or_refused_and_never_break(int records)
    {
        (Matrix features, int[] labels) = LabelSamples.Blobs(records, 2, 2, 12);
        LabelMeasurement found = LeftOutLabels.Measure(features, labels, 2, new NoisyLabelOptions());
        Assert.All(found.Suspicion, value => Assert.InRange(value, 0, 1));
        LabelMeasurement grouped = LeftOutLabels.Measure(features, labels, 2, new NoisyLabelOptions { Groups = labels });
        Assert.All(grouped.Suspicion, value => Assert.InRange(value, 0, 1));
    }

    [Fact]
    public void Progress_rises_from_the_beginning_to_the_end()
    {
        (Matrix features, int[] labels) = LabelSamples.Blobs(60, 2, 3, 5);
        var steps = new List<double>();
        LeftOutLabels.Measure(features, labels, 3, new NoisyLabelOptions { Progress = steps.Add });
        Assert.Equal(steps.Order(), steps);
        Assert.Equal((0.0, 1.0), (steps[0], steps[^1]));
    }

    private static void Blur(Matrix features, float by)
    {
        var random = new SeededRandom(9, "blur");
        foreach (ref float value in features.Values)
        {
            value += by * (float)random.NextGaussian();
        }
    }
}
