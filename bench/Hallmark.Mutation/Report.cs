namespace Hallmark.Mutation;

/// <summary>What became of a mutant: which project's tests killed it, or how many classes reached it and passed.</summary>
internal sealed record Fate(Mutant Mutant, string? Killer, int ClassesThatReach);

/// <summary>What is printed at the end: the survivors to be read, then the figures.</summary>
internal static class Report
{
    public static void Write(IReadOnlyList<Fate> fates, TextWriter output)
    {
        foreach (Fate fate in fates.Where(fate => fate.Killer is null).OrderBy(fate => fate.Mutant.Number))
        {
            output.WriteLine($"survived {fate.Mutant} ({fate.ClassesThatReach} classes of tests reach it)");
        }
        output.WriteLine();
        foreach (IGrouping<string, Fate> project in fates.GroupBy(fate => fate.Mutant.Place.Project).OrderBy(project => project.Key))
        {
            output.WriteLine(Figure(project.Key, [.. project]));
        }
        output.WriteLine(Figure("all", fates));
    }

    private static string Figure(string of, IReadOnlyList<Fate> fates)
    {
        int killed = fates.Count(fate => fate.Killer is not null);
        int missed = fates.Count(fate => fate.ClassesThatReach == 0);
        return $"{of}: {killed} of {fates.Count} killed ({100.0 * killed / fates.Count:F1} %), {missed} not reached by any test";
    }
}
