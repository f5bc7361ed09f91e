using Hallmark.Learning;

namespace Hallmark.Scheduling.Tests.Bounds;

/// <summary>The fill beside what can be chosen in whole candidates, and beside what is known to be chosen in parts.</summary>
public sealed class FractionalFillTests
{
    /// <summary>Budgets and caps that some choice fills exactly are where one unit too little of either price would go unseen.</summary>
    [Fact]
    public void Is_never_below_the_best_whole_choice_where_the_budget_is_filled_exactly()
    {
        for (ulong seed = 0; seed < 400; seed++)
        {
            var random = new SeededRandom(seed, "fill");
            SelectionProblem problem = Exactly(9, random, capped: seed % 2 == 0);
            long[] values = [.. problem.Costs.Select(cost => (cost * random.NextInt(1_000_000)) - 100_000)];
            CandidateState[] states = [.. values.Select(_ => (CandidateState)(random.NextInt(8) < 6 ? 0 : 1 + random.NextInt(2)))];
            Int128? best = Best(problem, values, states);
            Int128? bound = new FractionalFill(problem).Bound(values, states);
            Assert.Equal(best is null, bound is null);
            Assert.True(bound is null || bound >= best, $"seed {seed}: {bound} is below {best}");
        }
    }

    /// <summary>Strong duality: other prices than those at which the budget and the caps end would give more.</summary>
    [Fact]
    public void Is_no_more_than_what_it_takes_in_parts_but_for_the_cutting_off_of_prices()
    {
        for (ulong seed = 0; seed < 400; seed++)
        {
            var random = new SeededRandom(seed, "fill");
            SelectionProblem problem = Exactly(9, random, capped: seed % 2 == 0);
            long[] values = [.. problem.Costs.Select(cost => (cost * random.NextInt(1_000_000)) - 100_000)];
            var fill = new FractionalFill(problem);
            double bound = (double)fill.Bound(values, new CandidateState[9])!.Value;
            double taken = 0;
            for (int j = 0; j < values.Length; j++)
            {
                taken += values[j] * fill.Taken[j];
            }
            Assert.InRange(bound, taken - 1, taken + problem.Costs.Sum()); // a price is less by up to one for each unit of cost
        }
    }

    [Fact]
    public void Is_what_the_best_are_worth_where_all_cost_the_same()
    {
        long[] values = [700, 600, 500, 400, 300, 200];
        for (int chosen = 1; chosen <= 6; chosen++)
        {
            var fill = new FractionalFill(Of([10, 10, 10, 10, 10, 10], budget: 10 * chosen));
            Assert.Equal(values.Take(chosen).Sum(), (long)fill.Bound(values, new CandidateState[6])!.Value);
            Assert.Equal(values.Select((_, j) => j < chosen ? 1.0 : 0), fill.Taken.ToArray());
        }
    }

    [Fact]
    public void Keeps_what_the_cutting_off_of_a_price_left()
    {
        var fill = new FractionalFill(Of([10, 10], budget: 10));
        Assert.Equal(101, (long)fill.Bound([101, 100], new CandidateState[2])!.Value); // the price is 10, so one unit is beyond it
    }

    [Fact]
    public void Takes_a_part_of_the_candidate_at_which_the_budget_or_a_cap_ends()
    {
        var fill = new FractionalFill(Of([10, 10, 10], budget: 25));
        Assert.Equal(900 + 800 + 350, (long)fill.Bound([900, 800, 700], new CandidateState[3])!.Value);
        Assert.Equal([1, 1, 0.5], fill.Taken.ToArray());
        Assert.Equal([200, 100, 0], Enumerable.Range(0, 3).Select(fill.Slack));

        var capped = new FractionalFill(Of([10, 10, 10], budget: 25) with { Providers = [0, 0, 1], ProviderCap = 15 });
        Assert.Equal(900 + 400 + 700, (long)capped.Bound([900, 800, 700], new CandidateState[3])!.Value);
        Assert.Equal([1, 0.5, 1], capped.Taken.ToArray());
    }

    [Fact]
    public void Says_that_what_is_in_exceeds_the_budget_or_a_cap()
    {
        SelectionProblem problem = Of([10, 10, 10], budget: 20);
        CandidateState[] two = [CandidateState.In, CandidateState.In, CandidateState.Free];
        Assert.Equal(30, (long)new FractionalFill(problem).Bound([10, 20, 30], two)!.Value);
        Assert.Null(new FractionalFill(problem with { Budget = 19 }).Bound([10, 20, 30], two));
        Assert.Null(new FractionalFill(problem with { Providers = [0, 0, 1], ProviderCap = 19 }).Bound([10, 20, 30], two));
    }

    // The budget is the cost of some choice, each cap what that choice takes of one provider.
    private static SelectionProblem Exactly(int count, SeededRandom random, bool capped)
    {
        long[] costs = [.. Enumerable.Range(0, count).Select(_ => 1L + random.NextInt(20))];
        int[] providers = [.. costs.Select(_ => random.NextInt(3))];
        bool[] some = [.. costs.Select(_ => random.NextInt(2) == 0)];
        long budget = Math.Max(1, costs.Where((_, j) => some[j]).Sum());
        long cap = Enumerable.Range(0, 3).Max(provider => costs.Where((_, j) => some[j] && providers[j] == provider).Sum());
        SelectionProblem problem = Of(costs, budget);
        return capped ? problem with { Providers = providers, ProviderCap = Math.Max(1, cap) } : problem;
    }

    private static SelectionProblem Of(long[] costs, long budget) => new()
    {
        Points = [.. costs.Select(_ => new double[1])],
        Kernel = SimilarityKernel.InverseDistance(1),
        Records = costs,
        Integrity = [.. costs.Select(_ => 1.0)],
        Costs = costs,
        Budget = budget,
        Weights = (0.5, 0.5, 0),
        AttainableRecords = 1,
    };

    private static Int128? Best(SelectionProblem problem, long[] values, CandidateState[] states)
    {
        Int128? best = null;
        for (int mask = 0; mask < 1 << values.Length; mask++)
        {
            int[] chosen = [.. Enumerable.Range(0, values.Length).Where(j => (mask >> j & 1) == 1)];
            bool asStated = !states.Where((state, j) => state == (chosen.Contains(j) ? CandidateState.Out : CandidateState.In)).Any();
            if (asStated && Oracle.Keeps(problem, chosen))
            {
                Int128 worth = chosen.Sum(j => values[j]);
                best = best is null ? worth : Int128.Max(best.Value, worth);
            }
        }
        return best;
    }
}
