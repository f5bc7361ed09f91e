using System.Globalization;
using Hallmark.Experiments.LabelNoise;
using Hallmark.Learning;

namespace Hallmark.Experiments.Tests.LabelNoise;

public class LabelNoiseTests
{
    [Theory]
    [InlineData(NoiseKind.Symmetric, 20, 20)]
    [InlineData(NoiseKind.ClassConditional, 20, 20)]
    [InlineData(NoiseKind.ClassConditional, 0, 0)]
    public void Exactly_so_many_labels_of_the_training_part_are_wrong(NoiseKind kind, int percent, int expected)
    {
        int[] labels = [.. Enumerable.Range(0, 140).Select(record => record % 2)];
        var set = new LabelledSet("sample", new Matrix(140, 1), labels, 2);
        NoisySplit clean = NoisySplit.Stratified(set, 3);
        Assert.Equal((98, 42, 21), (clean.Train.Count, clean.Test.Count, clean.Test.Labels.Count(label => label == 0)));
        NoisySplit noisy = clean.WithNoise(kind, percent, 4);
        Assert.Equal(expected, noisy.Wrong.Count(wrong => wrong));
        Assert.Equal(noisy.Given, clean.WithNoise(kind, percent, 4).Given);
        Assert.DoesNotContain(true, clean.Wrong);
    }

    [Fact]
    public void Detection_counts_as_one_would_by_hand()
    {
        Detection found = Detection.Of([true, true, false, false], [0.9, 0.5, 0.5, 0.1], [true, false, true, false]);
        Assert.Equal((0.5, 0.5, 0.5, 0.5), (found.Precision, found.Recall, found.F1, found.Flagged));
        Assert.Equal(0.875, found.Auroc); // of four pairs three are in order, one is a tie
        Assert.True(double.IsNaN(Detection.Of([false], [0], [false]).Auroc));
    }

    [Fact]
    public void Every_cell_has_its_baseline()
    {
        var settings = new LabelNoiseSettings();
        Assert.All(
            from set in settings.Sets from kind in settings.Kinds from percent in settings.Percents select Baseline.Of(set, kind, percent),
            Assert.NotNull);
        Assert.Equal(0.878, Baseline.Of("iris", NoiseKind.ClassConditional, 10)!.BestF1);
        Assert.Null(Baseline.Of("iris", NoiseKind.Symmetric, 33));
    }

    [Fact]
    public void A_small_run_beside_the_baselines_says_what_it_missed()
    {
        ExperimentData data = SharedData.Open();
        var settings = new LabelNoiseSettings { Sets = ["wine"], Kinds = [NoiseKind.Symmetric], Percents = [20], Seeds = 1 };
        IReadOnlyList<LabelNoiseRow> rows = LabelNoiseExperiment.Run(data, settings);
        Assert.Equal(4, rows.Count); // clean and 20 %, two methods each
        LabelNoiseRow poor = rows.Last(row => row.Method == LabelNoiseExperiment.Ours);
        string good = LabelNoiseReport.Write(rows);
        string bad = LabelNoiseReport.Write(
            [.. rows.Select(row => row with { Detection = row.Detection with { F1 = 0.1, Flagged = 0.5 } })]);
        Assert.Contains("| wine | sym 20 % | 1 |", good);
        Assert.Equal(2, bad.Split("| **missed** |").Length - 1);
        Assert.True(poor.Detection.F1 > 0.7);
    }

    [Fact]
    public void Any_folder_of_labelled_tables_is_taken_and_what_was_drawn_is_kept()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("hallmark-label-noise-tests");
        try
        {
            var random = new SeededRandom(3, "clouds");
            string Cell(double value) => value.ToString("F3", CultureInfo.InvariantCulture);
            string[] lines = [.. Enumerable.Range(0, 60).Select(row => string.Join(
                ',', Cell(random.NextGaussian() + (row % 2 * 5)), row == 7 ? "" : Cell(random.NextGaussian()),
                row % 2 == 0 ? "yes" : "no"))];
            File.WriteAllLines(Path.Combine(folder.FullName, "clouds.csv"), lines.Prepend("a,b,label"));
            var data = new ExperimentData(folder.FullName);
            Assert.Equal(["clouds"], LabelNoiseExperiment.Listed.SetsOf(data));
            string draws = Path.Combine(folder.FullName, "draws");
            var settings = new LabelNoiseSettings
            {
                Sets = ["clouds"],
                Kinds = [NoiseKind.Symmetric],
                Percents = [10],
                Seeds = 2,
                MeasuringSeeds = 2,
                Draws = draws,
            };
            IReadOnlyList<LabelNoiseRow> rows = LabelNoiseExperiment.Run(data, settings);
            LabelNoiseRow[] ours = [.. rows.Where(row => row.Method == LabelNoiseExperiment.Ours)];
            Assert.Equal(4, ours.Length); // clean and 10 %, two seeds each
            Assert.All(ours, row => Assert.True(row.Holds));
            Assert.Equal([true, false], ours.GroupBy(row => row.Seed).Select(of => of.All(row => row.FlaggedByAny >= row.FlaggedByAll)));
            string[] kept = File.ReadAllLines(Path.Combine(draws, "clouds.1.sym.10.csv"));
            Assert.Equal(("given,wrong,fold", 61, 6), (kept[0], kept.Length, kept.Count(line => line.Split(',')[1] == "1")));
            Assert.Equal(60, File.ReadAllLines(Path.Combine(draws, "clouds.1.features.csv")).Length);
            Assert.Contains("| clouds | sym 10 % | 2 |", LabelNoiseReport.Write(rows));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_folder_with_public_sets_has_no_others() => Assert.Empty(SharedData.Open().OtherTables);
}
