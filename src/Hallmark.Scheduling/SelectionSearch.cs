using System.Diagnostics;

namespace Hallmark.Scheduling;

/// <summary>The best choice that a search found, with a bound on what it may have missed.</summary>
/// <param name="Choice">The best choice, or null if none keeps the constraints, as far as was searched.</param>
/// <param name="Value">F of it in double precision; 0 without one.</param>
/// <param name="UpperBound">
/// No choice is worth more, rounding counted in; negative infinity if it is proved that there is no choice.
/// </param>
/// <param name="Method">What found it; never <see cref="SelectionMethod.Auto"/>.</param>
/// <param name="Rounds">After how many of its rounds.</param>
public sealed record SelectionOutcome(Selection? Choice, double Value, double UpperBound, SelectionMethod Method, int Rounds)
{
    /// <summary>By how much the best choice there is can be worth more than this one, as a share of this one.</summary>
    public double Gap => Value > 0 ? Math.Max(0, (UpperBound / Value) - 1) : double.PositiveInfinity;
}

/// <summary>Runs methods on a problem within a number of rounds and a limit of time, and bounds what they leave open.</summary>
public static class SelectionSearch
{
    /// <summary>With more candidates even greedy takes long: all time goes to the bound and the choices it suggests.</summary>
    internal const int LargeMin = 5_000;

    private const int RoundsForAny = 1_000; // to find any choice at all
    private const double ShareBeforeBound = 0.8; // of the time, for a method that knows no bound
    private const double ShareOfSwaps = 0.4;
    private const double ShareOfExact = 0.75;

    /// <param name="problem">What to choose from.</param>
    /// <param name="method">How to choose; <see cref="SelectionMethod.Auto"/> tries several.</param>
    /// <param name="seed">Decides the draws of methods that draw.</param>
    /// <param name="rounds">Most rounds of each method; at least 1.</param>
    /// <param name="time">Limit, progress, cancellation; null for none.</param>
    public static SelectionOutcome Run(
        SelectionProblem problem, SelectionMethod method, ulong seed, int rounds, SchedulingTime? time = null)
    {
        var clock = new SearchClock(time ?? new SchedulingTime());
        var objective = new SelectionObjective(problem);
        List<SearchMethod> tried = [];
        if (method == SelectionMethod.Auto)
        {
            TryAll(objective, seed, rounds, clock, tried);
        }
        else
        {
            double share = method == SelectionMethod.Exact ? 1 : ShareBeforeBound;
            tried.Add(clock.Run(Create(method, objective, seed), rounds, share));
        }
        if (tried.TrueForAll(one => one.Best is null) && !tried.Exists(one => one.Method == SelectionMethod.Exact))
        {
            // Greed alone may miss the classes.
            tried.Add(clock.Run(Create(SelectionMethod.Exact, objective, seed), Math.Max(rounds, RoundsForAny), 1));
        }
        return Outcome(objective, clock, tried);
    }

    private static SearchMethod Create(SelectionMethod method, SelectionObjective objective, ulong seed) => method switch
    {
        SelectionMethod.Greedy => new LazyGreedy(objective),
        SelectionMethod.Swap => new SwapSearch(objective),
        SelectionMethod.Annealing => new SimulatedAnnealing(objective, seed),
        SelectionMethod.Genetic => new GeneticAlgorithm(objective, seed),
        SelectionMethod.Swarm => new ParticleSwarm(objective, seed),
        SelectionMethod.Exact => new BranchAndBound(objective),
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, "Not a selection method."),
    };

    // Branch and bound ends by itself on small cases; on large ones its bound comes with good choices. Where it proves nothing,
    // because there is redundancy or little time, annealing has a try.
    private static void TryAll(SelectionObjective objective, ulong seed, int rounds, SearchClock clock, List<SearchMethod> tried)
    {
        bool large = objective.Count > LargeMin;
        if (!large)
        {
            tried.Add(clock.Run(new LazyGreedy(objective), rounds, 1));
            tried.Add(clock.Run(new SwapSearch(objective), rounds, ShareOfSwaps));
        }
        SearchMethod exact = clock.Run(new BranchAndBound(objective), rounds, large ? 1 : ShareOfExact);
        tried.Add(exact);
        if (!exact.Finished && !large)
        {
            tried.Add(clock.Run(new SimulatedAnnealing(objective, seed), rounds, 1));
        }
    }

    private static SelectionOutcome Outcome(SelectionObjective objective, SearchClock clock, List<SearchMethod> tried)
    {
        SearchMethod best = tried[0];
        foreach (SearchMethod one in tried)
        {
            best = one.Best is { } choice && (best.Best is null || choice.Units > best.Best.Units) ? one : best;
        }
        long bound = tried.Min(one => one.Bound);
        if (bound == long.MaxValue)
        {
            bound = clock.Bound(objective, best);
        }
        double upper = bound == long.MinValue ? double.NegativeInfinity
            : ((double)bound / SelectionObjective.UnitsOfOne) + objective.Rounding;
        return best.Best is { } found
            ? new SelectionOutcome(found, objective.Evaluate(found.Chosen), upper, best.Method, best.FoundAfter)
            : new SelectionOutcome(null, 0, upper, best.Method, best.Rounds);
    }

    private sealed class SearchClock(SchedulingTime time)
    {
        private readonly long _start = Stopwatch.GetTimestamp();
        private double _bound = double.PositiveInfinity;

        /// <summary>Does rounds until the method is finished, has done as many as it may, or a share of the time has passed.</summary>
        public SearchMethod Run(SearchMethod method, int rounds, double share)
        {
            do
            {
                method.DoRound();
                _bound = method.Bound == long.MaxValue ? _bound : Math.Min(_bound, method.Bound / (double)SelectionObjective.UnitsOfOne);
                time.Progress?.Invoke(new SchedulingProgress(method.Method, method.Rounds, method.Best?.Value ?? 0, _bound));
            }
            while (!method.Finished && method.Rounds < rounds && !Over(share));
            return method;
        }

        /// <summary>Lowers the bound over all choices as far as time allows.</summary>
        public long Bound(SelectionObjective objective, SearchMethod best)
        {
            var bound = new LagrangianBound(objective);
            foreach (int included in objective.Problem.Included)
            {
                bound.States[included] = CandidateState.In;
            }
            bound.Restrict();
            var search = new BoundSearch(bound, shortening: 0.7, patience: 8);
            while (!search.Settled && search.Evaluate() is { } now && now > best.Best?.Units)
            {
                search.Move(now, best.Best.Units);
                if (Over(1))
                {
                    break;
                }
            }
            return Math.Max(search.Least ?? long.MinValue, best.Best?.Units ?? long.MinValue);
        }

        private bool Over(double share) =>
            time.Cancellation.IsCancellationRequested || (time.Limit is { } limit && Stopwatch.GetElapsedTime(_start) >= limit * share);
    }
}
