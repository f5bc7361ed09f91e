using Hallmark.Learning;

namespace Hallmark.Scheduling;

/// <summary>What is checked before anything is chosen.</summary>
internal static class Demands
{
    /// <summary>Which batch that must or must not be chosen is no candidate, or is asked for both, or null.</summary>
    public static string? Unknown(IReadOnlyList<Candidate> candidates, ScheduleOptions options)
    {
        var known = new HashSet<string>(candidates.Select(candidate => candidate.Batch), StringComparer.Ordinal);
        foreach (string batch in options.Include)
        {
            if (!known.Contains(batch))
            {
                return $"batch {batch} must be chosen, but is no candidate";
            }
            if (options.Exclude.Contains(batch, StringComparer.Ordinal))
            {
                return $"batch {batch} must be chosen and must not be chosen";
            }
        }
        return options.Exclude.FirstOrDefault(batch => !known.Contains(batch)) is { } stranger
            ? $"batch {stranger} must not be chosen, but is no candidate"
            : null;
    }

    /// <summary>Why no choice can keep what is asked for, as far as that is seen without choosing, or null.</summary>
    public static string? Impossible(IReadOnlyList<Candidate> candidates, SelectionProblem problem)
    {
        long included = problem.Included.Sum(j => problem.Costs[j]);
        if (included > problem.Budget)
        {
            return $"the batches that must be chosen cost {included}, the budget is {problem.Budget}";
        }
        foreach (IGrouping<string, int> provider in problem.Included.GroupBy(j => candidates[j].Provider, StringComparer.Ordinal))
        {
            long spent = provider.Sum(j => problem.Costs[j]);
            if (spent > problem.ProviderCap)
            {
                return $"the batches of {provider.Key} that must be chosen cost {spent}, the cap of a provider is {problem.ProviderCap}";
            }
        }
        if (problem.ClassRecordsMin > 0 && problem.Classes == 0)
        {
            return $"{problem.ClassRecordsMin} records of each class are asked for, but the candidates have no classes";
        }
        for (int k = 0; k < problem.Classes; k++)
        {
            long records = problem.ClassRecords.Sum(own => own[k]);
            if (records < problem.ClassRecordsMin)
            {
                return $"{problem.ClassRecordsMin} records of each class are asked for, of class {k} all candidates hold {records}";
            }
        }
        return null;
    }

    /// <exception cref="ArgumentException">A candidate that cannot be used; the message says which field.</exception>
    public static void RequireUsable(IReadOnlyList<Candidate> candidates)
    {
        if (candidates.Count is 0 or > SelectionObjective.CandidatesMax)
        {
            throw new ArgumentException(
                $"{candidates.Count} candidates; 1 to {SelectionObjective.CandidatesMax} are possible.", nameof(candidates));
        }
        long records = SelectionObjective.RecordsMax;
        long cost = SelectionObjective.RecordsMax;
        foreach (Candidate candidate in candidates)
        {
            string? wrong = candidate switch
            {
                { Records: < 1 } => $"{nameof(candidate.Records)} {candidate.Records}",
                { Cost: < 1 } => $"{nameof(candidate.Cost)} {candidate.Cost}",
                { ScorePpm: < 0 or > Share.Million } => $"{nameof(candidate.ScorePpm)} {candidate.ScorePpm}",
                _ when candidate.Records > records => $"{nameof(candidate.Records)} beyond {SelectionObjective.RecordsMax} in all",
                _ when candidate.Cost > cost => $"{nameof(candidate.Cost)} beyond {SelectionObjective.RecordsMax} in all",
                _ when candidate.Embedding.Length != candidates[0].Embedding.Length =>
                    $"an {nameof(candidate.Embedding)} of {candidate.Embedding.Length} numbers, the first {candidates[0].Embedding.Length}",
                _ when !candidate.Embedding.All(float.IsFinite) => $"an {nameof(candidate.Embedding)} that is not finite",
                _ when candidate.ClassRecords.Length != candidates[0].ClassRecords.Length =>
                    $"{nameof(candidate.ClassRecords)} of {candidate.ClassRecords.Length} classes, "
                    + $"the first {candidates[0].ClassRecords.Length}",
                _ when candidate.ClassRecords.Any(own => own < 0 || own > candidate.Records) =>
                    $"{nameof(candidate.ClassRecords)} below 0 or above its {candidate.Records} records",
                _ => null,
            };
            if (wrong is not null)
            {
                throw new ArgumentException($"Batch {candidate.Batch} has {wrong}.", nameof(candidates));
            }
            records -= candidate.Records;
            cost -= candidate.Cost;
        }
    }
}
