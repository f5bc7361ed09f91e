using Hallmark.Learning;
using Hallmark.Quality.Provenance;

namespace Hallmark.Quality.Tests.Provenance;

public sealed class SameLabelTestTests
{
    /// <summary>Oracle: the chance is one to be held, so it is below a bound as often as the bound says.</summary>
    [Fact]
    public void Where_all_are_alike_a_chance_is_as_small_as_it_says()
    {
        int small = 0;
        for (ulong seed = 0; seed < 200; seed++)
        {
            (SourcedRecords records, double[] scores) = Drawn(seed, _ => 0);
            double[] deviations = new SameLabelTest(records, scores, [0, 1, 2, 3]).Deviations();
            int worst = Array.IndexOf(deviations, deviations.Max());
            small += new SameLabelTest(records, scores, [0, 1, 2, 3])
                .Chance(worst, oneLabel: false, 999, new SeededRandom(seed, "test")) <= 0.1 ? 1 : 0;
        }
        Assert.InRange(small, 8, 34); // 20 expected, of the worst of four
    }

    [Fact]
    public void A_provider_whose_records_of_one_label_score_worse_stands_out_in_that_label()
    {
        (SourcedRecords records, double[] scores) = Drawn(1, label => label == 2 ? 0.5 : 0);
        var test = new SameLabelTest(records, scores, [0, 1, 2, 3]);
        Assert.InRange(test.Chance(3, oneLabel: true, 9_999, new SeededRandom(1, "test")), 0, 0.001);
        Assert.InRange(test.Chance(0, oneLabel: true, 9_999, new SeededRandom(1, "test")), 0.05, 1);
    }

    [Fact]
    public void Many_labels_of_a_kind_that_scores_badly_are_no_evidence()
    {
        (SourcedRecords records, double[] scores) = Drawn(2, _ => 0);
        double[] harder = [.. scores.Select((score, record) => score + records.Labels[record])];
        Assert.Equal(
            new SameLabelTest(records, scores, [0, 1, 2, 3]).Deviations().Select(value => Math.Round(value, 6)),
            new SameLabelTest(records, harder, [0, 1, 2, 3]).Deviations().Select(value => Math.Round(value, 6)));
    }

    [Fact]
    public void What_a_shift_would_do_is_what_it_does()
    {
        (SourcedRecords records, double[] scores) = Drawn(3, _ => 0);
        var before = new SameLabelTest(records, scores, [0, 1, 2, 3]);
        double[] shifted = [.. scores.Select((score, record) => records.Owners[record] == 3 ? score + 0.01 : score)];
        var after = new SameLabelTest(records, shifted, [0, 1, 2, 3]);
        Assert.Equal(after.Deviations()[3] - before.Deviations()[3], before.Shifted(3, _ => 0.01), 0.02);
        Assert.Equal(0.01, after.Excess(3) - before.Excess(3), 9);
    }

    // 4 providers of 60 records, the last of which has hardly any of label 0, and scores worse as told.
    private static (SourcedRecords Records, double[] Scores) Drawn(ulong seed, Func<int, double> worse)
    {
        var random = new SeededRandom(seed, "same label");
        int[] owners = [.. Enumerable.Range(0, 240).Select(i => i / 60)];
        int[] labels = [.. owners.Select(owner => owner == 3 && random.NextDouble() < 0.8 ? 1 + random.NextInt(2) : random.NextInt(3))];
        double[] scores = [.. labels.Select((label, i) => (0.3 * random.NextDouble()) + (owners[i] == 3 ? worse(label) : 0))];
        return (new SourcedRecords(new Matrix(240, 1), labels, 3, owners, [0, 1, 2, 3]), scores);
    }
}
