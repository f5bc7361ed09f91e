using System.Runtime.CompilerServices;

namespace Hallmark.Scheduling;

/// <summary>
/// A choice of candidates that knows its value and what a move would change, exactly; <see cref="SelectionObjective.EvaluateUnits"/> says
/// the same from the definition. For each candidate it remembers the two chosen ones that contribute most to it, so that a move looks only
/// at those whose lists (see <see cref="Neighbourhoods"/>) it touches. Candidates without a chosen one in their list are kept apart
/// ("strays") and compared with directly. Not safe for use by several threads.
/// <para>Two are enough (Whitaker, 1983; Resende and Werneck, 2007): of a chosen one that leaves, whoever it covered best falls to its
/// second; of all others nothing changes. All values are whole numbers of units, so no order of moves leaves a rounding behind.</para>
/// </summary>
public sealed class IncrementalSelection
{
    private const int Nobody = -1;

    private readonly SelectionObjective _objective;
    private readonly Neighbourhoods _lists;
    private readonly Affinities _affinities;
    private readonly Requirements _requirements;
    private readonly List<int> _chosen = [];
    private readonly int[] _place; // in _chosen, or Nobody
    private readonly int[] _first; // the chosen one that contributes most, and what
    private readonly long[] _firstUnits;
    private readonly int[] _second; // the next one, if it stands in the list too
    private readonly long[] _secondUnits;
    private readonly StrayList _strays;
    private readonly RedundancyLosses? _losses;
    private long _units;

    /// <summary>Begins with an empty choice.</summary>
    public IncrementalSelection(SelectionObjective objective)
    {
        _objective = objective;
        _lists = objective.Neighbourhoods;
        _affinities = objective.Affinities;
        _requirements = new Requirements(objective.Problem);
        _place = new int[objective.Count];
        _first = new int[objective.Count];
        _second = new int[objective.Count];
        _firstUnits = new long[objective.Count];
        _secondUnits = new long[objective.Count];
        Array.Fill(_place, Nobody);
        Array.Fill(_first, Nobody);
        Array.Fill(_second, Nobody);
        _strays = new StrayList(objective.Points, listsComplete: _lists.Complete);
        _losses = objective.HasRedundancy ? new RedundancyLosses(objective) : null;
    }

    /// <summary>The chosen, in an order that depends on the moves made.</summary>
    public IReadOnlyList<int> Chosen => _chosen;

    public long Cost => _requirements.Cost;

    /// <summary>F of the choice in units; the same number as <see cref="SelectionObjective.EvaluateUnits"/>.</summary>
    public long Units => _units;

    internal Requirements Requirements => _requirements;

    /// <summary>Whether no class is below its minimum and all that must be chosen is.</summary>
    internal bool Satisfied => _requirements.Missing == 0;

    public bool Contains(int candidate) => _place[candidate] != Nobody;

    /// <summary>Whether the candidate, not chosen, can be added, or take the place of a chosen one.</summary>
    public bool Fits(int candidate, int? inPlaceOf = null) =>
        inPlaceOf is { } leaving ? _requirements.AllowsSwap(leaving, candidate) : _requirements.Allows(candidate);

    /// <summary>Who contributes most to a candidate, what, and what the next one in its list does; negative for nobody.</summary>
    internal (int Chosen, long First, long Second) ListedCoverage(int of) =>
        (_first[of], _firstUnits[of], _second[of] == Nobody ? 0 : _secondUnits[of]);

    /// <summary>By how much adding a candidate that is not chosen changes F, in units: what it covers better than the best so far, and what
    /// it adds by itself, less what it repeats of the chosen.</summary>
    public long ChangeByAdding(int candidate) =>
        Gain(candidate) + _objective.Mass(candidate) - (_losses?.With(candidate) ?? 0);

    /// <summary>By how much removing a chosen candidate changes F.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public long ChangeByRemoving(int candidate)
    {
        long change = 0;
        foreach (int i in _lists.ListedBy(candidate))
        {
            change += _first[i] == candidate ? SecondOf(i) - _firstUnits[i] : 0;
        }
        foreach (int i in _strays.Items)
        {
            change += _first[i] == candidate ? SecondOf(i) - _firstUnits[i] : 0;
        }
        return change - _objective.Mass(candidate) + (_losses?.With(candidate) ?? 0);
    }

    /// <summary>
    /// By how much putting one candidate in the place of a chosen one changes F. Both changes counted apart are right but for two things
    /// that they share: those whom the leaving one covers best (see <see cref="Together"/>), and that the two repeat each other in
    /// neither choice.
    /// </summary>
    public long ChangeBySwapping(int leaving, int entering)
    {
        long change = ChangeByAdding(entering) + ChangeByRemoving(leaving);
        foreach (int i in _lists.ListedBy(leaving))
        {
            change += _first[i] == leaving ? Together(i, entering) : 0;
        }
        foreach (int i in _strays.Items)
        {
            change += _first[i] == leaving ? Together(i, entering) : 0;
        }
        return change + (_losses is null ? 0 : _objective.Redundancy(leaving, entering));
    }

    /// <exception cref="ArgumentException">Chosen already.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(int candidate)
    {
        if (Contains(candidate))
        {
            throw new ArgumentException($"Candidate {candidate} is chosen already.", nameof(candidate));
        }
        _units += _objective.Mass(candidate) - (_losses?.With(candidate) ?? 0);
        AddToStrays(candidate);
        ReadOnlySpan<int> rows = _lists.ListedBy(candidate);
        ReadOnlySpan<long> values = _lists.ValuesFor(candidate);
        for (int e = 0; e < rows.Length; e++)
        {
            Cover(rows[e], candidate, values[e]);
        }
        _place[candidate] = _chosen.Count;
        _chosen.Add(candidate);
        _requirements.Count(candidate, 1);
        _losses?.Add(candidate, 1);
    }

    /// <exception cref="ArgumentException">Not chosen.</exception>
    public void Remove(int candidate)
    {
        if (!Contains(candidate))
        {
            throw new ArgumentException($"Candidate {candidate} is not chosen.", nameof(candidate));
        }
        _place[_chosen[^1]] = _place[candidate];
        _chosen[_place[candidate]] = _chosen[^1];
        _chosen.RemoveAt(_chosen.Count - 1);
        _place[candidate] = Nobody;
        _requirements.Count(candidate, -1);
        _losses?.Add(candidate, -1);
        _units -= _objective.Mass(candidate) - (_losses?.With(candidate) ?? 0);
        foreach (int i in _lists.ListedBy(candidate))
        {
            if (_first[i] == candidate || _second[i] == candidate)
            {
                Uncover(i);
            }
        }
        for (int s = _strays.Items.Length - 1; s >= 0; s--)
        {
            int i = _strays.Items[s];
            if (_first[i] == candidate)
            {
                CoverStray(i);
            }
        }
    }

    /// <summary>Makes the choice equal to another one.</summary>
    internal void Become(IReadOnlyCollection<int> chosen)
    {
        var wanted = new HashSet<int>(chosen);
        foreach (int candidate in _chosen.Where(own => !wanted.Contains(own)).ToArray())
        {
            Remove(candidate);
        }
        foreach (int candidate in chosen)
        {
            if (!Contains(candidate))
            {
                Add(candidate);
            }
        }
    }

    /// <summary>The choice as it is now.</summary>
    public Selection ToSelection() => new([.. _chosen.Order()], _units, Cost);

    // What an added candidate covers beyond what is covered.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private long Gain(int candidate)
    {
        ReadOnlySpan<int> rows = _lists.ListedBy(candidate);
        ReadOnlySpan<long> values = _lists.ValuesFor(candidate);
        long gain = 0;
        for (int e = 0; e < rows.Length; e++)
        {
            long more = values[e] - _firstUnits[rows[e]];
            gain += more > 0 ? more : 0;
        }
        foreach ((int i, double squared) in _strays.NearerTo(candidate))
        {
            gain += _lists.IsListed(i, candidate, squared) ? 0 : Math.Max(0, _affinities.At(i, squared) - _firstUnits[i]);
        }
        return gain;
    }

    // One that the leaving covers best, with a, by its second with b, and by the entering with v. Together they change max(b, v) - a.
    // Counted apart they change (b - a) and max(0, v - a); the rest is what counting apart misses.
    private long Together(int of, int entering)
    {
        long first = _firstUnits[of];
        long second = SecondOf(of);
        long value = _affinities.Of(of, entering);
        return (Math.Max(second, value) - first) - (second - first) - Math.Max(0, value - first);
    }

    private long SecondOf(int of)
    {
        if (_second[of] != Nobody)
        {
            return _secondUnits[of];
        }
        long best = 0;
        foreach (int chosen in _lists.Complete ? [] : _chosen)
        {
            best = chosen == _first[of] ? best : Math.Max(best, _affinities.Of(of, chosen));
        }
        return best;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Cover(int i, int candidate, long value)
    {
        if (_strays.Contains(i))
        {
            _strays.Remove(i);
            _units += value - _firstUnits[i];
            (_first[i], _firstUnits[i], _second[i]) = (candidate, value, Nobody);
        }
        else if (value > _firstUnits[i])
        {
            _units += value - _firstUnits[i];
            (_second[i], _secondUnits[i]) = (_first[i], _firstUnits[i]);
            (_first[i], _firstUnits[i]) = (candidate, value);
        }
        else if (_second[i] == Nobody || value > _secondUnits[i])
        {
            (_second[i], _secondUnits[i]) = (candidate, value);
        }
    }

    private void AddToStrays(int candidate)
    {
        foreach ((int i, double squared) in _strays.NearerTo(candidate))
        {
            if (!_lists.IsListed(i, candidate, squared))
            {
                long value = _affinities.At(i, squared);
                _units += value - _firstUnits[i];
                (_first[i], _firstUnits[i]) = (candidate, value);
                _strays.SetReach(i, squared);
            }
        }
    }

    // Looks for the first two chosen in the list.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Uncover(int i)
    {
        long before = _firstUnits[i];
        (_first[i], _second[i], _firstUnits[i]) = (Nobody, Nobody, 0);
        ReadOnlySpan<int> list = _lists.List(i);
        for (int k = 0; k < list.Length; k++)
        {
            if (_place[list[k]] == Nobody)
            {
                continue;
            }
            long value = _lists.Values(i)[k];
            if (_first[i] != Nobody)
            {
                (_second[i], _secondUnits[i]) = (list[k], value);
                break;
            }
            (_first[i], _firstUnits[i]) = (list[k], value);
        }
        _units += _firstUnits[i] - before;
        if (_first[i] == Nobody)
        {
            _strays.Add(i);
            CoverStray(i);
        }
    }

    private void CoverStray(int i)
    {
        (int nearest, double reach) = (Nobody, double.PositiveInfinity);
        foreach (int chosen in _chosen)
        {
            double squared = _objective.Points.Squared(i, chosen);
            (nearest, reach) = squared < reach ? (chosen, squared) : (nearest, reach);
        }
        long value = nearest == Nobody ? 0 : _affinities.At(i, reach);
        _units += value - _firstUnits[i];
        (_first[i], _firstUnits[i]) = (nearest, value);
        _strays.SetReach(i, reach);
    }
}
