using Hallmark.Evidence;
using Hallmark.Learning;
using Hallmark.Quality.Targets;

namespace Hallmark.Quality.Tests;

/// <summary>Numbers that the other records do not bear out.</summary>
public sealed class DoubtfulTargetsTests
{
    [Theory]
    [InlineData("line")]
    [InlineData("bend")]
    public void Wrong_targets_are_found_and_hardly_any_right_one(string shape)
    {
        int found = 0, wrong = 0, alarms = 0;
        for (ulong seed = 1; seed <= 10; seed++)
        {
            (Matrix features, double[] targets, Digest[] contents, bool[] isWrong) = Data(400, shape, (int)seed, every: 20);
            TargetMeasurement measured = DoubtfulTargets.Measure(features, targets, contents, seed);
            Assert.Null(measured.Refusal);
            found += measured.Flagged.Zip(isWrong).Count(pair => pair is (true, true));
            alarms += measured.Flagged.Zip(isWrong).Count(pair => pair is (true, false));
            wrong += isWrong.Count(one => one);
        }
        Assert.True(found >= wrong * 9 / 10, $"{found} of {wrong} found");
        Assert.True(alarms <= 10, $"{alarms} of 3800 right ones doubted");
    }

    /// <summary>Their squares would be no numbers.</summary>
    [Fact]
    public void Targets_of_any_size_are_measured_as_those_of_ordinary_size_are()
    {
        (Matrix features, double[] targets, Digest[] contents, _) = Data(400, "bend", 3, every: 20);
        TargetMeasurement ordinary = DoubtfulTargets.Measure(features, targets, contents, 1);
        int up = 1_022 - targets.Max(target => Math.ILogB(target));
        TargetMeasurement huge = DoubtfulTargets.Measure(
            features, [.. targets.Select(target => Math.ScaleB(target, up))], contents, 1);
        Assert.Equal(ordinary.Flagged, huge.Flagged);
        Assert.Equal(ordinary.Suspicion, huge.Suspicion);
        Assert.Equal(ordinary.Foretold.Select(value => Math.ScaleB(value, up)), huge.Foretold);
        double[] opposite = [.. targets.Select((_, row) => row % 2 == 0 ? double.MaxValue : -double.MaxValue)];
        Assert.All(DoubtfulTargets.Measure(features, opposite, contents, 1).Foretold, value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void One_target_beyond_all_measure_keeps_no_other_from_being_measured()
    {
        (Matrix features, double[] targets, Digest[] contents, _) = Data(400, "bend", 3, every: 20);
        double[] tiny = [.. targets.Select(target => Math.ScaleB(target, -480))];
        TargetMeasurement alone = DoubtfulTargets.Measure(features, tiny, contents, 1);
        Assert.Null(alone.Refusal);
        tiny[7] = double.MaxValue;
        TargetMeasurement beside = DoubtfulTargets.Measure(features, tiny, contents, 1);
        Assert.Null(beside.Refusal);
        Assert.True(beside.Flagged[7]);
        Assert.InRange(beside.Flagged.Zip(alone.Flagged).Count(pair => pair.First != pair.Second), 0, 5);
    }

    [Fact]
    public void Right_targets_are_left_alone_and_the_same_is_found_again()
    {
        (Matrix features, double[] targets, Digest[] contents, _) = Data(1_000, "bend", 3, every: int.MaxValue);
        TargetMeasurement measured = DoubtfulTargets.Measure(features, targets, contents, 1);
        Assert.InRange(measured.Flagged.Count(flag => flag), 0, 5);
        Assert.InRange(measured.Explained, 0.5, 1);
        Assert.InRange(measured.Interval.High, measured.Rate, 0.02);
        Assert.Equal(measured.Suspicion, DoubtfulTargets.Measure(features, targets, contents, 1).Suspicion);
    }

    [Fact]
    public void A_copy_does_not_vouch_for_a_wrong_target_and_a_missing_one_is_not_looked_at()
    {
        (Matrix features, double[] targets, Digest[] contents, _) = Data(300, "line", 5, every: int.MaxValue);
        for (int copy = 1; copy < 6; copy++)
        {
            features.Row(0).CopyTo(features.Row(copy));
            contents[copy] = contents[0];
        }
        targets.AsSpan(0, 6).Fill(targets[0] + 100);
        targets[7] = double.NaN;
        TargetMeasurement measured = DoubtfulTargets.Measure(features, targets, contents, 1);
        Assert.All(measured.Flagged[..6], Assert.True);
        Assert.InRange(measured.Foretold[0], targets[0] - 110, targets[0] - 90);
        Assert.Equal((false, false, 0), (measured.Checked[7], measured.Flagged[7], measured.Suspicion[7]));
    }

    [Theory]
    [InlineData(40, 1, "fewer than 50")]
    [InlineData(60, 0, "most targets are one number")]
    public void Where_nothing_can_be_told_it_is_said(int records, double factor, string reason)
    {
        (Matrix features, double[] targets, Digest[] contents, _) = Data(records, "line", 1, every: int.MaxValue);
        double[] given = [.. targets.Select(target => target * factor)];
        Assert.Contains(reason, DoubtfulTargets.Measure(features, given, contents, 1).Refusal);
    }

    private static (Matrix Features, double[] Targets, Digest[] Contents, bool[] Wrong) Data(int records, string shape, int seed, int every)
    {
        var random = new Random(seed);
        var features = new Matrix(records, 3);
        double[] targets = new double[records];
        bool[] wrong = new bool[records];
        for (int row = 0; row < records; row++)
        {
            double x = random.NextDouble() * 4, y = random.NextDouble() * 4;
            (features[row, 0], features[row, 1], features[row, 2]) = ((float)x, (float)y, (float)random.NextDouble());
            double noise = (Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6) * 0.2;
            targets[row] = (shape == "line" ? (3 * x) - y : (x * x) - (2 * y)) + noise;
            if (row % every == 7)
            {
                wrong[row] = true;
                targets[row] += random.Next(2) == 0 ? 6 : -6;
            }
        }
        return (features, targets, [.. Enumerable.Range(0, records).Select(row => Digest.Of(BitConverter.GetBytes(row)))], wrong);
    }
}
