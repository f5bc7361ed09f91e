using Hallmark.Learning;

namespace Hallmark.Scheduling;

/// <summary>
/// Chooses batches for a run and puts them in order. The result depends on the set of candidates, not on the order in which they
/// are given, and anyone with the same candidates and options gets the same.
/// </summary>
public static class Scheduler
{
    /// <exception cref="ArgumentException">A batch given twice, or a field that cannot be used; the message says which.</exception>
    public static ScheduleResult Choose(IEnumerable<Candidate> candidates, ScheduleOptions options, SchedulingTime? time = null)
    {
        options.Validate();
        Candidate[] sorted = Sorted(candidates);
        if (sorted.Length == 0)
        {
            return new ScheduleResult.NoCandidates();
        }
        long smallest = sorted.Min(candidate => candidate.Records);
        if (smallest > options.Budget)
        {
            return new ScheduleResult.NothingFits(smallest, options.Budget);
        }
        var objective = new SelectionObjective(sorted, options);
        Selection selection = options.Method switch
        {
            SelectionMethod.Greedy => LazyGreedy.Choose(objective),
            SelectionMethod.Annealing => SimulatedAnnealing.Choose(objective, options.Rounds * 500, options.Seed),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Method, "Not a selection method."),
        };
        if (selection.Chosen.Count == 0)
        {
            return new ScheduleResult.NothingGained();
        }
        Candidate[] order = [.. selection.Chosen.Select(index => sorted[index])];
        new SeededRandom(options.Seed, "schedule.order").Shuffle<Candidate>(order);
        return new ScheduleResult.Chosen(new Schedule(order, selection.Records, selection.Records, selection.ValuePpm, options.Method, options.Rounds, options.Seed));
    }

    // By root, then by name: roots cannot be chosen freely by whoever names the batches.
    private static Candidate[] Sorted(IEnumerable<Candidate> candidates)
    {
        Candidate[] sorted = [.. candidates];
        Array.Sort(sorted, static (a, b) =>
            a.Root != b.Root ? a.Root.CompareTo(b.Root) : string.CompareOrdinal(a.Batch, b.Batch));
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (Candidate candidate in sorted)
        {
            if (!names.Add(candidate.Batch))
            {
                throw new ArgumentException($"Batch {candidate.Batch} is given twice.", nameof(candidates));
            }
        }
        return sorted;
    }
}
