namespace Hallmark.Scheduling;

/// <summary>
/// Adds, again and again, the candidate that fits and gains most per record. Gains only fall as the choice grows, so an old gain
/// is an upper bound and most need not be computed again (Minoux, 1978). Because gain per record alone can fill the budget with
/// crumbs, it also starts once from the best single batch and keeps the better of both: at least (1 - 1/e) / 2 of the best
/// possible value (Krause and Guestrin, 2005), in practice close to it. Ties go to the lower index.
/// </summary>
public static class LazyGreedy
{
    /// <summary>The choice; empty if nothing fits or gains.</summary>
    public static Selection Choose(SelectionObjective objective)
    {
        Selection plain = Fill(objective, new IncrementalSelection(objective));
        if (BestSingle(objective) is not { } single)
        {
            return plain;
        }
        var started = new IncrementalSelection(objective);
        started.Add(single);
        Selection fromSingle = Fill(objective, started);
        return fromSingle.Value > plain.Value ? fromSingle : plain;
    }

    private static int? BestSingle(SelectionObjective objective)
    {
        var empty = new IncrementalSelection(objective);
        (int? best, double bestGain) = (null, 0);
        for (int i = 0; i < objective.Count; i++)
        {
            double gain = empty.Fits(i) ? empty.ChangeByAdding(i) : 0;
            (best, bestGain) = gain > bestGain ? (i, gain) : (best, bestGain);
        }
        return best;
    }

    private static Selection Fill(SelectionObjective objective, IncrementalSelection selection)
    {
        var highestGainFirst = Comparer<(double Gain, int Index)>.Create(static (a, b) =>
            a.Gain.Equals(b.Gain) ? a.Index.CompareTo(b.Index) : b.Gain.CompareTo(a.Gain));
        var queue = new PriorityQueue<int, (double Gain, int Index)>(highestGainFirst);
        for (int i = 0; i < objective.Count; i++)
        {
            if (!selection.Contains(i))
            {
                queue.Enqueue(i, (GainPerRecord(i), i));
            }
        }
        while (queue.TryDequeue(out int candidate, out _))
        {
            if (!selection.Fits(candidate))
            {
                continue; // for good: the room left only shrinks
            }
            (double Gain, int Index) now = (GainPerRecord(candidate), candidate);
            if (queue.TryPeek(out _, out (double Gain, int Index) next) && highestGainFirst.Compare(now, next) > 0)
            {
                queue.Enqueue(candidate, now);
            }
            else if (now.Gain > 0)
            {
                selection.Add(candidate);
            }
        }
        return selection.ToSelection();

        double GainPerRecord(int candidate) => selection.ChangeByAdding(candidate) / objective.RecordsOf(candidate);
    }
}
