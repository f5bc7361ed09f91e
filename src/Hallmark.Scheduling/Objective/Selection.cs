namespace Hallmark.Scheduling;

/// <summary>A choice that keeps budget and constraints.</summary>
/// <param name="Chosen">Indices of the chosen candidates, ascending.</param>
/// <param name="Units">F in whole units, see <see cref="SelectionObjective.UnitsOfOne"/>; what methods compare.</param>
/// <param name="Cost">What the chosen cost together, in units of the budget.</param>
public sealed record Selection(IReadOnlyList<int> Chosen, long Units, long Cost)
{
    /// <summary>What the choice is worth, see <see cref="SelectionObjective"/>; at most 1.</summary>
    public double Value => Units / (double)SelectionObjective.UnitsOfOne;
}
