using Hallmark.Learning;

namespace Hallmark.Scheduling.Tests.Objective;

public class SelectionObjectiveTests
{
    [Fact]
    public void Follows_its_definition_on_a_small_case()
    {
        // Two points 2 apart: likeness 1 / (1 + 2 / 1). 30 of 40 records attainable.
        var objective = new SelectionObjective(Two(0.2));
        double diversity = ((30 * 1) + (10 / 3.0)) / 40;
        Assert.Equal((0.5 * diversity) + (0.3 * 0.9), objective.Evaluate([0]), 1e-12);
        double redundancy = 2 * (30 / 30.0) * (10 / 30.0) / 3;
        Assert.Equal(0.5 + (0.3 * (27 + 5) / 30) - (0.2 * redundancy), objective.Evaluate([0, 1]), 1e-12);
        Assert.Equal(0, objective.Evaluate([]));
        Assert.Equal(0, objective.EvaluateUnits([]));
    }

    [Theory]
    [InlineData(8, 0)]
    [InlineData(30, 0)]
    [InlineData(30, 0.2)]
    [InlineData(300, 0)] // lists are cut short
    [InlineData(300, 0.2)]
    [InlineData(2500, 0)] // likenesses are not held in a table
    public void An_incremental_choice_equals_the_definition_after_any_moves(int count, double redundancy)
    {
        var objective = new SelectionObjective(Sample.Problem(count, (ulong)count, 0.9, gaussian: count % 4 == 0, redundancy));
        Assert.Equal(count < 200, objective.Neighbourhoods.Complete);
        var selection = new IncrementalSelection(objective);
        var random = new SeededRandom(1, "moves");
        for (int step = 0; step < (count > 1000 ? 60 : 300); step++)
        {
            long before = selection.Units;
            int candidate = random.NextInt(count);
            candidate = step % 3 > 0 && selection.Chosen.Count > 3 ? selection.Chosen[random.NextInt(selection.Chosen.Count)] : candidate;
            int other = random.NextInt(count);
            long change;
            if (!selection.Contains(candidate))
            {
                change = selection.ChangeByAdding(candidate);
                Assert.InRange(change, long.MinValue, objective.AddsAtMost(candidate));
                selection.Add(candidate);
            }
            else if (selection.Contains(other) || step % 3 == 1)
            {
                change = selection.ChangeByRemoving(candidate);
                selection.Remove(candidate);
            }
            else
            {
                change = selection.ChangeBySwapping(candidate, other);
                selection.Remove(candidate);
                selection.Add(other);
            }
            Assert.Equal(objective.EvaluateUnits([.. selection.Chosen]), selection.Units);
            Assert.Equal(selection.Units - before, change);
            Assert.Equal(selection.Chosen.Sum(j => objective.Problem.Costs[j]), selection.Cost);
        }
        double exact = objective.Evaluate([.. selection.Chosen]);
        Assert.InRange(Math.Abs(exact - selection.ToSelection().Value), 0, objective.Rounding + 1e-12);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.2)]
    public void Gains_only_shrink_as_the_choice_grows(double redundancy)
    {
        var objective = new SelectionObjective(Sample.Problem(15, 3, redundancy: redundancy));
        var random = new SeededRandom(2, "sets");
        for (int i = 0; i < 300; i++)
        {
            int[] large = [.. Enumerable.Range(0, 14).Where(_ => random.NextInt(2) == 0)];
            int[] small = [.. large.Where(_ => random.NextInt(2) == 0)];
            long Gain(int[] set) => objective.EvaluateUnits([.. set, 14]) - objective.EvaluateUnits(set);
            Assert.InRange(Gain(large), redundancy > 0 ? long.MinValue : 0, Gain(small));
        }
    }

    [Fact]
    public void Attainable_is_what_the_budget_buys()
    {
        Assert.Equal(30, SelectionProblem.MostRecords([30, 10], [30, 10], 30));
        Assert.Equal(40, SelectionProblem.MostRecords([30, 10], [30, 10], 1000));
        Assert.Equal(10 + (30 * 0.5), SelectionProblem.MostRecords([30, 10], [60, 5], 35));
    }

    private static SelectionProblem Two(double redundancy) => new()
    {
        Points = [[0], [2]],
        Kernel = SimilarityKernel.InverseDistance(1),
        Records = [30, 10],
        Costs = [30, 10],
        Integrity = [0.9, 0.5],
        Budget = 30,
        Weights = (0.5, 0.3, redundancy),
        AttainableRecords = 30,
    };
}
