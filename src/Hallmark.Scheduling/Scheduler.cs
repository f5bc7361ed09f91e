using Hallmark.Learning;

namespace Hallmark.Scheduling;

/// <summary>
/// Chooses batches for a run and puts them in order. The result depends on the set of candidates, not on the order in which they
/// are given, and anyone with the same candidates, method, rounds and seed gets the same.
/// </summary>
public static class Scheduler
{
    /// <param name="candidates">In any order.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="time">How long it may take; null for as long as the rounds do.</param>
    /// <exception cref="ArgumentException">A batch given twice, or a field that cannot be used; the message says which.</exception>
    public static ScheduleResult Choose(IEnumerable<Candidate> candidates, ScheduleOptions options, SchedulingTime? time = null)
    {
        options.Validate();
        Candidate[] all = Sorted(candidates);
        if (Demands.Unknown(all, options) is { } unknown)
        {
            return new ScheduleResult.Infeasible(unknown);
        }
        var excluded = new HashSet<string>(options.Exclude, StringComparer.Ordinal);
        Candidate[] sorted = [.. all.Where(candidate => !excluded.Contains(candidate.Batch))];
        if (sorted.Length == 0)
        {
            return new ScheduleResult.NoCandidates();
        }
        Demands.RequireUsable(sorted);
        long smallest = sorted.Min(candidate => candidate.Cost);
        if (smallest > options.Budget)
        {
            return new ScheduleResult.NothingFits(smallest, options.Budget);
        }
        SelectionProblem problem = Problem(sorted, options);
        if (Demands.Impossible(sorted, problem) is { } impossible)
        {
            return new ScheduleResult.Infeasible(impossible);
        }
        SelectionOutcome outcome = SelectionSearch.Run(problem, options.Method, options.Seed, options.Rounds, time);
        return outcome.Choice switch
        {
            null => new ScheduleResult.Infeasible(double.IsNegativeInfinity(outcome.UpperBound)
                ? "no choice within the budget and the caps holds enough records of each class"
                : "no choice was found that holds enough records of each class within the budget and the caps"),
            { Chosen.Count: 0 } => new ScheduleResult.NothingGained(),
            var choice => new ScheduleResult.Chosen(Describe(sorted, choice, outcome, options)),
        };
    }

    private static Schedule Describe(Candidate[] sorted, Selection choice, SelectionOutcome outcome, ScheduleOptions options)
    {
        Candidate[] chosen = [.. choice.Chosen.Select(index => sorted[index])];
        Int128 ppm = Int128.Max(0, choice.Units) * Share.Million / SelectionObjective.UnitsOfOne;
        return new Schedule(
            TrainingOrder.Of(chosen, options.Order, options.Seed), chosen.Sum(candidate => candidate.Records), choice.Cost, (long)ppm,
            outcome.Method, outcome.Rounds, options.Seed)
        {
            UpperBoundPpm = (long)Math.Ceiling(Math.Clamp(outcome.UpperBound, 0, 1) * Share.Million),
        };
    }

    private static SelectionProblem Problem(Candidate[] sorted, ScheduleOptions options)
    {
        double[][] points = [.. sorted.Select(candidate => candidate.Embedding.Select(value => (double)value).ToArray())];
        long[] records = [.. sorted.Select(candidate => candidate.Records)];
        long[] costs = [.. sorted.Select(candidate => candidate.Cost)];
        var included = new HashSet<string>(options.Include, StringComparer.Ordinal);
        string[] providers = [.. sorted.Select(candidate => candidate.Provider).Distinct().Order(StringComparer.Ordinal)];
        bool capped = options.ProviderCapPpm < Share.Million;
        return new SelectionProblem
        {
            Points = points,
            Kernel = SimilarityKernel.InverseDistance(new PointSet(points).Spread()),
            Records = records,
            Costs = costs,
            Budget = options.Budget,
            Integrity = [.. sorted.Select(candidate => Share.Of(candidate.ScorePpm))],
            Weights = (Share.Of(options.DiversityWeightPpm), Share.Of(options.IntegrityWeightPpm), Share.Of(options.RedundancyWeightPpm)),
            AttainableRecords = SelectionProblem.MostRecords(records, costs, options.Budget),
            Included = [.. Enumerable.Range(0, sorted.Length).Where(j => included.Contains(sorted[j].Batch))],
            Providers = capped
                ? [.. sorted.Select(candidate => Array.BinarySearch(providers, candidate.Provider, StringComparer.Ordinal))]
                : [],
            ProviderCap = capped ? (long)((Int128)options.Budget * options.ProviderCapPpm / Share.Million) : long.MaxValue,
            ClassRecords = options.ClassRecordsMin > 0 ? [.. sorted.Select(candidate => candidate.ClassRecords)] : [],
            ClassRecordsMin = options.ClassRecordsMin,
        };
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
