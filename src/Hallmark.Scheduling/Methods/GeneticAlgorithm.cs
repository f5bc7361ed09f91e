using Hallmark.Learning;

namespace Hallmark.Scheduling;

/// <summary>
/// Keeps a population of choices; each generation, the best stay, and others come from two parents each, the better of three drawn at
/// random: a candidate that both chose is chosen, one that only one chose with even chance, and a few are flipped (Holland, 1975). The
/// greedy choice is one of the first generation. A round is a generation.
/// </summary>
internal sealed class GeneticAlgorithm(SelectionObjective objective, ulong seed) : SearchMethod(objective)
{
    private const int Population = 40;
    private const int Elite = 4;
    private const int Tournament = 3;
    private const int FlipsOnAverage = 2;

    private readonly Offspring _offspring = new(objective);
    private List<Selection> _population = [];

    public override SelectionMethod Method => SelectionMethod.Genetic;

    protected override void Round(int number)
    {
        var random = new SeededRandom(seed, $"schedule.genetic.{number}");
        _population = [.. (number == 0 ? First(random) : Next(random)).OrderByDescending(one => one.Units).ThenBy(one => one.Cost)];
        Keep(_population.FirstOrDefault());
    }

    private List<Selection> First(SeededRandom random)
    {
        List<Selection> first = LazyGreedy.Choose(Objective) is { } greedy ? [greedy] : [];
        for (int i = first.Count; i < Population; i++)
        {
            first.AddRange(_offspring.Random(random) is { } born ? [born] : []);
        }
        return first;
    }

    private List<Selection> Next(SeededRandom random)
    {
        List<Selection> next = [.. _population.Take(Elite)];
        for (int i = next.Count; i < Population && _population.Count > 0; i++)
        {
            int[] wished = Offspring.Shuffled(Cross(Parent(random), Parent(random), random), random);
            next.Add(_offspring.Raise(wished, random) ?? _population[0]);
        }
        return next;
    }

    // The population is sorted: the lowest of the drawn places is the best.
    private Selection Parent(SeededRandom random)
    {
        int place = _population.Count - 1;
        for (int i = 0; i < Tournament; i++)
        {
            place = Math.Min(place, random.NextInt(_population.Count));
        }
        return _population[place];
    }

    private SortedSet<int> Cross(Selection mother, Selection father, SeededRandom random)
    {
        var fathers = new HashSet<int>(father.Chosen);
        var child = new SortedSet<int>();
        foreach (int candidate in mother.Chosen)
        {
            if (fathers.Remove(candidate) || random.NextInt(2) == 0)
            {
                child.Add(candidate);
            }
        }
        foreach (int candidate in father.Chosen)
        {
            if (fathers.Contains(candidate) && random.NextInt(2) == 0)
            {
                child.Add(candidate);
            }
        }
        for (int flips = random.NextInt((2 * FlipsOnAverage) + 1); flips > 0; flips--)
        {
            int candidate = random.NextInt(Objective.Count);
            if (!child.Remove(candidate))
            {
                child.Add(candidate);
            }
        }
        return child;
    }
}
