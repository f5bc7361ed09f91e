namespace Hallmark.Scheduling;

/// <summary>
/// Adds, again and again, the candidate that fits and gains most. Gains only fall as the choice grows, so an old gain is an upper
/// bound, and most need not be computed again (Minoux, 1978). Ties go to the lower index.
/// </summary>
internal static class GreedyFill
{
    private static readonly Comparer<(double Gain, int Index)> s_highestGainFirst = Comparer<(double Gain, int Index)>.Create(
        static (a, b) => a.Gain.Equals(b.Gain) ? a.Index.CompareTo(b.Index) : b.Gain.CompareTo(a.Gain));

    /// <summary>Those that must be chosen, and enough for the minimum of each class, if greed finds enough.</summary>
    public static IncrementalSelection Start(SelectionObjective objective)
    {
        var selection = new IncrementalSelection(objective);
        foreach (int included in objective.Problem.Included)
        {
            selection.Add(included);
        }
        CoverClasses(objective, selection);
        return selection;
    }

    /// <summary>Adds, per cost, the candidates that lessen most what is missing of the classes.</summary>
    public static void CoverClasses(SelectionObjective objective, IncrementalSelection selection)
    {
        while (!selection.Satisfied)
        {
            (int best, double most) = (-1, 0);
            for (int j = 0; j < objective.Count; j++)
            {
                double lessens = selection.Contains(j) || !selection.Fits(j)
                    ? 0
                    : selection.Requirements.Lessens(j) / (double)objective.CostOf(j);
                (best, most) = lessens > most ? (j, lessens) : (best, most);
            }
            if (best < 0)
            {
                return;
            }
            selection.Add(best);
        }
    }

    /// <summary>Fills what is left of the budget.</summary>
    /// <param name="objective">What a choice is worth.</param>
    /// <param name="selection">The choice that candidates are added to.</param>
    /// <param name="perCost">Whether the largest gain per cost comes first, and not the largest gain.</param>
    public static void Fill(SelectionObjective objective, IncrementalSelection selection, bool perCost)
    {
        var entries = new List<(int, (double, int))>(objective.Count);
        for (int j = 0; j < objective.Count; j++)
        {
            if (!selection.Contains(j) && selection.Fits(j))
            {
                entries.Add((j, Priority(j, objective.AddsAtMost(j))));
            }
        }
        var queue = new PriorityQueue<int, (double Gain, int Index)>(entries, s_highestGainFirst);
        while (queue.TryDequeue(out int candidate, out _))
        {
            if (!selection.Fits(candidate))
            {
                continue; // for good: the room left only shrinks
            }
            (double Gain, int Index) now = Priority(candidate, selection.ChangeByAdding(candidate));
            if (queue.TryPeek(out _, out (double Gain, int Index) next) && s_highestGainFirst.Compare(now, next) > 0)
            {
                queue.Enqueue(candidate, now);
            }
            else if (now.Gain > 0)
            {
                selection.Add(candidate);
            }
        }

        (double, int) Priority(int candidate, long gain) => (gain / (perCost ? (double)objective.CostOf(candidate) : 1), candidate);
    }
}
