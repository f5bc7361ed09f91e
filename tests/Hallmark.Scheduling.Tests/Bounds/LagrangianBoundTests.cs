namespace Hallmark.Scheduling.Tests.Bounds;

/// <summary>The bound beside the best of all choices.</summary>
public sealed class LagrangianBoundTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.25)]
    public void Stays_above_the_best_choice_under_all_prices_where_the_budget_is_filled_exactly(double redundancy)
    {
        for (ulong seed = 1; seed <= 40; seed++)
        {
            SelectionProblem problem = Filled(Sample.Problem(10, seed, 0.4, seed % 3 == 0, redundancy));
            var objective = new SelectionObjective(problem);
            long best = Oracle.Best(objective)!.Value;
            var bound = new LagrangianBound(objective);
            for (int step = 0; step < 60; step++)
            {
                long now = bound.Evaluate()!.Value;
                Assert.True(now >= best, $"seed {seed}, step {step}: {now} is below {best}");
                bound.Step(Math.Max(1, now - best));
            }
        }
    }

    [Fact]
    public void Comes_within_a_thousandth_where_taking_everything_is_best()
    {
        for (ulong seed = 1; seed <= 10; seed++)
        {
            SelectionProblem problem = Sample.Problem(10, seed);
            var objective = new SelectionObjective(problem with { Budget = problem.Costs.Sum() });
            var search = new BoundSearch(new LagrangianBound(objective), shortening: 0.7, patience: 8);
            long all = objective.EvaluateUnits([.. Enumerable.Range(0, 10)]);
            for (int step = 0; step < 200 && !search.Settled; step++)
            {
                search.Move(search.Evaluate()!.Value, all);
            }
            Assert.InRange(search.Least!.Value, all, all + (SelectionObjective.UnitsOfOne / 1000));
        }
    }

    [Fact]
    public void What_is_decided_only_lowers_it_and_never_below_the_best_choice_with_it()
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            SelectionProblem problem = Filled(Sample.Problem(9, seed, 0.5, redundancy: seed % 2 == 0 ? 0.2 : 0));
            var objective = new SelectionObjective(problem);
            for (int candidate = 0; candidate < problem.Count; candidate++)
            {
                var bound = new LagrangianBound(objective);
                bound.States[candidate] = CandidateState.In;
                bound.Restrict();
                long? best = Oracle.Best(new SelectionObjective(problem with { Included = [candidate] }));
                Assert.True(best is null || bound.Evaluate() >= best, $"seed {seed}, {candidate} in");
                bound.States[candidate] = CandidateState.Out;
                bound.Restrict();
                Assert.True(bound.Evaluate() >= BestWithout(objective, candidate), $"seed {seed}, {candidate} out");
            }
        }
    }

    [Fact]
    public void Counts_what_those_chosen_for_sure_lose_with_each_other_once()
    {
        for (ulong seed = 1; seed <= 8; seed++)
        {
            SelectionProblem problem = Sample.Problem(8, seed, 0.7, redundancy: 0.5);
            var objective = new SelectionObjective(problem);
            var bound = new LagrangianBound(objective);
            for (int chosen = 0; chosen < problem.Count; chosen++)
            {
                bound.States[chosen] = CandidateState.In;
                bound.Restrict();
                long? best = Oracle.Best(new SelectionObjective(problem with { Included = [.. Enumerable.Range(0, chosen + 1)] }));
                if (bound.Evaluate() is not { } now)
                {
                    Assert.Null(best);
                    break;
                }
                Assert.True(now >= best, $"seed {seed}, {chosen + 1} in: {now} is below {best}");
            }
        }
    }

    [Fact]
    public void Is_lower_where_candidates_repeat_one_that_is_chosen_for_sure()
    {
        SelectionProblem problem = Sample.Problem(8, 3, 0.7, redundancy: 0.5);
        SelectionProblem without = problem with { Weights = (problem.Weights.Diversity, problem.Weights.Integrity, 0) };
        (long with, long plain) = (With(problem), With(without));
        Assert.InRange(with, 1, plain - 1);

        static long With(SelectionProblem problem)
        {
            var bound = new LagrangianBound(new SelectionObjective(problem));
            bound.States[0] = CandidateState.In;
            bound.Restrict();
            return bound.Evaluate()!.Value;
        }
    }

    private static long BestWithout(SelectionObjective objective, int candidate) => Enumerable.Range(0, 1 << objective.Count)
        .Where(mask => (mask >> candidate & 1) == 0)
        .Select(mask => Enumerable.Range(0, objective.Count).Where(i => (mask >> i & 1) == 1).ToArray())
        .Where(chosen => Oracle.Keeps(objective.Problem, chosen))
        .Max(objective.EvaluateUnits);

    // The budget is what the best choice under it costs: that choice then leaves none of it.
    private static SelectionProblem Filled(SelectionProblem problem)
    {
        SelectionOutcome exact = SelectionSearch.Run(problem, SelectionMethod.Exact, 1, rounds: 100_000);
        return problem with { Budget = exact.Choice!.Cost };
    }
}
