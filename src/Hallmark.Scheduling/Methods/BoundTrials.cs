namespace Hallmark.Scheduling;

/// <summary>
/// Choices built from what a <see cref="LagrangianBound"/> takes: what it takes most of is likely to be in the best choice.
/// </summary>
internal sealed class BoundTrials(SelectionObjective objective, LagrangianBound bound)
{
    private readonly IncrementalSelection _selection = new(objective);
    private readonly int[] _order = new int[objective.Count];
    private readonly double[] _keys = new double[objective.Count];

    /// <summary>
    /// Those that are in, then those taken, in order of how much of them the last steps took, as long as they fit; then whatever
    /// fits and gains. Null if a class is missed.
    /// </summary>
    /// <param name="improve">Also by swaps, until none helps.</param>
    public Selection? Build(bool improve)
    {
        for (int j = 0; j < _order.Length; j++)
        {
            double share = bound.Taken[j] + bound.Average[j];
            _order[j] = j;
            _keys[j] = bound.States[j] == CandidateState.In ? double.NegativeInfinity : -share;
        }
        TotalOrder.Sort(_keys, _order, _order.Length);
        var requirements = new Requirements(objective.Problem);
        var chosen = new List<int>();
        for (int at = 0; at < _order.Length && _keys[at] < -0.5; at++)
        {
            if (requirements.Allows(_order[at]))
            {
                requirements.Count(_order[at], 1);
                chosen.Add(_order[at]);
            }
        }
        _selection.Become(chosen);
        GreedyFill.CoverClasses(objective, _selection);
        GreedyFill.Fill(objective, _selection, perCost: true);
        if (improve)
        {
            SwapSearch.Improve(objective, _selection, tries: 20 * objective.Count);
        }
        return _selection.Satisfied ? _selection.ToSelection() : null;
    }

    /// <summary>Those that are in and no others; null if they exceed a limit or miss a class.</summary>
    public Selection? Exactly(CandidateState[] states)
    {
        _selection.Become([.. Enumerable.Range(0, states.Length).Where(j => states[j] == CandidateState.In)]);
        return _selection.Satisfied && _selection.Requirements.Kept ? _selection.ToSelection() : null;
    }
}
