namespace Hallmark.Scheduling.Tests;

/// <summary>Greedy and annealing against trying every choice.</summary>
public class SelectionTests
{
    private const double ProvenShareOfGreedy = 0.316; // (1 - 1/e) / 2

    [Theory]
    [InlineData(0)]
    [InlineData(300_000)]
    [InlineData(500_000)]
    [InlineData(1_000_000)]
    public void Both_come_close_to_the_best_of_all_choices(int diversityWeightPpm)
    {
        double worstGreedy = 1;
        double worstAnnealing = 1;
        for (ulong seed = 1; seed <= 12; seed++)
        {
            Candidate[] candidates = Sample.Candidates(11, seed);
            long budget = Sample.AllRecords(candidates) * (1 + (long)(seed % 3)) / 5;
            var objective = new SelectionObjective(candidates, new ScheduleOptions(budget, SelectionMethod.Greedy, 1)
            {
                DiversityWeightPpm = diversityWeightPpm,
                IntegrityWeightPpm = 1_000_000 - diversityWeightPpm,
            });
            double best = BestOfAll(objective);
            worstGreedy = Math.Min(worstGreedy, LazyGreedy.Choose(objective).Value / best);
            worstAnnealing = Math.Min(worstAnnealing, SimulatedAnnealing.Choose(objective, 2_000, seed).Value / best);
        }
        Assert.InRange(worstGreedy, ProvenShareOfGreedy, 1);
        Assert.InRange(worstGreedy, 0.85, 1); // what it does on these cases
        Assert.InRange(worstAnnealing, 0.98, 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Lazy_greedy_chooses_what_plain_greedy_chooses(ulong seed)
    {
        Candidate[] candidates = Sample.Candidates(60, seed);
        SelectionObjective objective = Objective(candidates, Sample.AllRecords(candidates) / 4);
        Assert.Equal(PlainGreedy(objective), LazyGreedy.Choose(objective).Value);
    }

    [Fact]
    public void Greedy_does_not_fill_the_budget_with_crumbs()
    {
        // One record of full integrity gains most per record, and then the large batch no longer fits.
        Candidate[] candidates = [Sample.Candidate("crumb", 1, 1_000_000, 0), Sample.Candidate("loaf", 100, 900_000, 0)];
        var options = new ScheduleOptions(100, SelectionMethod.Greedy, 1) { DiversityWeightPpm = 0, IntegrityWeightPpm = 1_000_000 };
        var objective = new SelectionObjective(candidates, options);
        Assert.Equal([1], LazyGreedy.Choose(objective).Chosen);
    }

    [Fact]
    public void Annealing_is_never_worse_than_greedy_and_sometimes_better()
    {
        int better = 0;
        for (ulong seed = 1; seed <= 15; seed++)
        {
            Candidate[] candidates = Sample.Candidates(40, seed);
            SelectionObjective objective = Objective(candidates, Sample.AllRecords(candidates) / 5);
            Selection greedy = LazyGreedy.Choose(objective);
            Selection annealed = SimulatedAnnealing.Choose(objective, 20_000, seed);
            Assert.True(annealed.Value >= greedy.Value);
            Assert.InRange(annealed.Records, 1, objective.BudgetRecords);
            Assert.Equal(objective.Evaluate([.. annealed.Chosen]), annealed.Value);
            better += annealed.Value > greedy.Value ? 1 : 0;
        }
        Assert.InRange(better, 4, 15);
    }

    private static SelectionObjective Objective(Candidate[] candidates, long budgetRecords) =>
        new(candidates, new ScheduleOptions(budgetRecords, SelectionMethod.Greedy, 1));

    private static double BestOfAll(SelectionObjective objective)
    {
        double best = 0;
        for (int mask = 1; mask < 1 << objective.Count; mask++)
        {
            int[] chosen = [.. Enumerable.Range(0, objective.Count).Where(i => (mask >> i & 1) == 1)];
            best = chosen.Sum(objective.RecordsOf) <= objective.BudgetRecords ? Math.Max(best, objective.Evaluate(chosen)) : best;
        }
        return best;
    }

    // The definition: compute every gain in every round. From nothing and from the best single; the better of both.
    private static double PlainGreedy(SelectionObjective objective)
    {
        double Run(int[] start)
        {
            List<int> chosen = [.. start];
            while (true)
            {
                double value = objective.Evaluate(chosen);
                int[] fitting = [.. Enumerable.Range(0, objective.Count).Except(chosen)
                    .Where(i => chosen.Sum(objective.RecordsOf) + objective.RecordsOf(i) <= objective.BudgetRecords)];
                if (fitting.Length == 0)
                {
                    return value;
                }
                chosen.Add(fitting.MaxBy(i => (objective.Evaluate([.. chosen, i]) - value) / objective.RecordsOf(i)));
            }
        }
        int single = Enumerable.Range(0, objective.Count)
            .Where(i => objective.RecordsOf(i) <= objective.BudgetRecords).MaxBy(i => objective.Evaluate([i]));
        return Math.Max(Run([]), Run([single]));
    }
}
