namespace Hallmark.Scheduling;

/// <summary>
/// Greedy, then one candidate after the other put in the place of a chosen one as long as that helps, what room is left filled up
/// greedily. Ends where no addition or single swap helps any more.
/// </summary>
internal sealed class SwapSearch(SelectionObjective objective) : SearchMethod(objective)
{
    private const int PerRound = 500;

    private readonly IncrementalSelection _selection = new(objective);
    private SwapPass? _pass;
    private int _next;
    private int _since;

    public override SelectionMethod Method => SelectionMethod.Swap;

    protected override void Round(int number)
    {
        _pass ??= Start();
        for (int step = 0; step < PerRound && _since < Objective.Count; step++)
        {
            _since = _pass.TryEnter(_next) ? 0 : _since + 1;
            _next = (_next + 1) % Objective.Count;
        }
        Keep(_selection);
        Finished = _since >= Objective.Count;
    }

    /// <summary>Improves a choice by additions and swaps until none helps, or so many candidates have been tried.</summary>
    public static void Improve(SelectionObjective objective, IncrementalSelection selection, int tries)
    {
        var pass = new SwapPass(objective, selection);
        (int next, int since) = (0, 0);
        for (int tried = 0; tried < tries && since < objective.Count; tried++)
        {
            since = pass.TryEnter(next) ? 0 : since + 1;
            next = (next + 1) % objective.Count;
        }
    }

    private SwapPass Start()
    {
        Selection? greedy = LazyGreedy.Choose(Objective);
        Keep(greedy);
        _selection.Become(greedy?.Chosen ?? GreedyFill.Start(Objective).Chosen);
        return new SwapPass(Objective, _selection);
    }
}
