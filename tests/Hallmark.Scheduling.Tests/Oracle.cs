namespace Hallmark.Scheduling.Tests;

/// <summary>Straight from the definitions.</summary>
internal static class Oracle
{
    /// <summary>Whether a choice keeps budget and constraints.</summary>
    public static bool Keeps(SelectionProblem problem, IReadOnlyCollection<int> chosen) =>
        chosen.Distinct().Count() == chosen.Count
        && chosen.Sum(j => problem.Costs[j]) <= problem.Budget
        && problem.Included.All(chosen.Contains)
        && (problem.Providers.Length == 0
            || chosen.GroupBy(j => problem.Providers[j]).All(own => own.Sum(j => problem.Costs[j]) <= problem.ProviderCap))
        && Enumerable.Range(0, problem.Classes).All(k => chosen.Sum(j => problem.ClassRecords[j][k]) >= problem.ClassRecordsMin);

    /// <summary>The most units that any choice is worth, trying all; null if none keeps the constraints.</summary>
    public static long? Best(SelectionObjective objective)
    {
        long? best = null;
        for (int mask = 0; mask < 1 << objective.Count; mask++)
        {
            int[] chosen = [.. Enumerable.Range(0, objective.Count).Where(i => (mask >> i & 1) == 1)];
            if (Keeps(objective.Problem, chosen))
            {
                long units = objective.EvaluateUnits(chosen);
                best = best is null ? units : Math.Max(best.Value, units);
            }
        }
        return best;
    }
}
