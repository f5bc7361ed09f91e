using Hallmark.Experiments.TargetNoise;
using Hallmark.Learning;

namespace Hallmark.Experiments.Tests.TargetNoise;

/// <summary>Numbers to be foretold that are damaged on purpose, and the rules that look for them.</summary>
public sealed class TargetNoiseTests
{
    private static readonly double[] Targets = [.. Enumerable.Range(1, 200).Select(i => (double)i)];

    [Theory]
    [InlineData(DamageKind.Tenfold)]
    [InlineData(DamageKind.Exchanged)]
    [InlineData(DamageKind.Shifted)]
    public void So_many_are_damaged_as_are_asked_for_and_no_others(DamageKind kind)
    {
        var damage = TargetDamage.Of(Targets, kind, 10, seed: 3);
        Assert.Equal(20, damage.Wrong.Count(wrong => wrong));
        Assert.Equal(damage.Wrong, damage.Given.Zip(Targets, (given, target) => given != target));
        Assert.Equal(damage.Given, TargetDamage.Of(Targets, kind, 10, seed: 3).Given);
        Assert.NotEqual(damage.Given, TargetDamage.Of(Targets, kind, 10, seed: 4).Given);
        Assert.DoesNotContain(true, TargetDamage.Of(Targets, kind, 0, seed: 3).Wrong);
        if (kind == DamageKind.Exchanged)
        {
            Assert.Equal(Targets, damage.Given.Order());
        }
    }

    [Fact]
    public void The_rules_find_what_lies_far_off_a_line()
    {
        (Matrix features, double[] targets) = Line(300);
        foreach (int row in (int[])[5, 70, 200, 250, 299])
        {
            targets[row] += 40;
        }
        TargetFlags cleanlab = PublishedRules.Cleanlab(features, targets, seed: 1);
        TargetFlags residual = PublishedRules.ZScore(features, targets, seed: 1);
        Assert.Equal([5, 70, 200, 250, 299], Places(residual.Flagged));
        Assert.All((int[])[5, 70, 200, 250, 299], row => Assert.True(cleanlab.Flagged[row]));
        Assert.InRange(cleanlab.Flagged.Count(flag => flag), 5, 60); // between 1 % and 20 %, whatever is wrong
        Assert.All((int[])[5, 70, 200, 250, 299], row => Assert.True(cleanlab.Suspicion[row] > cleanlab.Suspicion[1]));
    }

    [Fact]
    public void Tukeys_fence_is_one_and_a_half_quartile_distances_wide()
    {
        double[] targets = [.. Enumerable.Range(0, 101).Select(i => (double)i)]; // quartiles 25 and 75: fences -50 and 150
        targets[100] = 151;
        targets[99] = 149;
        Assert.Equal([100], Places(PublishedRules.Tukey(targets).Flagged));
    }

    [Fact]
    public void The_measurement_that_is_foretold_is_no_feature()
    {
        var set = new LabelledSet("made-up", new Matrix(2, 3, [1, 2, 3, 4, 5, 6]), [0, 1], 2);
        var target = TargetSet.Of(set, 1, "middle");
        Assert.Equal(("made-up, middle", 2), (target.Name, target.Features.Columns));
        Assert.Equal([2, 5], target.Targets);
        Assert.Equal([1, 3, 4, 6], target.Features.Values.ToArray());
    }

    [Fact]
    public void On_real_data_the_check_finds_slips_and_jumps_and_flags_next_to_nothing_else()
    {
        IReadOnlyList<TargetNoiseRow> rows = TargetNoiseExperiment.Run(
            SharedData.Open(), ["iris"], seeds: 2, firstSeed: 0, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(10 * 2 * 4, rows.Count);
        TargetNoiseRow[] ours = [.. rows.Where(row => row.Method == TargetNoiseExperiment.Ours)];
        Assert.All(
            ours.Where(row => row.Percent > 0 && row.Kind != DamageKind.Exchanged), row => Assert.InRange(row.Detection.F1, 0.95, 1));
        Assert.All(ours.Where(row => row.Percent == 0), row => Assert.InRange(row.Detection.Flagged, 0, 0.01));
        string report = TargetNoiseReport.Write(rows);
        Assert.Contains("| iris, petal length | tenfold, 5 % | 2 | 1.000 / 1.000 |", report);
        Assert.Contains("Nothing damaged", report);
    }

    private static int[] Places(bool[] flags) => [.. flags.Index().Where(item => item.Item).Select(item => item.Index)];

    private static (Matrix Features, double[] Targets) Line(int records)
    {
        var random = new SeededRandom(7, "test");
        var features = new Matrix(records, 2);
        foreach (ref float value in features.Values)
        {
            value = (float)random.NextGaussian();
        }
        return (features, [.. Enumerable.Range(0, records)
            .Select(row => (3.0 * features[row, 0]) - (2.0 * features[row, 1]) + 10 + random.NextGaussian())]);
    }
}
