using Hallmark.Learning;

namespace Hallmark.Scheduling;

/// <summary>
/// Puts chosen batches into the order of training. All orders start from one drawn from the seed, so equals are drawn too.
/// </summary>
internal static class TrainingOrder
{
    /// <param name="chosen">In order of their roots, so that nothing but roots and seed decides.</param>
    /// <param name="order">The rule of the order.</param>
    /// <param name="seed">Decides the draws of an order that is drawn.</param>
    public static IReadOnlyList<Candidate> Of(Candidate[] chosen, ScheduleOrder order, ulong seed)
    {
        Candidate[] drawn = [.. chosen];
        new SeededRandom(seed, "schedule.order").Shuffle<Candidate>(drawn);
        return order switch
        {
            ScheduleOrder.Shuffled => drawn,
            ScheduleOrder.Curriculum => [.. drawn.OrderByDescending(candidate => candidate.ScorePpm)], // stable
            ScheduleOrder.Interleaved => Interleave(drawn),
            _ => throw new ArgumentOutOfRangeException(nameof(order), order, "Not an order."),
        };
    }

    // The k-th of a group of n takes place (2k + 1) / 2n of the way; groups come in the order in which they were drawn.
    private static IReadOnlyList<Candidate> Interleave(Candidate[] drawn)
    {
        var placed = new List<(Candidate Batch, long Over, long Under)>();
        foreach (IGrouping<(string, int), Candidate> group in drawn.GroupBy(one => (one.Provider, MostFrequent(one.ClassRecords))))
        {
            Candidate[] own = [.. group];
            placed.AddRange(own.Select((candidate, k) => (candidate, (2L * k) + 1, 2L * own.Length)));
        }
        var byPlace = Comparer<(Candidate Batch, long Over, long Under)>.Create(
            static (a, b) => (a.Over * b.Under).CompareTo(b.Over * a.Under));
        return [.. placed.Order(byPlace).Select(one => one.Batch)]; // stable
    }

    private static int MostFrequent(long[] classRecords)
    {
        int most = -1;
        for (int k = 0; k < classRecords.Length; k++)
        {
            most = most < 0 || classRecords[k] > classRecords[most] ? k : most;
        }
        return most;
    }
}
