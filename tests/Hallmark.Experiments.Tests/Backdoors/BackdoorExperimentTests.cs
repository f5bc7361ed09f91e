using Hallmark.Experiments.Backdoors;

namespace Hallmark.Experiments.Tests.Backdoors;

public sealed class BackdoorExperimentTests
{
    [Fact]
    public void A_static_patch_on_digits_is_found_removed_and_harmless()
    {
        var settings = new BackdoorSettings
        {
            Shares = [0.02],
            Triggers = [Trigger.Corner],
            DigitsSeeds = 2,
            FashionSeeds = 0,
            FirstSeed = 4_711,
        };
        IReadOnlyList<BackdoorCell> cells = new BackdoorExperiment(SharedData.Open(), settings).Run();
        Assert.Equal(2, cells.Count);
        Assert.All(cells, cell =>
        {
            Assert.Equal(1, cell.Recall);
            Assert.InRange(cell.FalsePositives, 0, 0.005);
            Assert.InRange(cell.Before.Success, 0.5, 1);
            Assert.True(cell.After.Success < cell.Before.Success / 2);
            Assert.InRange(cell.Spectral.FalsePositives, 0, 0.02);
            Assert.InRange(cell.Clustering.FalsePositives, 0, 0.02);
        });
    }

    [Fact]
    public void Missed_goals_are_shown_as_missed()
    {
        var bad = new BackdoorCell("digits", "t", 0.01, 0, 0.5, 0.01, new(0.9, 0.9), new(0.4, 0.9), new(0.01, 0.9), (0, 0), (0, 0), 1);
        Assert.Contains("**missed: recall, false positives, attack after**", BackdoorReport.Markdown([bad]));
        BackdoorCell good = bad with { Recall = 1, FalsePositives = 0, After = new(0.02, 0.9) };
        Assert.Contains("| met |", BackdoorReport.Markdown([good]));
    }
}
