namespace Hallmark.Scheduling;

/// <summary>
/// Greedy twice, by gain per cost and by gain alone, because the first can fill the budget with crumbs; the better of both. With
/// nothing but a budget, and no redundancy, that is at least (1 - 1/e) / 2 of the best possible value (Leskovec and others, 2007), in
/// practice close to it.
/// </summary>
internal sealed class LazyGreedy(SelectionObjective objective) : SearchMethod(objective)
{
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
        GreedyFill.Fill(Objective, selection, perCost: number == 0);
        Keep(selection);
        Finished = number == 1;
    }
}
