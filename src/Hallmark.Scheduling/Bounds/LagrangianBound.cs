using System.Runtime.CompilerServices;

namespace Hallmark.Scheduling;

/// <summary>
/// An upper bound on F (Cornuéjols, Fisher and Nemhauser, 1977, section 3): every candidate i pays a price for being covered, and in return
/// each chosen one that contributes more counts with what it contributes beyond the price, however many there are. What is left is to fill
/// the budget by value per cost, parts allowed, provider by provider up to their caps. Each class's minimum pays a price too.
/// <para>Why it is a bound: let a_ij be what j contributes for i. For any price p_i and any choice S, the largest a_ij of S is at most
/// p_i + Σ_{j in S} max(0, a_ij - p_i), because the largest is one of the terms or below the price. Summed over i,
/// F(S) ≤ Σ_i p_i + Σ_{j in S} v_j with v_j = mass of j + Σ_i max(0, a_ij - p_i): in place of a maximum stands a sum over the chosen, which
/// <see cref="FractionalFill"/> bounds. It is the Lagrangian dual of "each i is covered once".</para>
/// <para>Any prices give a bound; those that make it tight are found by steps against its subgradient, 1 less how often i was covered
/// (<see cref="Step"/>). All sums are whole numbers, so rounding cannot make the bound untrue.</para>
/// </summary>
internal sealed class LagrangianBound
{
    private const double LeastNorm = 1e-6;

    private readonly SelectionObjective _objective;
    private readonly Neighbourhoods _lists;
    private readonly long[] _values;
    private readonly long[] _penalties;
    private readonly double[] _covered;
    private readonly double[] _direction;
    private readonly ClassPrices _classes;
    private readonly FractionalFill _fill;
    private long _certain; // of those chosen for sure, their losses with each other

    public LagrangianBound(SelectionObjective objective)
    {
        _objective = objective;
        _lists = objective.Neighbourhoods;
        Prices = new long[objective.Count];
        _values = new long[objective.Count];
        _penalties = new long[objective.Count];
        _covered = new double[objective.Count];
        _direction = new double[objective.Count];
        Average = new double[objective.Count];
        States = new CandidateState[objective.Count];
        _classes = new ClassPrices(objective.Problem);
        _fill = new FractionalFill(objective.Problem);
        StartPrices();
        Restrict();
    }

    /// <summary>
    /// What each candidate pays. Never below what those outside its list contribute: of them max(0, a - p) is then 0, and looking at the
    /// lists alone is exact.
    /// </summary>
    public long[] Prices { get; }

    /// <summary>What is decided of each candidate; the bound is over the choices that agree with it.</summary>
    public CandidateState[] States { get; }

    /// <summary>How much of each candidate was taken, over the last steps; recent ones count most.</summary>
    public double[] Average { get; }

    /// <summary>How much of each candidate was taken in the last step.</summary>
    public ReadOnlySpan<double> Taken => _fill.Taken;

    /// <summary>
    /// Takes note of changed <see cref="States"/>. Redundancy is a sum over pairs of chosen ones, none negative; leaving pairs out of it
    /// keeps the bound true. Counted are the pairs of those chosen for sure, and each other candidate's with them: a sum over candidates
    /// again.
    /// </summary>
    public void Restrict()
    {
        if (!_objective.HasRedundancy)
        {
            return;
        }
        var losses = new RedundancyLosses(_objective);
        _certain = 0;
        for (int j = 0; j < States.Length; j++)
        {
            if (States[j] == CandidateState.In)
            {
                _certain += losses.With(j);
                losses.Add(j, 1);
            }
        }
        for (int j = 0; j < States.Length; j++)
        {
            _penalties[j] = States[j] == CandidateState.In ? 0 : losses.With(j);
        }
    }

    /// <summary>The bound under the present prices.</summary>
    /// <returns>In units; null if no choice is possible under the present states.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public long? Evaluate()
    {
        Int128 constant = -_certain + _classes.Constant;
        for (int j = 0; j < _values.Length; j++)
        {
            _values[j] = _objective.Mass(j) - _penalties[j] + _classes.WorthOf(j);
        }
        for (int i = 0; i < Prices.Length; i++)
        {
            long price = Prices[i];
            constant += price;
            ReadOnlySpan<long> contributions = _lists.Values(i);
            ReadOnlySpan<int> list = _lists.List(i);
            for (int k = 0; k < contributions.Length && contributions[k] > price; k++)
            {
                _values[list[k]] += contributions[k] - price;
            }
        }
        return _fill.Bound(_values, States) is { } filled && constant + filled is var bound
            ? bound > long.MaxValue ? long.MaxValue : (long)bound
            : null;
    }

    /// <summary>By how much the bound falls if a candidate is left out (positive) or taken (negative) against its present worth.</summary>
    public long Slack(int candidate) => _fill.Slack(candidate);

    /// <summary>
    /// Moves the prices to where the bound should be lower: against the subgradient by its excess over the square of its length (Polyak,
    /// 1969; Held, Wolfe and Crowder, 1974). Steps need not be exact: whatever the prices, the bound they give is a bound.
    /// </summary>
    /// <param name="excess">By how much the bound should fall, in units.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Step(double excess)
    {
        MeasureCoverage();
        double norm = 0;
        for (int i = 0; i < _direction.Length; i++)
        {
            double subgradient = 1 - _covered[i];
            // Some of the last direction dampens zigzagging (Camerini, Fratta and Maffioli, 1975).
            _direction[i] = subgradient + (0.3 * _direction[i]);
            norm += _direction[i] * _direction[i];
            Average[i] = (0.9 * Average[i]) + (0.1 * _fill.Taken[i]);
        }
        // Below, everybody is covered just once and what is left of the direction is the past: it would only be blown up.
        if (norm > LeastNorm)
        {
            double step = excess / norm;
            for (int i = 0; i < Prices.Length; i++)
            {
                Prices[i] = (long)Math.Clamp(Prices[i] - (step * _direction[i]), _lists.Floor(i), SelectionObjective.UnitsOfOne);
            }
        }
        _classes.Step(excess, _fill.Taken);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MeasureCoverage()
    {
        ReadOnlySpan<double> taken = _fill.Taken;
        for (int i = 0; i < Prices.Length; i++)
        {
            ReadOnlySpan<long> contributions = _lists.Values(i);
            ReadOnlySpan<int> list = _lists.List(i);
            double covered = 0;
            for (int k = 0; k < contributions.Length && contributions[k] > Prices[i]; k++)
            {
                covered += taken[list[k]];
            }
            _covered[i] = covered;
        }
    }

    // Where just one of the chosen counts for each candidate: midway between what the best of the greedy choice contributes and the
    // next; of very many candidates, whose greedy choice takes long, what one contributes whose rank leaves about one before it.
    private void StartPrices()
    {
        if (Prices.Length > SelectionSearch.LargeMin)
        {
            double chosen = Prices.Length * Math.Min(1, _objective.Problem.Budget / _objective.Problem.Costs.Sum(cost => (double)cost));
            int rank = (int)Math.Min(_lists.Listed - 1, 1.5 * Prices.Length / Math.Max(1, chosen));
            for (int i = 0; i < Prices.Length; i++)
            {
                Prices[i] = _lists.Values(i)[rank];
            }
            return;
        }
        var selection = new IncrementalSelection(_objective);
        selection.Become(LazyGreedy.Choose(_objective)?.Chosen ?? []);
        for (int i = 0; i < Prices.Length; i++)
        {
            (int _, long first, long second) = selection.ListedCoverage(i);
            Prices[i] = Math.Max(_lists.Floor(i), second + ((first - second) / 2));
        }
    }
}

/// <summary>What is decided of a candidate: nothing, that it is chosen, or that it is not.</summary>
internal enum CandidateState : byte
{
    Free,
    In,
    Out,
}
