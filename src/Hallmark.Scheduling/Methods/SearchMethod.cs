namespace Hallmark.Scheduling;

/// <summary>
/// A way to choose, as a sequence of rounds. What a round does follows from the objective, the seed and the rounds before it; the
/// clock decides only how many there are. So a choice is known by its method, seed and number of rounds.
/// </summary>
internal abstract class SearchMethod(SelectionObjective objective)
{
    public abstract SelectionMethod Method { get; }

    /// <summary>The best choice so far, or null as long as none was found that keeps all constraints.</summary>
    public Selection? Best { get; private set; }

    /// <summary>After how many rounds it was found.</summary>
    public int FoundAfter { get; private set; }

    /// <summary>How many rounds were done.</summary>
    public int Rounds { get; private set; }

    /// <summary>No round will change anything any more.</summary>
    public bool Finished { get; protected set; }

    /// <summary>No choice is worth more units than this, as far as this method knows.</summary>
    public virtual long Bound => long.MaxValue;

    protected SelectionObjective Objective => objective;

    public void DoRound()
    {
        int number = Rounds++;
        Round(number);
    }

    /// <param name="number">Counted from 0.</param>
    protected abstract void Round(int number);

    /// <summary>Remembers a choice if it keeps the constraints and is better than the best so far.</summary>
    protected bool Keep(IncrementalSelection selection)
    {
        if (!selection.Satisfied || (Best is not null && selection.Units <= Best.Units))
        {
            return false;
        }
        Keep(selection.ToSelection());
        return true;
    }

    protected void Keep(Selection? selection)
    {
        if (selection is not null && (Best is null || selection.Units > Best.Units))
        {
            (Best, FoundAfter) = (selection, Rounds);
        }
    }
}
