namespace Hallmark.Scheduling;

/// <summary>A choice that keeps budget and constraints.</summary>
/// <param name="Chosen">Indices of the chosen candidates, ascending.</param>
/// <param name="Units">F in whole units, see <see cref="SelectionObjective.UnitsOfOne"/>; what methods compare.</param>
/// <param name="Cost">What they cost together.</param>
public sealed record Selection(IReadOnlyList<int> Chosen, long Units, long Cost)
{
    /// <summary>F.</summary>
    public double Value => Units / (double)SelectionObjective.UnitsOfOne;
}
