using System.Runtime.CompilerServices;

namespace Hallmark.Scheduling;

/// <summary>
/// The most that a budget with caps for disjoint groups can take of candidates with known values, parts allowed: best value per cost
/// first (Dantzig, 1957). Each group's cap lies within the budget, and over nested limits such greed is optimal (Edmonds, 1970).
/// <para>The bound does not come from what greed takes, whose parts are rounded, but from prices per cost, π for the budget B and μ_g for
/// each group g at its cap C_g. For any prices that are not negative, and any choice within the limits, Σ v_j ≤ π·B + Σ_g μ_g·C_g + Σ_j
/// max(0, v_j - (π + μ_g)·c_j): what a chosen one is worth is its cost at these prices and the rest, and the costs are within the limits
/// (weak duality of linear programming). So prices cut off to whole numbers still give a bound, exact in whole numbers. The value per cost
/// at which greed runs out of the budget is π, that at which it runs into a cap is π + μ_g: with these it is the least bound but for the
/// cutting off, and where the budget is filled exactly by whole candidates it is what they are worth.</para>
/// </summary>
internal sealed class FractionalFill
{
    private readonly SelectionProblem _problem;
    private readonly double[] _densities;
    private readonly int[] _order;
    private readonly double[] _taken;
    private readonly long[] _groupRoom;
    private readonly long[] _groupPrice; // on top of the budget's; -1 while the group has room
    private readonly long[] _slack;

    public FractionalFill(SelectionProblem problem)
    {
        _problem = problem;
        _densities = new double[problem.Count];
        _order = new int[problem.Count];
        _taken = new double[problem.Count];
        _slack = new long[problem.Count];
        int groups = problem.Providers.Length == 0 ? 0 : problem.Providers.Max() + 1;
        _groupRoom = new long[groups];
        _groupPrice = new long[groups];
    }

    /// <summary>The share of each candidate that was taken, in [0, 1].</summary>
    public ReadOnlySpan<double> Taken => _taken;

    /// <summary>
    /// Value of a candidate beyond its cost at the prices found, v_j - (π + μ_g)·c_j, in units: by so much the bound falls if one that is
    /// worth more than its cost is left out, or one that is worth less is taken.
    /// </summary>
    public long Slack(int candidate) => _slack[candidate];

    /// <param name="values">Of each candidate, in units.</param>
    /// <param name="states">What is decided: those that are in are taken whole, those that are out not at all.</param>
    /// <returns>The bound in units, or null if those that are in exceed the budget or a cap.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public Int128? Bound(ReadOnlySpan<long> values, ReadOnlySpan<CandidateState> states)
    {
        long room = _problem.Budget;
        Array.Fill(_groupRoom, _problem.ProviderCap);
        Array.Fill(_groupPrice, -1);
        Int128 bound = 0;
        int free = 0;
        for (int j = 0; j < values.Length; j++)
        {
            _taken[j] = states[j] == CandidateState.In ? 1 : 0;
            if (states[j] == CandidateState.In)
            {
                bound += values[j];
                room -= _problem.Costs[j];
                Spend(j, _problem.Costs[j]);
            }
            else if (states[j] == CandidateState.Free && values[j] > 0)
            {
                (_order[free], _densities[free]) = (j, -(values[j] / (double)_problem.Costs[j]));
                free++;
            }
        }
        if (room < 0 || (_groupRoom.Length > 0 && _groupRoom.Min() < 0))
        {
            return null;
        }
        TotalOrder.Sort(_densities, _order, free);
        long price = Take(free, room);
        return bound + Priced(values, states, price, room);
    }

    // Takes the best first; the density at which the budget ends is its price.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private long Take(int free, long room)
    {
        for (int at = 0; at < free; at++)
        {
            int j = _order[at];
            long cost = _problem.Costs[j];
            long fits = Math.Min(cost, GroupRoom(j));
            long part = Math.Min(fits, room);
            _taken[j] = part / (double)cost;
            room -= part;
            Spend(j, part);
            if (part < fits || (room == 0 && part < cost))
            {
                return Whole(-_densities[at]);
            }
            if (part < cost && _groupPrice[_problem.Providers[j]] < 0)
            {
                _groupPrice[_problem.Providers[j]] = Whole(-_densities[at]);
            }
        }
        return 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Int128 Priced(ReadOnlySpan<long> values, ReadOnlySpan<CandidateState> states, long price, long room)
    {
        Int128 bound = (Int128)price * room;
        for (int g = 0; g < _groupPrice.Length; g++)
        {
            _groupPrice[g] = Math.Max(0, _groupPrice[g] - price);
            bound += (Int128)_groupPrice[g] * GroupRoomAtStart(g, states);
        }
        for (int j = 0; j < values.Length; j++)
        {
            Int128 paid = (Int128)(price + (_groupPrice.Length == 0 ? 0 : _groupPrice[_problem.Providers[j]])) * _problem.Costs[j];
            _slack[j] = (long)Int128.Max(values[j] - paid, long.MinValue / 4);
            bound += states[j] == CandidateState.Free && _slack[j] > 0 ? _slack[j] : 0;
        }
        return bound;
    }

    private long GroupRoomAtStart(int group, ReadOnlySpan<CandidateState> states)
    {
        if (_groupPrice[group] == 0)
        {
            return 0;
        }
        long room = _problem.ProviderCap;
        for (int j = 0; j < states.Length; j++)
        {
            room -= states[j] == CandidateState.In && _problem.Providers[j] == group ? _problem.Costs[j] : 0;
        }
        return room;
    }

    private long GroupRoom(int candidate) => _groupRoom.Length == 0 ? long.MaxValue : _groupRoom[_problem.Providers[candidate]];

    private void Spend(int candidate, long cost)
    {
        if (_groupRoom.Length > 0)
        {
            _groupRoom[_problem.Providers[candidate]] -= cost;
        }
    }

    private static long Whole(double density) => density >= SelectionObjective.UnitsOfOne ? SelectionObjective.UnitsOfOne : (long)density;
}
