using System.Security.Cryptography;
using System.Text;

namespace Hallmark.Scheduling.Tests;

public class TrainingOrderTests
{
    private static readonly ScheduleOptions s_options = new(1_000_000, SelectionMethod.Greedy, 7);

    [Fact]
    public void Another_seed_gives_another_order_of_the_same_choice()
    {
        foreach (ScheduleOrder order in Enum.GetValues<ScheduleOrder>())
        {
            Candidate[] candidates =
                [.. Sample.Candidates(40, 2).Select(candidate => candidate with { ScorePpm = candidate.ScorePpm / 250_000 })];
            Schedule one = Chosen(candidates, s_options with { Seed = 1, Order = order });
            Schedule two = Chosen(candidates, s_options with { Seed = 2, Order = order });
            Assert.NotEqual(one.Batches, two.Batches);
            Assert.Equal(one.Batches.Select(b => b.Batch).Order(), two.Batches.Select(b => b.Batch).Order());
        }
    }

    [Fact]
    public void A_curriculum_begins_with_the_highest_integrity()
    {
        Schedule chosen = Chosen(Sample.Candidates(40, 2), s_options with { Order = ScheduleOrder.Curriculum });
        int[] scores = [.. chosen.Batches.Select(batch => batch.ScorePpm)];
        Assert.Equal(scores.OrderDescending(), scores);
    }

    [Fact]
    public void Interleaved_every_stretch_holds_of_each_kind_its_share()
    {
        // 24 of one kind, 12 of another, 4 of a third: in every stretch of ten, 6, 3 and 1, give or take 1.
        Candidate[] candidates = [.. Enumerable.Range(0, 40).Select(i => Sample.Candidate($"b{i}", 10, 500_000, i) with
        {
            Provider = i < 24 ? "a" : "b",
            ClassRecords = i < 36 ? [9, 1] : [1, 9],
        })];
        Candidate[] order = [.. Chosen(candidates, s_options with { Order = ScheduleOrder.Interleaved }).Batches];
        for (int from = 0; from <= 30; from += 10)
        {
            Candidate[] stretch = order[from..(from + 10)];
            Assert.InRange(stretch.Count(batch => batch.Provider == "a"), 5, 7);
            Assert.InRange(stretch.Count(batch => batch.Provider == "b" && batch.ClassRecords[0] == 9), 2, 4);
            Assert.InRange(stretch.Count(batch => batch.ClassRecords[0] == 1), 0, 2);
        }
    }

    [Fact]
    public void Schedules_are_frozen()
    {
        var text = new StringBuilder();
        foreach (SelectionMethod method in Enum.GetValues<SelectionMethod>())
        {
            Schedule schedule =
                Chosen(Sample.Candidates(50, 42), new ScheduleOptions(600, method, 7) { Rounds = 6, Order = ScheduleOrder.Interleaved });
            string batches = string.Join(' ', schedule.Batches.Select(batch => batch.Batch));
            text.Append($"{batches} {schedule.Records} {schedule.ValuePpm} {schedule.Method} {schedule.Rounds}\n");
        }
        Assert.Equal("0a70594977b8d2e2fe3c2fb8dd7e0ff4247dd03e5970b231281b2a40ba382588",
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()))));
    }

    private static Schedule Chosen(IEnumerable<Candidate> candidates, ScheduleOptions options) =>
        Assert.IsType<ScheduleResult.Chosen>(Scheduler.Choose(candidates, options)).Schedule;
}
