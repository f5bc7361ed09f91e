namespace Hallmark.Scheduling;

/// <summary>
/// Greedy by gain per cost; because that can fill the budget with crumbs, once more by gain alone; the better of both. With nothing but
/// a budget, and no redundancy, that is at least (1 - 1/e) / 2 of the best possible value (Leskovec and others, 2007), in practice close
/// to it. Of very many candidates the second is only the best single one, which keeps a like promise (Khuller, Moss and Naor, 1999).
/// </summary>
internal sealed class LazyGreedy(SelectionObjective objective) : SearchMethod(objective)
{
    private const int FillTwiceMax = 5_000; // candidates

    public override SelectionMethod Method => SelectionMethod.Greedy;

    /// <summary>Where other methods start; worked out once for an objective.</summary>
    public static Selection? Choose(SelectionObjective objective)
    {
        if (!objective.Greedy.Known)
        {
            var greedy = new LazyGreedy(objective);
            greedy.DoRound();
            greedy.DoRound();
            objective.Greedy = (true, greedy.Best);
        }
        return objective.Greedy.Choice;
    }

    protected override void Round(int number)
    {
        IncrementalSelection selection = GreedyFill.Start(Objective);
        if (number == 1 && Objective.Count > FillTwiceMax)
        {
            AddBestSingle(selection);
        }
        else
        {
            GreedyFill.Fill(Objective, selection, perCost: number == 0);
        }
        Keep(selection);
        Finished = number == 1;
    }

    private void AddBestSingle(IncrementalSelection selection)
    {
        (int? best, long most) = (null, 0);
        for (int j = 0; j < Objective.Count; j++)
        {
            bool hopeless = selection.Contains(j) || !selection.Fits(j) || Objective.AddsAtMost(j) <= most;
            long gain = hopeless ? 0 : selection.ChangeByAdding(j);
            (best, most) = gain > most ? (j, gain) : (best, most);
        }
        if (best is { } single)
        {
            selection.Add(single);
        }
    }
}
