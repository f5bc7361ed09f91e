namespace Hallmark.Scheduling.Tests.Methods;

public class MethodTests
{
    public static TheoryData<SelectionMethod> All => [.. Enum.GetValues<SelectionMethod>()];

    [Theory, MemberData(nameof(All))]
    public void Keeps_every_constraint_and_its_bound_holds(SelectionMethod method)
    {
        int found = 0;
        for (ulong seed = 1; seed <= 40; seed++)
        {
            SelectionProblem problem = Sample.Constrained(11, seed, seed % 4 == 0 ? 0.2 : 0);
            long? best = Oracle.Best(new SelectionObjective(problem));
            SelectionOutcome outcome = SelectionSearch.Run(problem, method, seed, rounds: 8);
            if (outcome.Choice is { } choice)
            {
                found++;
                Assert.True(Oracle.Keeps(problem, [.. choice.Chosen]), $"seed {seed}");
                Assert.Equal(new SelectionObjective(problem).EvaluateUnits([.. choice.Chosen]), choice.Units);
                Assert.InRange(choice.Units, long.MinValue, best!.Value);
                Assert.True(outcome.UpperBound >= best.Value / (double)SelectionObjective.UnitsOfOne, $"seed {seed}");
            }
            else
            {
                Assert.True(best is null || !double.IsNegativeInfinity(outcome.UpperBound), $"seed {seed}");
            }
        }
        Assert.InRange(found, 25, 40);
    }

    [Fact]
    public void Exact_finds_the_best_of_all_choices_or_that_there_is_none()
    {
        int none = 0;
        for (ulong seed = 1; seed <= 60; seed++)
        {
            double redundancy = seed % 3 == 0 ? 0.3 : 0;
            SelectionProblem problem =
                seed % 2 == 0 ? Sample.Constrained(12, seed, redundancy) : Sample.Problem(12, seed, 0.3, seed % 4 == 1, redundancy);
            long? best = Oracle.Best(new SelectionObjective(problem));
            SelectionOutcome outcome = SelectionSearch.Run(problem, SelectionMethod.Exact, 1, rounds: 100_000);
            Assert.Equal(best, outcome.Choice?.Units);
            Assert.Equal(best is null, double.IsNegativeInfinity(outcome.UpperBound));
            Assert.True(best is null || outcome.Gap < 1e-9);
            none += best is null ? 1 : 0;
        }
        Assert.InRange(none, 1, 20);
    }

    [Theory, MemberData(nameof(All))]
    public async Task Comes_out_the_same_on_one_thread_and_from_its_method_and_rounds(SelectionMethod method)
    {
        foreach (int count in new[] { 40, 300 })
        {
            SelectionProblem problem = Sample.Problem(count, (ulong)count, gaussian: true);
            SelectionOutcome first = SelectionSearch.Run(problem, method, 7, rounds: 12);
            SelectionOutcome alone = await Task.Factory.StartNew(
                () => SelectionSearch.Run(problem, method, 7, rounds: 12), CancellationToken.None, TaskCreationOptions.None,
                new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);
            SelectionOutcome again = SelectionSearch.Run(problem, first.Method, 7, first.Rounds);
            Assert.NotEqual(SelectionMethod.Auto, first.Method);
            foreach (SelectionOutcome other in new[] { alone, again })
            {
                Assert.Equal(first.Choice!.Chosen, other.Choice!.Chosen);
                Assert.Equal((first.Choice.Units, first.Method, first.Rounds, first.Value),
                    (other.Choice.Units, other.Method, other.Rounds, other.Value));
            }
            Assert.Equal(first.UpperBound, alone.UpperBound);
        }
    }

    [Theory, MemberData(nameof(All))]
    public void A_choice_ended_by_the_clock_is_made_again_without_one(SelectionMethod method)
    {
        SelectionProblem problem = Sample.Problem(250, 9);
        var times = new List<SchedulingProgress>();
        var time = new SchedulingTime(TimeSpan.FromMilliseconds(60), times.Add);
        SelectionOutcome boxed = SelectionSearch.Run(problem, method, 3, int.MaxValue, time);
        SelectionOutcome again = SelectionSearch.Run(problem, boxed.Method, 3, boxed.Rounds);
        Assert.Equal(boxed.Choice!.Chosen, again.Choice!.Chosen);
        Assert.Equal((boxed.Method, boxed.Rounds), (again.Method, again.Rounds));
        Assert.NotEmpty(times);
    }

    [Fact]
    public void Cancelled_before_it_began_it_still_chooses()
    {
        var cancelled = new CancellationToken(canceled: true);
        foreach (SelectionMethod method in Enum.GetValues<SelectionMethod>())
        {
            SelectionOutcome outcome =
                SelectionSearch.Run(Sample.Problem(60, 4), method, 1, int.MaxValue, new SchedulingTime(Cancellation: cancelled));
            Assert.NotEmpty(outcome.Choice!.Chosen);
        }
    }

    [Fact]
    public void Auto_is_never_worse_than_a_method_it_tries()
    {
        SelectionMethod[] tried = [SelectionMethod.Greedy, SelectionMethod.Swap, SelectionMethod.Annealing, SelectionMethod.Exact];
        for (ulong seed = 1; seed <= 10; seed++)
        {
            SelectionProblem problem = Sample.Problem(60, seed, redundancy: seed % 2 == 0 ? 0.2 : 0);
            long auto = SelectionSearch.Run(problem, SelectionMethod.Auto, seed, rounds: 15).Choice!.Units;
            Assert.All(tried, method => Assert.True(SelectionSearch.Run(problem, method, seed, 15).Choice!.Units <= auto));
        }
    }

    [Fact]
    public void None_is_worse_than_greedy_and_most_are_sometimes_better()
    {
        foreach (SelectionMethod method in Enum.GetValues<SelectionMethod>().Except([SelectionMethod.Greedy]))
        {
            int better = 0;
            for (ulong seed = 1; seed <= 8; seed++)
            {
                SelectionProblem problem = Sample.Problem(50, seed, 0.2, gaussian: true);
                long greedy = SelectionSearch.Run(problem, SelectionMethod.Greedy, 1, 2).Choice!.Units;
                long other = SelectionSearch.Run(problem, method, seed, 40).Choice!.Units;
                Assert.True(other >= greedy);
                better += other > greedy ? 1 : 0;
            }
            Assert.InRange(better, 1, 8);
        }
    }
}
