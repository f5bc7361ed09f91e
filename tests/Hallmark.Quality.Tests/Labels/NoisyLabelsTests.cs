using Hallmark.Learning;
using Hallmark.Quality.Labels;

namespace Hallmark.Quality.Tests.Labels;

public class NoisyLabelsTests
{
    [Fact]
    public void Turned_labels_are_found_and_the_true_class_is_suggested()
    {
        (Matrix features, int[] labels) = LabelSamples.Blobs(240, 4, 3, 1);
        int[] given = LabelSamples.Turned(labels, 3, every: 10);
        LabelMeasurement found = NoisyLabels.Measure(features, given, 3, new NoisyLabelOptions());
        int[] wrong = [.. Enumerable.Range(0, 240).Where(record => given[record] != labels[record])];
        int[] flagged = [.. Enumerable.Range(0, 240).Where(record => found.Flagged[record])];
        Assert.True(flagged.Intersect(wrong).Count() >= 23 && flagged.Length <= 25, $"{flagged.Length} flagged");
        Assert.All(flagged.Intersect(wrong), record => Assert.Equal(labels[record], found.Suggested[record]));
        Assert.All(found.Suspicion, value => Assert.InRange(value, 0, 1));
        Assert.InRange(0.1, found.Noise.Low, found.Noise.High);
        Assert.InRange(found.Noise.Rate, 0.08, 0.12);
    }

    [Fact]
    public void Half_of_the_labels_turned_one_way_do_not_hide()
    {
        (Matrix features, int[] labels) = LabelSamples.Blobs(300, 4, 3, 2);
        int[] given = [.. labels.Select((label, record) => record / 3 % 5 < 2 ? (label + 1) % 3 : label)];
        LabelMeasurement found = NoisyLabels.Measure(features, given, 3, new NoisyLabelOptions());
        int right = Enumerable.Range(0, 300).Count(record => found.Flagged[record] == (given[record] != labels[record]));
        Assert.True(right >= 290, $"{right} of 300");
    }

    [Fact]
    public void Right_labels_are_left_alone()
    {
        (Matrix features, int[] labels) = LabelSamples.Blobs(200, 5, 4, 3);
        LabelMeasurement found = NoisyLabels.Measure(features, labels, 4, new NoisyLabelOptions());
        Assert.DoesNotContain(true, found.Flagged);
        Assert.True(found.Noise.High < 0.03);
    }

    [Fact]
    public void A_batch_of_wrong_labels_stands_out_from_the_others()
    {
        (Matrix features, int[] labels) = LabelSamples.Blobs(400, 4, 3, 4);
        int[] groups = [.. Enumerable.Range(0, 400).Select(record => record % 8)];
        int[] given = [.. labels.Select((label, record) => record % 8 == 5 && record / 8 % 2 == 0 ? (label + 1) % 3 : label)];
        LabelMeasurement found = NoisyLabels.Measure(features, given, 3, new NoisyLabelOptions { Groups = groups });
        NoiseEstimate[] batches = [.. Enumerable.Range(0, 8)
            .Select(group => found.NoiseOf(Enumerable.Range(0, 400).Where(record => groups[record] == group)))];
        Assert.InRange(0.5, batches[5].Low, batches[5].High);
        Assert.All(batches.Index().Where(batch => batch.Index != 5), batch => Assert.True(batch.Item.Rate < 0.1));
        Assert.All(batches, batch => Assert.Equal(50, batch.Records));
        Assert.Equal(new NoiseEstimate(0, 0, 0, 1), found.NoiseOf([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => found.NoiseOf([400]));
    }

    [Fact]
    public void The_same_arguments_give_the_same_numbers_and_progress_rises_to_the_end()
    {
        (Matrix features, int[] labels) = LabelSamples.Blobs(90, 70, 3, 5); // wide: through principal components
        var steps = new List<double>();
        int[] given = LabelSamples.Turned(labels, 3, every: 7);
        LabelMeasurement one = NoisyLabels.Measure(features, given, 3, new NoisyLabelOptions { Progress = steps.Add });
        LabelMeasurement other = NoisyLabels.Measure(features, given, 3, new NoisyLabelOptions());
        Assert.Equal(one.Suspicion, other.Suspicion);
        Assert.Equal(steps.Order(), steps);
        Assert.Equal((0.0, 1.0), (steps[0], steps[^1]));
    }

    [Fact]
    public void Any_scale_of_a_feature_gives_nearly_the_same_suspicion()
    {
        (Matrix features, int[] labels) = LabelSamples.Blobs(120, 3, 3, 6);
        int[] given = LabelSamples.Turned(labels, 3, every: 9);
        var scaled = new Matrix(120, 3, [.. features.Values.ToArray().Select((value, i) => i % 3 == 1 ? (value * 1e20f) + 1e21f : value)]);
        IReadOnlyList<bool> one = NoisyLabels.Measure(features, given, 3, new NoisyLabelOptions()).Flagged;
        Assert.Equal(one, NoisyLabels.Measure(scaled, given, 3, new NoisyLabelOptions()).Flagged);
    }

    [Fact]
    public void Other_names_of_the_classes_change_nothing_but_names()
    {
        (Matrix features, int[] labels) = LabelSamples.Blobs(120, 3, 3, 7);
        int[] given = LabelSamples.Turned(labels, 3, every: 9);
        LabelMeasurement plain = NoisyLabels.Measure(features, given, 3, new NoisyLabelOptions());
        int[] renamed = [.. given.Select(c => 10 + (c * 400_000))];
        LabelMeasurement named = NoisyLabels.Measure(features, renamed, 1_000_000, new NoisyLabelOptions());
        Assert.Equal(plain.Suspicion, named.Suspicion);
        Assert.Equal(plain.Suggested.Select(c => 10 + (c * 400_000)), named.Suggested);
    }
}
