using Hallmark.Learning;
using Hallmark.Scheduling;

namespace Hallmark.Experiments.Selection;

/// <summary>The ways of choosing batches within a budget. Each answers one choice, or several draws of which the mean counts.</summary>
internal sealed class BudgetWays(BudgetPool pool, BudgetSettings settings, ulong seed, long budget)
{
    public const string Integrity = "integrity alone";
    public const string Random = "random";
    public const string CleanRandom = "random, clean originals";
    public const string Everything = "everything";
    public const string EverythingClean = "everything clean";

    private const int Half = Share.Million / 2;
    private const int Fifth = Share.Million / 5;

    /// <summary>The methods under the weights half and half, then two that are quick under others.</summary>
    public static IReadOnlyList<(string Name, SelectionMethod Method, int Diversity, int Redundancy)> Scheduled { get; } =
    [
        .. SelectionMethods.All.Select(method => (SelectionMethods.NameOf(method), method, Half, 0)),
        ("swap, redundancy ⅕", SelectionMethod.Swap, 2 * Fifth, Fifth),
        ("exact, diversity alone", SelectionMethod.Exact, Share.Million, 0),
    ];

    /// <summary>In the order of the tables; the last two know the truth or have no budget.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. Scheduled.Select(way => way.Name), Integrity, Random, CleanRandom, EverythingClean, Everything];

    /// <summary>Whether the values of two ways can be compared: one objective, other methods.</summary>
    public static bool IsMethod(string way) => SelectionMethods.Find(way) is not null;

    /// <summary>The chosen batches, ascending, of each draw, and the value in millionths or null.</summary>
    public (int[][] Choices, long? ValuePpm) Choose(string way) => way switch
    {
        Integrity => ([Fill(pool.Candidates.OrderByDescending(one => one.ScorePpm).ThenBy(one => one.Root).Select(BatchOf))], null),
        Random => (Drawn(AllBatches), null),
        CleanRandom => (Drawn(CleanBatches), null),
        Everything => ([AllBatches], null),
        EverythingClean => ([CleanBatches], null),
        _ => Schedule(way),
    };

    private int[] AllBatches => [.. Enumerable.Range(0, pool.Candidates.Length)];

    private int[] CleanBatches => [.. AllBatches.Where(batch => !pool.IsPoisoned[batch] && pool.OriginalOf[batch] == batch)];

    private (int[][] Choices, long? ValuePpm) Schedule(string name)
    {
        (_, SelectionMethod method, int diversity, int redundancy) = Scheduled.First(way => way.Name == name);
        var options = new ScheduleOptions(budget, method, seed)
        {
            DiversityWeightPpm = diversity,
            IntegrityWeightPpm = Share.Million - diversity - redundancy,
            RedundancyWeightPpm = redundancy,
            Rounds = settings.Rounds,
        };
        return Scheduler.Choose(pool.Candidates, options) is ScheduleResult.Chosen { Schedule: var chosen }
            ? ([[.. chosen.Batches.Select(BatchOf).Order()]], chosen.ValuePpm)
            : throw new ArgumentException($"Nothing fits into a budget of {budget} records.");
    }

    private int[][] Drawn(int[] batches)
    {
        var random = new SeededRandom(seed, $"budget random {budget}");
        return [.. Enumerable.Range(0, settings.Draws).Select(_ =>
        {
            int[] order = [.. batches];
            random.Shuffle<int>(order);
            return Fill(order);
        })];
    }

    private int[] Fill(IEnumerable<int> order)
    {
        long left = budget;
        var chosen = new List<int>();
        foreach (int batch in order)
        {
            if (pool.Candidates[batch].Records <= left)
            {
                left -= pool.Candidates[batch].Records;
                chosen.Add(batch);
            }
        }
        return [.. chosen.Order()];
    }

    private int BatchOf(Candidate candidate) => Array.IndexOf(pool.Candidates, candidate);
}
