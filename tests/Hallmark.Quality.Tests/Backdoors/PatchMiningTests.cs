using System.Text;
using Hallmark.Evidence;
using Hallmark.Learning;
using Hallmark.Quality.Backdoors;

namespace Hallmark.Quality.Tests.Backdoors;

public sealed class PatchMiningTests
{
    [Theory]
    [InlineData(3, 255f, 7, 7)]
    [InlineData(3, 117f, 7, 0)]
    [InlineData(4, 90f, 3, 5)]
    [InlineData(2, 255f, 0, 8)]
    [InlineData(5, 31f, 2, 2)]
    public void A_static_patch_is_found_whole_and_nothing_else(int side, float value, int top, int left)
    {
        Pictures pictures = Pictures.Of(1000, 7);
        int[] poisoned = pictures.Poison(every: 23, target: 2, side, value, _ => (top, left));
        PatchReport report = PatchMining.Mine(pictures.Features, pictures.Labels, Pictures.Classes, Pictures.Shape);
        Assert.Equal(poisoned, report.Records);
        Patch patch = report.Patches[0];
        Assert.Equal(2, patch.Target);
        int[] square = Pictures.Shape.Square(top, left, side);
        Assert.Empty(square.Except(patch.Features));
        Assert.All(square, feature => Assert.Equal(value, patch.Content[Array.IndexOf(patch.Features, feature)]));
        Assert.InRange(patch.PValue, 0, 1e-3);
        Assert.True(patch.LookElsewhere > patch.ControlsLookElsewhere);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Clean_pictures_accuse_nobody(ulong seed)
    {
        Pictures pictures = Pictures.Of(1000, seed);
        Assert.Empty(TriggerSearch.Run(pictures.Features, pictures.Labels, Pictures.Classes, Pictures.Shape).Records);
    }

    [Fact]
    public void A_mark_that_a_class_has_by_itself_is_no_trigger()
    {
        Pictures pictures = Pictures.Of(1000, 5);
        int[] marked = [.. Enumerable.Range(0, 1000).Where(i => pictures.Labels[i] == 2 && i % 3 == 0)];
        foreach (int record in marked)
        {
            foreach (int feature in Pictures.Shape.Square(7, 7, 3))
            {
                pictures.Features[record, feature] = 255;
            }
        }
        Assert.Empty(PatchMining.Mine(pictures.Features, pictures.Labels, Pictures.Classes, Pictures.Shape).Records);
    }

    [Fact]
    public void Several_triggers_for_several_targets_are_told_apart()
    {
        Pictures pictures = Pictures.Of(1500, 11);
        int[] first = pictures.Poison(every: 31, target: 1, 3, 255, _ => (7, 7));
        int[] second = pictures.Poison(every: 37, target: 4, 2, 200, _ => (0, 0));
        int[] both = [.. first.Concat(second).Distinct().Order()];
        PatchReport report = PatchMining.Mine(pictures.Features, pictures.Labels, Pictures.Classes, Pictures.Shape);
        Assert.Equal([1, 4], report.Patches.Select(patch => patch.Target).Distinct().Order());
        Assert.InRange(report.Records.Count(both.Contains), both.Length * 0.95, both.Length);
        Assert.Empty(report.Records.Except(both));
    }

    [Fact]
    public void Rare_values_in_a_few_columns_of_a_table_are_found()
    {
        var random = new SeededRandom(3, "test.table");
        var features = new Matrix(800, 12);
        int[] labels = new int[800];
        for (int i = 0; i < 800; i++)
        {
            labels[i] = i % 2;
            for (int c = 0; c < 12; c++)
            {
                features[i, c] = (float)(random.NextGaussian() + (c < 6 ? 2.5 * labels[i] : 0));
            }
        }
        int[] poisoned = [.. Enumerable.Range(0, 800).Where(i => i % 40 == 0)];
        foreach (int i in poisoned)
        {
            (features[i, 8], features[i, 11], labels[i]) = (1.25f, -0.5f, 1);
        }
        PatchReport report = PatchMining.Mine(features, labels, 2);
        Assert.Equal(poisoned, report.Records);
        Assert.Empty(new[] { 8, 11 }.Except(report.Patches[0].Features));
    }

    [Fact]
    public void A_noisy_patch_escapes_the_exact_search_and_not_the_other()
    {
        Pictures pictures = Pictures.Of(1000, 13);
        int[] poisoned = pictures.Poison(every: 23, target: 3, 3, 0, _ => (7, 7));
        var random = new SeededRandom(1, "test.noise");
        foreach (int record in poisoned)
        {
            foreach (int feature in Pictures.Shape.Square(7, 7, 3))
            {
                pictures.Features[record, feature] = (float)Math.Clamp(Math.Round(235 + (20 * random.NextGaussian())), 0, 255);
            }
        }
        Assert.Empty(PatchMining.Mine(pictures.Features, pictures.Labels, Pictures.Classes, Pictures.Shape).Records);
        int[] found = PatchMining.MineNoisy(pictures.Features, pictures.Labels, Pictures.Classes, Pictures.Shape).Records;
        Assert.Empty(found.Except(poisoned));
        Assert.InRange(found.Length, poisoned.Length * 0.8, poisoned.Length);
    }

    [Fact]
    public void A_moving_patch_escapes_the_exact_search_and_not_the_one_for_it()
    {
        Pictures pictures = Pictures.Of(1000, 17);
        int[] poisoned = pictures.Poison(every: 23, target: 0, 3, 255, i => (i * 7 % 8, i * 3 % 8));
        int[] found = MovingTriggers.Find(pictures.Features, pictures.Labels, Pictures.Classes, Pictures.Shape).Records;
        Assert.Empty(found.Except(poisoned));
        Assert.InRange(found.Length, poisoned.Length * 0.8, poisoned.Length);
    }

    [Fact]
    public void The_same_input_gives_the_same_report_in_any_surroundings()
    {
        Pictures pictures = Pictures.Of(600, 19);
        pictures.Poison(every: 29, target: 2, 3, 255, _ => (7, 7));
        PatchReport one = TriggerSearch.Run(pictures.Features, pictures.Labels, Pictures.Classes, Pictures.Shape);
        PatchReport again = TriggerSearch.Run(pictures.Features, pictures.Labels, Pictures.Classes, Pictures.Shape);
        Assert.Equal(Text(one), Text(again));
        Assert.Equal(FrozenReport, Digest.Of(Encoding.UTF8.GetBytes(Text(one))).ToShortString());
    }

    private const string FrozenReport = "b13db634a8f1";

    private static string Text(PatchReport report) =>
        $"{report.Examined}: " + string.Join("; ", report.Patches.Select(patch =>
            $"{patch.Target} [{string.Join(' ', patch.Features)}] {patch.Records.Length} "
            + $"{BitConverter.DoubleToInt64Bits(patch.PValue):x}"));
}
