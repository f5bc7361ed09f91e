namespace Hallmark.Scheduling;

/// <summary>
/// A choice of candidates that knows its value and what a move would change. For each candidate it remembers the two chosen ones
/// most like it, so judging an addition, removal or swap costs one pass over the n candidates. Making a move costs the same, and a
/// pass over the choice for each candidate that loses one of its two. Not safe for use by several threads.
/// </summary>
public sealed class IncrementalSelection
{
    private const int Nobody = -1;

    private readonly SelectionObjective _objective;
    private readonly List<int> _chosen = [];
    private readonly bool[] _isChosen;
    private readonly Best[] _best;
    private long _coverage;
    private long _integrityMass;

    /// <summary>Nothing chosen.</summary>
    public IncrementalSelection(SelectionObjective objective)
    {
        _objective = objective;
        _isChosen = new bool[objective.Count];
        _best = new Best[objective.Count];
        Array.Fill(_best, new Best(Nobody, 0, Nobody, 0));
    }

    // The chosen candidates most like another, and how like.
    private readonly record struct Best(int First, int FirstPpm, int Second, int SecondPpm);

    /// <summary>The chosen, in an order that depends on the moves made.</summary>
    public IReadOnlyList<int> Chosen => _chosen;

    /// <summary>Records chosen.</summary>
    public long Records { get; private set; }

    /// <summary>F of the choice; the same bits as <see cref="SelectionObjective.Evaluate"/>.</summary>
    public double Value => _objective.Value(_coverage, _integrityMass);

    public bool Contains(int candidate) => _isChosen[candidate];

    /// <summary>Whether the candidate, not chosen, can be added, or put in the place of a chosen one, within the budget.</summary>
    public bool Fits(int candidate, int? inPlaceOf = null) =>
        Records + _objective.RecordsOf(candidate) - (inPlaceOf is { } leaving ? _objective.RecordsOf(leaving) : 0)
        <= _objective.Budget;

    /// <summary>By how much adding a candidate that is not chosen changes F.</summary>
    public double ChangeByAdding(int candidate)
    {
        ReadOnlySpan<int> likeness = _objective.Similarities(candidate);
        long coverage = 0;
        for (int j = 0; j < _best.Length; j++)
        {
            coverage += _objective.RecordsOf(j) * Math.Max(0, likeness[j] - _best[j].FirstPpm);
        }
        return _objective.Value(coverage, _objective.IntegrityMass(candidate));
    }

    /// <summary>By how much removing a chosen candidate changes F: never upwards.</summary>
    public double ChangeByRemoving(int candidate)
    {
        long coverage = 0;
        for (int j = 0; j < _best.Length; j++)
        {
            coverage += _objective.RecordsOf(j) * (Without(_best[j], candidate) - _best[j].FirstPpm);
        }
        return _objective.Value(coverage, -_objective.IntegrityMass(candidate));
    }

    /// <summary>By how much putting one candidate in the place of a chosen one changes F.</summary>
    public double ChangeBySwapping(int leaving, int entering)
    {
        ReadOnlySpan<int> likeness = _objective.Similarities(entering);
        long coverage = 0;
        for (int j = 0; j < _best.Length; j++)
        {
            coverage += _objective.RecordsOf(j) * (Math.Max(Without(_best[j], leaving), likeness[j]) - _best[j].FirstPpm);
        }
        return _objective.Value(coverage, _objective.IntegrityMass(entering) - _objective.IntegrityMass(leaving));
    }

    /// <exception cref="ArgumentException">Chosen already.</exception>
    public void Add(int candidate)
    {
        if (_isChosen[candidate])
        {
            throw new ArgumentException($"Candidate {candidate} is chosen already.", nameof(candidate));
        }
        _isChosen[candidate] = true;
        _chosen.Add(candidate);
        Records += _objective.RecordsOf(candidate);
        _integrityMass += _objective.IntegrityMass(candidate);
        ReadOnlySpan<int> likeness = _objective.Similarities(candidate);
        for (int j = 0; j < _best.Length; j++)
        {
            Best before = _best[j];
            _best[j] = Including(before, candidate, likeness[j]);
            _coverage += _objective.RecordsOf(j) * (_best[j].FirstPpm - before.FirstPpm);
        }
    }

    /// <exception cref="ArgumentException">Not chosen.</exception>
    public void Remove(int candidate)
    {
        if (!_isChosen[candidate])
        {
            throw new ArgumentException($"Candidate {candidate} is not chosen.", nameof(candidate));
        }
        _isChosen[candidate] = false;
        _chosen.Remove(candidate);
        Records -= _objective.RecordsOf(candidate);
        _integrityMass -= _objective.IntegrityMass(candidate);
        for (int j = 0; j < _best.Length; j++)
        {
            Best before = _best[j];
            if (before.First == candidate || before.Second == candidate)
            {
                _best[j] = BestOfChosen(j);
                _coverage += _objective.RecordsOf(j) * (_best[j].FirstPpm - before.FirstPpm);
            }
        }
    }

    /// <summary>The choice as it is now.</summary>
    public Selection ToSelection() => new([.. _chosen.Order()], Value, _objective.ValuePpm(_coverage, _integrityMass), Records);

    private static int Without(Best best, int candidate) => best.First == candidate ? best.SecondPpm : best.FirstPpm;

    private static Best Including(Best best, int candidate, int ppm) =>
        best.First == Nobody || ppm > best.FirstPpm ? new Best(candidate, ppm, best.First, best.FirstPpm)
        : best.Second == Nobody || ppm > best.SecondPpm ? best with { Second = candidate, SecondPpm = ppm }
        : best;

    private Best BestOfChosen(int of)
    {
        var best = new Best(Nobody, 0, Nobody, 0);
        foreach (int candidate in _chosen)
        {
            best = Including(best, candidate, _objective.Similarities(candidate)[of]);
        }
        return best;
    }
}
