using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Hallmark.Learning;

namespace Hallmark.Scheduling.Tests;

public class SchedulerTests
{
    private static readonly ScheduleOptions s_options = new(600, SelectionMethod.Annealing, 7) { Iterations = 2_000 };

    [Theory]
    [InlineData(SelectionMethod.Greedy)]
    [InlineData(SelectionMethod.Annealing)]
    public void The_order_in_which_candidates_are_given_changes_nothing(SelectionMethod method)
    {
        Candidate[] candidates = Sample.Candidates(40, 1);
        Schedule expected = Chosen(candidates, s_options with { Method = method });
        for (ulong seed = 0; seed < 5; seed++)
        {
            new SeededRandom(seed, "permutation").Shuffle<Candidate>(candidates);
            Schedule schedule = Chosen(candidates, s_options with { Method = method });
            Assert.Equal(expected.Batches, schedule.Batches);
            Assert.Equal(expected.ValuePpm, schedule.ValuePpm);
        }
    }

    [Fact]
    public void The_budget_is_never_exceeded() =>
        Check.QuickThrowOnFailure(Prop.ForAll(
            Gen.Choose(1, 25).ToArbitrary(), Gen.Choose(1, 1500).ToArbitrary(), ArbMap.Default.ArbFor<ulong>(),
            static (count, budget, seed) =>
        {
            Candidate[] candidates = Sample.Candidates(count, seed);
            foreach (SelectionMethod method in Enum.GetValues<SelectionMethod>())
            {
                var options = new ScheduleOptions(budget, method, seed) { Iterations = 200 };
                switch (Scheduler.Choose(candidates, options))
                {
                    case ScheduleResult.Chosen { Schedule: Schedule schedule }:
                        Assert.InRange(schedule.Records, 1, budget);
                        Assert.Equal(schedule.Records, Sample.AllRecords(schedule.Batches));
                        Assert.Equal(schedule.Batches.Count, schedule.Batches.Distinct().Count());
                        Assert.InRange(schedule.ValuePpm, 0, 1_000_000);
                        break;
                    case ScheduleResult.NothingFits:
                        Assert.All(candidates, candidate => Assert.True(candidate.Records > budget));
                        break;
                    case var other:
                        Assert.Fail(other.ToString());
                        break;
                }
            }
        }));

    [Fact]
    public void Another_seed_gives_another_training_order_of_the_same_choice()
    {
        Candidate[] candidates = Sample.Candidates(40, 2);
        Schedule one = Chosen(candidates, s_options with { Method = SelectionMethod.Greedy, Seed = 1 });
        Schedule two = Chosen(candidates, s_options with { Method = SelectionMethod.Greedy, Seed = 2 });
        Assert.NotEqual(one.Batches, two.Batches);
        Assert.Equal(one.Batches.Select(b => b.Batch).Order(), two.Batches.Select(b => b.Batch).Order());
    }

    [Fact]
    public void A_budget_for_all_takes_all()
    {
        Candidate[] candidates = Sample.Candidates(30, 3);
        Assert.Equal(30, Chosen(candidates, s_options with { BudgetRecords = 1_000_000 }).Batches.Count);
    }

    [Fact]
    public void Cases_without_a_schedule_are_told_apart()
    {
        Assert.IsType<ScheduleResult.NoCandidates>(Scheduler.Choose([], s_options));
        Assert.Equal(
            new ScheduleResult.NothingFits(601, 600),
            Scheduler.Choose([Sample.Candidate("a", 601, 1, 0), Sample.Candidate("b", 700, 1, 0)], s_options));
        Assert.IsType<ScheduleResult.NothingGained>(
            Scheduler.Choose([Sample.Candidate("a", 1, 0, 0)], s_options with { DiversityWeightPpm = 0, IntegrityWeightPpm = 1_000_000 }));
        Candidate twice = Sample.Candidate("a", 1, 1, 0);
        Assert.Contains("given twice", Assert.Throws<ArgumentException>(() => Scheduler.Choose([twice, twice], s_options)).Message);
    }

    [Fact]
    public void Options_name_the_field_that_cannot_be_used()
    {
        s_options.Validate();
        (ScheduleOptions Options, string Field)[] bad =
        [
            (s_options with { BudgetRecords = 0 }, nameof(ScheduleOptions.BudgetRecords)),
            (s_options with { Method = 0 }, nameof(ScheduleOptions.Method)),
            (s_options with { DiversityWeightPpm = -1 }, nameof(ScheduleOptions.DiversityWeightPpm)),
            (s_options with { IntegrityWeightPpm = 500_001 }, nameof(ScheduleOptions.IntegrityWeightPpm)),
            (s_options with { Iterations = -1 }, nameof(ScheduleOptions.Iterations)),
        ];
        Assert.All(bad, pair =>
            Assert.Equal(pair.Field, Assert.Throws<ArgumentException>(() => Scheduler.Choose([], pair.Options)).ParamName));
    }

    [Fact]
    public void Methods_have_names()
    {
        foreach (SelectionMethod method in Enum.GetValues<SelectionMethod>())
        {
            Assert.Equal(method, SelectionMethods.Find(SelectionMethods.NameOf(method)));
        }
        Assert.Null(SelectionMethods.Find("SA"));
    }

    [Fact]
    public void A_schedule_is_frozen()
    {
        Schedule schedule = Chosen(Sample.Candidates(50, 42), s_options);
        string text = string.Join(' ', schedule.Batches.Select(batch => batch.Batch)) + $" {schedule.Records} {schedule.ValuePpm}";
        Assert.Equal(
            "2595612dd8767a1e7f778f4ea31ca55d73fe6969e54c84fc391a2866fc5f9f26",
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
    }

    private static Schedule Chosen(IEnumerable<Candidate> candidates, ScheduleOptions options) =>
        Assert.IsType<ScheduleResult.Chosen>(Scheduler.Choose(candidates, options)).Schedule;
}
