using FsCheck;
using FsCheck.Fluent;
using Hallmark.Learning;

namespace Hallmark.Scheduling.Tests;

public class SchedulerTests
{
    private static readonly ScheduleOptions s_options = new(600, SelectionMethod.Annealing, 7) { Rounds = 5 };

    public static TheoryData<SelectionMethod> All => [.. Enum.GetValues<SelectionMethod>()];

    [Theory, MemberData(nameof(All))]
    public void The_order_in_which_candidates_are_given_changes_nothing(SelectionMethod method)
    {
        Candidate[] candidates = Sample.Candidates(40, 1);
        Schedule expected = Chosen(candidates, s_options with { Method = method });
        for (ulong seed = 0; seed < 4; seed++)
        {
            new SeededRandom(seed, "permutation").Shuffle<Candidate>(candidates);
            Schedule schedule = Chosen(candidates, s_options with { Method = method });
            Assert.Equal(expected.Batches, schedule.Batches);
            Assert.Equal((expected.ValuePpm, expected.Method, expected.Rounds), (schedule.ValuePpm, schedule.Method, schedule.Rounds));
        }
    }

    [Fact]
    public void Budget_and_demands_are_kept() =>
        Check.QuickThrowOnFailure(Prop.ForAll(
            Gen.Choose(1, 25).ToArbitrary(), Gen.Choose(1, 1500).ToArbitrary(), ArbMap.Default.ArbFor<ulong>(),
            static (count, budget, seed) =>
        {
            Candidate[] candidates = Sample.Candidates(count, seed);
            foreach (SelectionMethod method in Enum.GetValues<SelectionMethod>())
            {
                var options = new ScheduleOptions(budget, method, seed)
                {
                    Rounds = 2,
                    Include = seed % 3 == 0 ? [candidates[0].Batch] : [],
                    Exclude = seed % 2 == 0 ? [candidates[^1].Batch] : [],
                    ProviderCapPpm = seed % 5 == 0 ? 600_000 : 1_000_000,
                    ClassRecordsMin = (long)(seed % 7),
                };
                switch (Scheduler.Choose(candidates, options))
                {
                    case ScheduleResult.Chosen { Schedule: Schedule schedule }:
                        Keeps(schedule, options);
                        break;
                    case ScheduleResult.NothingFits:
                        Assert.All(candidates.Where(c => !options.Exclude.Contains(c.Batch)), candidate =>
                            Assert.True(candidate.Records > budget));
                        break;
                    case ScheduleResult.NoCandidates:
                        Assert.Equal(options.Exclude.Count, candidates.Length);
                        break;
                    case ScheduleResult.Infeasible { Reason: var reason }:
                        Assert.NotEmpty(reason);
                        Assert.True(options.Include.Count > 0 || options.ClassRecordsMin > 0);
                        break;
                    case ScheduleResult.NothingGained:
                        Assert.True(options.ProviderCapPpm < 1_000_000); // every batch that fits exceeds the cap
                        break;
                }
            }
        }));

    [Fact]
    public void A_cost_other_than_records_is_what_the_budget_holds_for()
    {
        Candidate[] candidates = [.. Sample.Candidates(30, 6).Select((candidate, i) => candidate with { Cost = 1 + (i % 5) })];
        Schedule schedule = Chosen(candidates, s_options with { Budget = 20 });
        Assert.InRange(schedule.Cost, 15, 20);
        Assert.Equal(schedule.Cost, schedule.Batches.Sum(batch => batch.Cost));
        Assert.True(schedule.Records > 20);
    }

    [Fact]
    public void A_budget_for_all_takes_all() =>
        Assert.Equal(30, Chosen(Sample.Candidates(30, 3), s_options with { Budget = 1_000_000 }).Batches.Count);

    [Fact]
    public void The_value_lies_below_the_bound()
    {
        Schedule schedule = Chosen(Sample.Candidates(60, 5), s_options with { Method = SelectionMethod.Auto, Rounds = 1_000 });
        Assert.InRange(schedule.UpperBoundPpm - schedule.ValuePpm, 0, 2); // proved, and rounded both ways
    }

    [Fact]
    public void Cases_without_a_schedule_are_told_apart()
    {
        Candidate[] two = [Sample.Candidate("a", 601, 1, 0), Sample.Candidate("b", 700, 1, 0)];
        Assert.IsType<ScheduleResult.NoCandidates>(Scheduler.Choose([], s_options));
        Assert.IsType<ScheduleResult.NoCandidates>(Scheduler.Choose(two, s_options with { Exclude = ["a", "b"] }));
        Assert.Equal(new ScheduleResult.NothingFits(601, 600), Scheduler.Choose(two, s_options));
        Assert.IsType<ScheduleResult.NothingGained>(
            Scheduler.Choose([Sample.Candidate("a", 1, 0, 0)], s_options with { DiversityWeightPpm = 0, IntegrityWeightPpm = 1_000_000 }));
        Candidate twice = Sample.Candidate("a", 1, 1, 0);
        Assert.Contains("given twice", Assert.Throws<ArgumentException>(() => Scheduler.Choose([twice, twice], s_options)).Message);
    }

    [Fact]
    public void Demands_that_cannot_be_met_are_named()
    {
        Candidate[] candidates = [.. Sample.Candidates(10, 2)
            .Select((candidate, i) => candidate with { Records = 100, Cost = 100, Provider = $"p{i % 2}", ClassRecords = [90, 10] })];
        (ScheduleOptions Options, string Reason)[] cases =
        [
            (s_options with { Include = ["x"] }, "batch x must be chosen, but is no candidate"),
            (s_options with { Exclude = ["x"] }, "batch x must not be chosen, but is no candidate"),
            (s_options with { Include = ["batch-1"], Exclude = ["batch-1"] }, "must be chosen and must not be chosen"),
            (s_options with { Include = [.. candidates.Select(c => c.Batch)] }, "cost 1000, the budget is 600"),
            (s_options with { Include = ["batch-1", "batch-3"], ProviderCapPpm = 200_000 },
                "of p1 that must be chosen cost 200, the cap of a provider is 120"),
            (s_options with { ClassRecordsMin = 101 }, "of class 1 all candidates hold 100"),
            (s_options with { ClassRecordsMin = 61 }, "no choice within the budget"),
        ];
        Assert.All(cases, one =>
            Assert.Contains(one.Reason, Assert.IsType<ScheduleResult.Infeasible>(Scheduler.Choose(candidates, one.Options)).Reason));
        Assert.IsType<ScheduleResult.Chosen>(Scheduler.Choose(candidates, s_options with { ClassRecordsMin = 60 }));
        Assert.Contains("no classes", Assert.IsType<ScheduleResult.Infeasible>(
            Scheduler.Choose([Sample.Candidate("a", 1, 1, 0)], s_options with { ClassRecordsMin = 1 })).Reason);
    }

    [Fact]
    public void Options_name_the_field_that_cannot_be_used()
    {
        s_options.Validate();
        (ScheduleOptions Options, string Field)[] bad =
        [
            (s_options with { Budget = 0 }, nameof(ScheduleOptions.Budget)),
            (s_options with { Method = 0 }, nameof(ScheduleOptions.Method)),
            (s_options with { DiversityWeightPpm = -1 }, nameof(ScheduleOptions.DiversityWeightPpm)),
            (s_options with { RedundancyWeightPpm = 500_001 }, nameof(ScheduleOptions.RedundancyWeightPpm)),
            (s_options with { IntegrityWeightPpm = 500_001 }, nameof(ScheduleOptions.IntegrityWeightPpm)),
            (s_options with { Rounds = 0 }, nameof(ScheduleOptions.Rounds)),
            (s_options with { Order = 0 }, nameof(ScheduleOptions.Order)),
            (s_options with { ProviderCapPpm = 1_000_001 }, nameof(ScheduleOptions.ProviderCapPpm)),
            (s_options with { ClassRecordsMin = -1 }, nameof(ScheduleOptions.ClassRecordsMin)),
        ];
        Assert.All(bad, pair =>
            Assert.Equal(pair.Field, Assert.Throws<ArgumentException>(() => Scheduler.Choose([], pair.Options)).ParamName));
    }

    [Fact]
    public void A_candidate_that_cannot_be_used_is_named_with_its_field()
    {
        Candidate good = Sample.Candidate("good", 1, 1, 0, 0);
        (Candidate Bad, string Field)[] cases =
        [
            (good with { Batch = "bad", Records = 0 }, nameof(Candidate.Records)),
            (good with { Batch = "bad", Records = long.MaxValue }, nameof(Candidate.Records)),
            (good with { Batch = "bad", Cost = 0 }, nameof(Candidate.Cost)),
            (good with { Batch = "bad", Cost = long.MaxValue }, nameof(Candidate.Cost)),
            (good with { Batch = "bad", ScorePpm = 1_000_001 }, nameof(Candidate.ScorePpm)),
            (good with { Batch = "bad", Embedding = [0] }, nameof(Candidate.Embedding)),
            (good with { Batch = "bad", Embedding = [0, float.NaN] }, nameof(Candidate.Embedding)),
            (good with { Batch = "bad", ClassRecords = [1] }, nameof(Candidate.ClassRecords)),
        ];
        Assert.All(cases, pair =>
        {
            string message = Assert.Throws<ArgumentException>(() => Scheduler.Choose([good, pair.Bad], s_options)).Message;
            Assert.Contains("Batch ", message);
            Assert.Contains(pair.Field, message);
        });
    }

    [Fact]
    public void Methods_and_orders_have_names()
    {
        Assert.All(
            Enum.GetValues<SelectionMethod>(), method => Assert.Equal(method, SelectionMethods.Find(SelectionMethods.NameOf(method))));
        Assert.All(Enum.GetValues<ScheduleOrder>(), order => Assert.Equal(order, ScheduleOrders.Find(ScheduleOrders.NameOf(order))));
        Assert.Null(SelectionMethods.Find("SA"));
        Assert.Null(ScheduleOrders.Find(""));
    }

    private static void Keeps(Schedule schedule, ScheduleOptions options)
    {
        string[] names = [.. schedule.Batches.Select(batch => batch.Batch)];
        Assert.InRange(schedule.Cost, 1, options.Budget);
        Assert.Equal(schedule.Records, Sample.AllRecords(schedule.Batches));
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.All(options.Include, batch => Assert.Contains(batch, names));
        Assert.All(options.Exclude, batch => Assert.DoesNotContain(batch, names));
        Assert.All(schedule.Batches.GroupBy(batch => batch.Provider), own =>
            Assert.InRange(own.Sum(batch => batch.Cost), 0, options.Budget * options.ProviderCapPpm / 1_000_000));
        for (int k = 0; k < 3; k++)
        {
            Assert.InRange(schedule.Batches.Sum(batch => batch.ClassRecords[k]), options.ClassRecordsMin, long.MaxValue);
        }
        Assert.InRange(schedule.ValuePpm, 0, schedule.UpperBoundPpm);
    }

    private static Schedule Chosen(IEnumerable<Candidate> candidates, ScheduleOptions options) =>
        Assert.IsType<ScheduleResult.Chosen>(Scheduler.Choose(candidates, options)).Schedule;
}
