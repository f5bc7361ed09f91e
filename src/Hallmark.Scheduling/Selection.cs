namespace Hallmark.Scheduling;

/// <summary>A choice within the budget.</summary>
/// <param name="Chosen">Indices of the chosen candidates, ascending.</param>
/// <param name="Value">F, in [0, 1].</param>
/// <param name="ValuePpm">F in parts per million, rounded down.</param>
/// <param name="Records">Records chosen.</param>
public sealed record Selection(IReadOnlyList<int> Chosen, double Value, long ValuePpm, long Records);
