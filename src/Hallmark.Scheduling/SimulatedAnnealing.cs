using Hallmark.Learning;

namespace Hallmark.Scheduling;

/// <summary>
/// Starts from the greedy choice and proposes random moves: add what fits, remove, or swap (Kirkpatrick, Gelatt and Vecchi, 1983).
/// A better choice is always taken, a worse one with a probability that falls with the loss and with time. The hot half explores;
/// the cold half starts again from the best choice seen and refines it. Never leaves the budget, gives the best choice it has
/// seen, so never a worse one than greedy.
/// </summary>
public static class SimulatedAnnealing
{
    // From losing half of what a batch contributes on average, to a thousandth of that.
    private const double StartShare = 0.5;
    private const double CoolingInAll = 1e-3;

    /// <param name="objective">What to maximise.</param>
    /// <param name="iterations">Moves to propose; each costs a pass over the candidates.</param>
    /// <param name="seed">Same objective, iterations and seed, same choice.</param>
    public static Selection Choose(SelectionObjective objective, int iterations, ulong seed)
    {
        Selection best = LazyGreedy.Choose(objective);
        IncrementalSelection current = StartingFrom(best, objective);
        var random = new SeededRandom(seed, "schedule.annealing");
        double temperature = best.Value * StartShare / Math.Max(1, best.Chosen.Count);
        double cooling = PortableMath.Exp(PortableMath.Log(CoolingInAll) / Math.Max(1, iterations));
        for (int i = 0; i < iterations; i++, temperature *= cooling)
        {
            if (i == iterations / 2)
            {
                current = StartingFrom(best, objective);
            }
            if (Propose(objective, current, random) is not { } move)
            {
                continue;
            }
            double chance = random.NextDouble(); // drawn whether needed or not: the numbers of a move do not depend on values
            if (move.Change < 0 && !(chance < PortableMath.Exp(move.Change / temperature)))
            {
                continue;
            }
            Make(move, current);
            best = current.Value > best.Value ? current.ToSelection() : best;
        }
        return best;
    }

    private static IncrementalSelection StartingFrom(Selection selection, SelectionObjective objective)
    {
        var result = new IncrementalSelection(objective);
        foreach (int candidate in selection.Chosen)
        {
            result.Add(candidate);
        }
        return result;
    }

    private readonly record struct Move(int? Leaving, int? Entering, double Change);

    // A random candidate: one outside is added, or takes the place of a random one inside; one inside is removed or replaced.
    private static Move? Propose(SelectionObjective objective, IncrementalSelection current, SeededRandom random)
    {
        int candidate = random.NextInt(objective.Count);
        if (current.Contains(candidate))
        {
            int other = random.NextInt(objective.Count);
            return current.Contains(other) ? new Move(candidate, null, current.ChangeByRemoving(candidate))
                : Swap(current, candidate, other);
        }
        return current.Fits(candidate) ? new Move(null, candidate, current.ChangeByAdding(candidate))
            : current.Chosen.Count == 0 ? null
            : Swap(current, current.Chosen[random.NextInt(current.Chosen.Count)], candidate);
    }

    private static Move? Swap(IncrementalSelection current, int leaving, int entering) =>
        current.Fits(entering, leaving) ? new Move(leaving, entering, current.ChangeBySwapping(leaving, entering)) : null;

    private static void Make(Move move, IncrementalSelection current)
    {
        if (move.Leaving is { } leaving)
        {
            current.Remove(leaving);
        }
        if (move.Entering is { } entering)
        {
            current.Add(entering);
        }
    }
}
