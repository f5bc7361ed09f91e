using System.Diagnostics;
using Hallmark.Data.Sources;
using Hallmark.Learning;
using Hallmark.Scheduling;

namespace Hallmark.Experiments.Selection;

/// <summary>What a method made of an instance.</summary>
/// <param name="Instance">Its name.</param>
/// <param name="Size">Number of candidates.</param>
/// <param name="Method">As asked for.</param>
/// <param name="FoundBy">The method whose choice it is.</param>
/// <param name="Value">F of the choice.</param>
/// <param name="UpperBound">No choice is worth more.</param>
/// <param name="Seconds">From opening the file to the end, bound included.</param>
/// <param name="Chosen">Ids.</param>
/// <param name="BestKnown">From <c>best_known.json</c>, or null.</param>
public sealed record SelectionCell(
    string Instance, int Size, SelectionMethod Method, SelectionMethod FoundBy, double Value, double UpperBound, double Seconds,
    IReadOnlyList<string> Chosen, double? BestKnown)
{
    /// <summary>By how much the best choice can be worth more at most, as a share.</summary>
    public double CertifiedGap => Value > 0 ? Math.Max(0, (UpperBound / Value) - 1) : 0;

    /// <summary>How far below the best known value it is, as a share; negative if above.</summary>
    public double? GapToBestKnown => BestKnown is { } best ? 1 - (Value / best) : null;
}

/// <summary>Chooses batches from instances in files, each within a time.</summary>
public static class SelectionExperiment
{
    private const ulong Seed = 1;
    private const int WarmUpSize = 60;
    private const int WarmUpRounds = 60;
    private const double ShareOfSearch = 0.93; // the rest is for what follows the last round

    /// <summary>
    /// Runs the methods once on a small made-up problem, so that the first measurement does not contain the compiling of the program,
    /// which belongs to its start.
    /// </summary>
    /// <returns>Seconds it took.</returns>
    public static double WarmUp(IReadOnlyList<SelectionMethod> methods)
    {
        long start = Stopwatch.GetTimestamp();
        var random = new SeededRandom(Seed, "selection.warm-up");
        var table = new SelectionTable("warm-up");
        for (int i = 0; i < WarmUpSize; i++)
        {
            table.Add(
                i,
                [$"{i}", "p", $"{50 + random.NextInt(450)}", "0.5", .. Enumerable.Range(0, 8).Select(_ => $"{random.NextGaussian():R}")]);
        }
        SelectionProblem problem = table.ToInstance("warm-up", 0.5, WarmUpSize * 50).Problem;
        foreach (SelectionMethod method in methods)
        {
            SelectionSearch.Run(problem, method, Seed, WarmUpRounds);
        }
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <param name="folder">Every <c>*.csv</c> in it is an instance.</param>
    /// <param name="methods">One after the other, on each.</param>
    /// <param name="seconds">For each instance; null for <see cref="DefaultSeconds"/>.</param>
    /// <param name="progress">Told of each result.</param>
    /// <param name="cancellation">Ends the search that runs with what it has, and starts no other.</param>
    /// <exception cref="SourceException">A file that is no instance, or none at all.</exception>
    public static IReadOnlyList<SelectionCell> Run(
        string folder, IReadOnlyList<SelectionMethod> methods, double? seconds, Action<SelectionCell> progress,
        CancellationToken cancellation)
    {
        string[] files = Files(folder);
        IReadOnlyDictionary<string, double> best = BestKnownFile.Read(folder);
        var cells = new List<SelectionCell>();
        foreach (SelectionMethod method in methods)
        {
            foreach (string file in files)
            {
                if (cancellation.IsCancellationRequested)
                {
                    return cells.Count > 0 ? cells : throw new OperationCanceledException(cancellation);
                }
                SelectionCell cell = Choose(file, method, seconds, best, cancellation);
                cells.Add(cell);
                progress(cell);
            }
        }
        return cells;
    }

    /// <summary>Time for an instance of so many candidates, if none is asked for.</summary>
    public static double DefaultSeconds(int candidates) =>
        candidates <= 50 ? 0.3 : candidates <= 200 ? 0.5 : Math.Clamp(candidates / 250.0, 1, 16);

    private static SelectionCell Choose(
        string file, SelectionMethod method, double? seconds, IReadOnlyDictionary<string, double> best, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        SelectionInstance instance = SelectionInstanceFile.Read(file);
        double limit = (seconds ?? DefaultSeconds(instance.Ids.Count)) * ShareOfSearch;
        TimeSpan left = TimeSpan.FromSeconds(Math.Max(0, limit - Stopwatch.GetElapsedTime(start).TotalSeconds));
        SelectionOutcome outcome = SelectionSearch.Run(
            instance.Problem, method, Seed, int.MaxValue, new SchedulingTime(left, Cancellation: cancellation));
        double taken = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new SelectionCell(
            instance.Name, instance.Ids.Count, method, outcome.Method, outcome.Value, outcome.UpperBound, taken,
            [.. (outcome.Choice?.Chosen ?? []).Select(j => instance.Ids[j])],
            best.TryGetValue(instance.Name, out double known) ? known : null);
    }

    private static string[] Files(string folder)
    {
        try
        {
            string[] files = [.. Directory.EnumerateFiles(folder, "*.csv").Order(StringComparer.Ordinal)];
            return files.Length > 0 ? files : throw new SourceException(folder, null, null, "holds no .csv file");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SourceException(folder, null, null, $"cannot be read: {e.Message}");
        }
    }
}
