namespace Hallmark.Scheduling.Tests.Methods;

public class GreedyTests
{
    private const double ProvenShare = 0.316; // (1 - 1/e) / 2

    [Theory]
    [InlineData(1, 60)]
    [InlineData(2, 60)]
    [InlineData(3, 200)]
    public void Lazy_greedy_chooses_what_plain_greedy_chooses(ulong seed, int count)
    {
        var objective = new SelectionObjective(Sample.Problem(count, seed));
        long plain = Math.Max(Plain(objective, perCost: true), Plain(objective, perCost: false));
        Assert.Equal(plain, LazyGreedy.Choose(objective)!.Units);
    }

    [Fact]
    public void Comes_near_the_best_of_all_choices()
    {
        for (ulong seed = 1; seed <= 15; seed++)
        {
            var objective = new SelectionObjective(Sample.Problem(11, seed, 0.2 + (0.1 * (seed % 4))));
            double best = Oracle.Best(objective)!.Value;
            Assert.InRange(LazyGreedy.Choose(objective)!.Units / best, ProvenShare, 1);
            Assert.InRange(LazyGreedy.Choose(objective)!.Units / best, 0.85, 1); // what it does on these cases
        }
    }

    [Fact]
    public void Does_not_fill_the_budget_with_crumbs()
    {
        // One record of full integrity gains most per record, and then the large batch no longer fits.
        Candidate[] candidates = [Sample.Candidate("crumb", 1, 1_000_000, 0), Sample.Candidate("loaf", 100, 900_000, 0)];
        var options = new ScheduleOptions(100, SelectionMethod.Greedy, 1) { DiversityWeightPpm = 0, IntegrityWeightPpm = 1_000_000 };
        Schedule schedule = Assert.IsType<ScheduleResult.Chosen>(Scheduler.Choose(candidates, options)).Schedule;
        Assert.Equal("loaf", Assert.Single(schedule.Batches).Batch);
    }

    // The definition: compute every gain in every round.
    private static long Plain(SelectionObjective objective, bool perCost)
    {
        List<int> chosen = [];
        while (true)
        {
            long value = objective.EvaluateUnits(chosen);
            int[] fitting = [.. Enumerable.Range(0, objective.Count).Except(chosen)
                .Where(i => chosen.Sum(objective.CostOf) + objective.CostOf(i) <= objective.Problem.Budget)];
            if (fitting.Length == 0)
            {
                return value;
            }
            chosen.Add(fitting.MaxBy(i => (objective.EvaluateUnits([.. chosen, i]) - value) / (perCost ? (double)objective.CostOf(i) : 1)));
        }
    }
}
