using Hallmark.Learning;
using Hallmark.Quality.Drift;

namespace Hallmark.Quality.Tests.Drift;

public sealed class DistributionDriftTests
{
    private static readonly DriftOptions s_options = new();

    /// <summary>Continuous, coarse and mostly-zero features, some missing; 400 pairs without drift at a level of 5 %.</summary>
    [Theory]
    [InlineData(500, 200)]
    [InlineData(1000, 30)]
    [InlineData(60, 60)]
    public void Data_that_did_not_drift_raise_no_more_alarms_than_promised(int reference, int incoming)
    {
        int alarms = 0;
        for (ulong seed = 0; seed < 400; seed++)
        {
            var random = new SeededRandom(seed, $"no drift {reference} {incoming}");
            alarms += Compare(Draw(random, reference, 0), Draw(random, incoming, 0)).Alarm ? 1 : 0;
        }
        Assert.InRange(alarms, 0, 29); // 20 expected at most; 29 are two standard deviations more
    }

    [Fact]
    public void A_shifted_feature_raises_the_alarm_and_is_the_one_named()
    {
        int alarms = 0;
        int wrong = 0;
        for (ulong seed = 0; seed < 50; seed++)
        {
            var random = new SeededRandom(seed, "drift");
            DriftMeasurement measured = Compare(Draw(random, 500, 0), Draw(random, 200, 0.5f));
            alarms += measured.Features[0].Drifted ? 1 : 0;
            wrong += measured.Features.Skip(1).Any(feature => feature.Drifted) ? 1 : 0;
        }
        Assert.True(alarms >= 48 && wrong <= 5, $"{alarms} found, {wrong} wrong");
    }

    [Fact]
    public void Values_that_go_missing_or_infinite_are_drift_and_are_counted()
    {
        Matrix reference = Numbers(300, i => i % 17);
        DriftMeasurement missing = Compare(reference, Numbers(300, i => i % 10 == 0 ? float.NaN : i % 17));
        Assert.True(missing.Alarm);
        Assert.Equal((0, 0.1), (missing.Features[0].ReferenceMissing, missing.Features[0].IncomingMissing));
        DriftMeasurement infinite = Compare(reference, Numbers(300, i => i % 10 == 0 ? float.NegativeInfinity : i % 17));
        Assert.True(infinite.Alarm);
        Assert.Equal((0, 0.1), (infinite.Features[0].ReferenceInfinite, infinite.Features[0].IncomingInfinite));
    }

    [Fact]
    public void A_spread_that_changes_around_the_same_middle_is_found_by_the_bins()
    {
        var random = new SeededRandom(5, "spread");
        Matrix reference = Numbers(2000, _ => (float)random.NextGaussian());
        DriftMeasurement measured = Compare(reference, Numbers(400, _ => 1.4f * (float)random.NextGaussian()));
        Assert.True(measured.Alarm && measured.Features[0].BinsP < measured.Features[0].DistanceP);
    }

    [Fact]
    public void A_changed_balance_of_classes_raises_the_alarm_and_the_same_balance_does_not()
    {
        Matrix same = Numbers(200, _ => 1);
        int[] halves = [.. Enumerable.Range(0, 200).Select(i => i % 2)];
        int[] skewed = [.. Enumerable.Range(0, 200).Select(i => i % 5 == 0 ? 1 : 0)];
        int[] unlabelled = [.. Enumerable.Range(0, 200).Select(i => i % 4 == 0 ? -1 : i % 2)];
        DriftMeasurement drifted = DistributionDrift.Measure(same, same, halves, skewed, 2, s_options);
        Assert.True(drifted.Alarm && drifted.Classes!.Drifted && !drifted.Features[0].Drifted);
        Assert.Equal(3, drifted.Tests);
        Assert.False(DistributionDrift.Measure(same, same, halves, halves, 2, s_options).Alarm);
        Assert.True(DistributionDrift.Measure(same, same, halves, unlabelled, 2, s_options).Alarm);
    }

    [Fact]
    public void Degenerate_samples_have_clear_answers()
    {
        Matrix constant = Numbers(100, _ => 3);
        Assert.False(Compare(constant, constant).Alarm);
        Assert.True(Compare(constant, Numbers(100, _ => 4)).Alarm);
        Assert.True(Compare(constant, Numbers(100, _ => 2)).Alarm);
        Assert.False(Compare(Numbers(30, i => i), Numbers(1, _ => 1e30f)).Alarm);
        Assert.False(Compare(Numbers(1, i => i), Numbers(30, _ => 1e30f)).Alarm);
        Assert.Equal(2.0 / 1001, Compare(Numbers(1000, i => i), Numbers(1, _ => 1e30f)).Features[0].DistanceP, 1e-9);
        Assert.False(Compare(Numbers(50, _ => float.NaN), Numbers(50, _ => float.NaN)).Alarm);
        Assert.True(Compare(Numbers(50, _ => float.NaN), Numbers(50, i => i)).Alarm);
        Assert.False(Compare(Numbers(50, i => i % 2 == 0 ? float.PositiveInfinity : float.MaxValue),
            Numbers(50, i => i % 2 == 0 ? float.PositiveInfinity : float.MaxValue)).Alarm);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Matrix one = Numbers(1, _ => 0);
        Assert.Throws<ArgumentException>(() => Compare(new Matrix(0, 1), one));
        Assert.Throws<ArgumentException>(() => Compare(one, new Matrix(0, 1)));
        Assert.Throws<ArgumentException>(() => Compare(one, new Matrix(1, 2)));
        Assert.Throws<ArgumentException>(() => DistributionDrift.Measure(one, one, [0], null, 1, s_options));
        Assert.Throws<ArgumentException>(() => DistributionDrift.Measure(one, one, [0], [0, 0], 1, s_options));
        Assert.Throws<ArgumentOutOfRangeException>(() => DistributionDrift.Measure(one, one, [0], [1], 1, s_options));
        Assert.Throws<ArgumentException>(() => DistributionDrift.Measure(one, one, null, null, 0, new DriftOptions { Level = double.NaN }));
        Assert.Throws<ArgumentException>(() => DistributionDrift.Measure(one, one, null, null, 0, new DriftOptions { Bins = 1 }));
    }

    [Fact]
    public void Holm_multiplies_by_the_tests_left_and_never_falls() =>
        Assert.Equal([0.03, 1, 0.08, 0.03], DistributionDrift.Holm([0.0075, 1, 0.04, 0.01]), (a, b) => Math.Abs(a - b) < 1e-12);

    private static DriftMeasurement Compare(Matrix reference, Matrix incoming) =>
        DistributionDrift.Measure(reference, incoming, null, null, 0, s_options);

    private static Matrix Numbers(int rows, Func<int, float> value) =>
        new(rows, 1, [.. Enumerable.Range(0, rows).Select(value)]);

    private static Matrix Draw(SeededRandom random, int rows, float shift)
    {
        var matrix = new Matrix(rows, 8);
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < 4; column++)
            {
                matrix[row, column] = (float)random.NextGaussian() + (column == 0 ? shift : 0);
            }
            matrix[row, 4] = random.NextInt(4);
            matrix[row, 5] = random.NextInt(10) == 0 ? (float)random.NextDouble() : 0;
            matrix[row, 6] = random.NextInt(20) == 0 ? float.NaN : (float)random.NextDouble();
            matrix[row, 7] = random.NextInt(50) == 0 ? float.PositiveInfinity : random.NextInt(2);
        }
        return matrix;
    }
}
