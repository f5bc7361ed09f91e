namespace Hallmark.Scheduling;

/// <summary>
/// What a choice takes of the budget, of its providers' caps and towards the minimum of each class, and which moves stay within them.
/// A move that leaves a class below its minimum is allowed only where it was below before.
/// </summary>
internal sealed class Requirements
{
    private readonly SelectionProblem _problem;
    private readonly bool[] _included;
    private readonly long[] _spent; // per provider
    private readonly long[] _records; // per class

    public Requirements(SelectionProblem problem)
    {
        _problem = problem;
        _included = new bool[problem.Count];
        foreach (int included in problem.Included)
        {
            _included[included] = true;
        }
        _spent = new long[problem.Providers.Length == 0 ? 0 : problem.Providers.Max() + 1];
        _records = new long[problem.Classes];
    }

    public long Cost { get; private set; }

    public long Room => _problem.Budget - Cost;

    /// <summary>Records missing to the minimum, over all classes.</summary>
    public long Missing
    {
        get
        {
            long missing = 0;
            foreach (long own in _records)
            {
                missing += Math.Max(0, _problem.ClassRecordsMin - own);
            }
            return missing;
        }
    }

    /// <summary>By how much a candidate would lessen <see cref="Missing"/>.</summary>
    public long Lessens(int candidate)
    {
        long lessens = 0;
        for (int k = 0; k < _records.Length; k++)
        {
            lessens += Math.Min(_problem.ClassRecords[candidate][k], Math.Max(0, _problem.ClassRecordsMin - _records[k]));
        }
        return lessens;
    }

    /// <summary>Whether the choice keeps to the budget and to every provider's cap.</summary>
    public bool Kept => Room >= 0 && Array.TrueForAll(_spent, spent => spent <= _problem.ProviderCap);

    public bool Allows(int entering) =>
        _problem.Costs[entering] <= Room
        && (_spent.Length == 0 || _problem.Costs[entering] <= _problem.ProviderCap - _spent[_problem.Providers[entering]]);

    public bool AllowsSwap(int leaving, int entering)
    {
        long back = _problem.Costs[leaving];
        if (_included[leaving] || _problem.Costs[entering] - back > Room || !KeepsClasses(leaving, entering))
        {
            return false;
        }
        if (_spent.Length == 0)
        {
            return true;
        }
        int provider = _problem.Providers[entering];
        return _problem.Costs[entering] <= _problem.ProviderCap - _spent[provider] + (_problem.Providers[leaving] == provider ? back : 0);
    }

    public bool AllowsRemoving(int leaving) => !_included[leaving] && KeepsClasses(leaving, null);

    public void Count(int candidate, int sign)
    {
        Cost += sign * _problem.Costs[candidate];
        if (_spent.Length > 0)
        {
            _spent[_problem.Providers[candidate]] += sign * _problem.Costs[candidate];
        }
        for (int k = 0; k < _records.Length; k++)
        {
            _records[k] += sign * _problem.ClassRecords[candidate][k];
        }
    }

    private bool KeepsClasses(int leaving, int? entering)
    {
        for (int k = 0; k < _records.Length; k++)
        {
            long loss = _problem.ClassRecords[leaving][k] - (entering is { } other ? _problem.ClassRecords[other][k] : 0);
            if (loss > 0 && _records[k] - loss < _problem.ClassRecordsMin)
            {
                return false;
            }
        }
        return true;
    }
}
