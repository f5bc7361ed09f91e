using System.Runtime.CompilerServices;

namespace Hallmark.Scheduling;

/// <summary>
/// Looks, for one candidate after the other, for the chosen one in whose place it is worth most (Resende and Werneck, 2007, section 3):
/// what each chosen one is worth is known beforehand, and a candidate corrects it only for those whose part it can take over. So a swap's
/// profit is gain - loss + what is taken over, and only few pairs have a last term.
/// </summary>
internal sealed class SwapPass
{
    private readonly SelectionObjective _objective;
    private readonly IncrementalSelection _selection;
    private readonly long[] _loss;
    private readonly long[] _takenOver;
    private readonly List<int> _touched = [];
    private int[] _cheapest = [];

    public SwapPass(SelectionObjective objective, IncrementalSelection selection)
    {
        (_objective, _selection) = (objective, selection);
        _loss = new long[objective.Count];
        _takenOver = new long[objective.Count];
        Refresh();
    }

    /// <summary>Adds the candidate, or puts it in another's place, if F grows by that.</summary>
    /// <returns>Whether the candidate is chosen now.</returns>
    public bool TryEnter(int candidate)
    {
        if (_selection.Contains(candidate))
        {
            return false;
        }
        long gain = _selection.ChangeByAdding(candidate);
        if (gain <= 0)
        {
            return false; // adding at no cost would not help, replacing another even less
        }
        if (_selection.Fits(candidate))
        {
            _selection.Add(candidate);
        }
        else if (BestLeaving(candidate, gain) is { } leaving && _selection.ChangeBySwapping(leaving, candidate) > 0)
        {
            _selection.Remove(leaving);
            _selection.Add(candidate);
        }
        else
        {
            return false;
        }
        Refresh();
        return true;
    }

    /// <summary>Looks again at what each chosen one is worth.</summary>
    public void Refresh()
    {
        foreach (int chosen in _selection.Chosen)
        {
            _loss[chosen] = -_selection.ChangeByRemoving(chosen);
        }
        _cheapest = [.. _selection.Chosen];
        Array.Sort(_cheapest, (a, b) => _loss[a] != _loss[b] ? _loss[a].CompareTo(_loss[b]) : a.CompareTo(b));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int? BestLeaving(int candidate, long gain)
    {
        Touch(candidate);
        (int? best, long most) = (null, 0);
        foreach (int leaving in _touched)
        {
            long change = gain - _loss[leaving] + _takenOver[leaving];
            if ((change > most || (change == most && leaving < best)) && _selection.Fits(candidate, leaving))
            {
                (best, most) = (leaving, change);
            }
        }
        foreach (int leaving in _cheapest)
        {
            long change = gain - _loss[leaving];
            if (change <= most)
            {
                break;
            }
            if (_selection.Fits(candidate, leaving))
            {
                (best, most) = (leaving, change);
                break;
            }
        }
        foreach (int touched in _touched)
        {
            _takenOver[touched] = 0;
        }
        _touched.Clear();
        return best;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Touch(int candidate)
    {
        ReadOnlySpan<int> rows = _objective.Neighbourhoods.ListedBy(candidate);
        ReadOnlySpan<long> values = _objective.Neighbourhoods.ValuesFor(candidate);
        for (int e = 0; e < rows.Length; e++)
        {
            (int first, long firstUnits, long secondUnits) = _selection.ListedCoverage(rows[e]);
            long taken = Math.Min(values[e], firstUnits) - secondUnits;
            if (first >= 0 && taken > 0)
            {
                if (_takenOver[first] == 0)
                {
                    _touched.Add(first);
                }
                _takenOver[first] += taken;
            }
        }
    }
}
