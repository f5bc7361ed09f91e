using Hallmark.Learning;

namespace Hallmark.Scheduling;

/// <summary>Turns a set of wishes into a choice that keeps budget and constraints: what populations breed rarely does by itself.</summary>
internal sealed class Offspring(SelectionObjective objective)
{
    private const int FillTries = 60;

    private readonly IncrementalSelection _selection = new(objective);

    /// <summary>Chooses as many of the wished as fit, in their order, then random others that gain.</summary>
    /// <returns>The choice, or null if it misses a class.</returns>
    public Selection? Raise(IEnumerable<int> wished, SeededRandom random)
    {
        var chosen = new HashSet<int>(objective.Problem.Included);
        var requirements = new Requirements(objective.Problem);
        foreach (int included in chosen)
        {
            requirements.Count(included, 1);
        }
        foreach (int candidate in wished)
        {
            if (!chosen.Contains(candidate) && requirements.Allows(candidate))
            {
                chosen.Add(candidate);
                requirements.Count(candidate, 1);
            }
        }
        _selection.Become([.. chosen.Order()]);
        GreedyFill.CoverClasses(objective, _selection);
        for (int t = 0; t < FillTries; t++)
        {
            int candidate = random.NextInt(objective.Count);
            if (!_selection.Contains(candidate) && _selection.Fits(candidate) && _selection.ChangeByAdding(candidate) > 0)
            {
                _selection.Add(candidate);
            }
        }
        return _selection.Satisfied ? _selection.ToSelection() : null;
    }

    /// <summary>As many random candidates as fit.</summary>
    public Selection? Random(SeededRandom random) => Raise(Shuffled(Enumerable.Range(0, objective.Count), random), random);

    /// <summary>All candidates in a random order.</summary>
    public static int[] Shuffled(IEnumerable<int> candidates, SeededRandom random)
    {
        int[] order = [.. candidates];
        random.Shuffle<int>(order);
        return order;
    }
}
