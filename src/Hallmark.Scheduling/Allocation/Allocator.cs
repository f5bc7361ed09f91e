namespace Hallmark.Scheduling;

/// <summary>
/// Gives each batch to one of several workers of different speed so that all are done as soon as possible. First the largest batch to
/// whoever is done with it first, and so on (Graham's LPT; with m equal workers at most 4/3 - 1/(3m) times the least makespan); then,
/// within a number of steps, branch and bound, which proves small cases. No clock: same input, same answer.
/// </summary>
public static class Allocator
{
    /// <summary>Most batches that can be allotted, and most workers.</summary>
    public const int CountMax = 100_000;

    private const long StepsMax = 2_000_000;
    private const long SizeMax = 1_000_000_000_000;

    /// <param name="records">Records of each batch; at least 1, at most 10^12 together.</param>
    /// <param name="recordsPerSecond">Speed of each worker, at least one; from 1 to 10^12.</param>
    /// <exception cref="ArgumentException">A number that cannot be; the message says which.</exception>
    public static Allocation Assign(IReadOnlyList<long> records, IReadOnlyList<long> recordsPerSecond)
    {
        RequireUsable(records, recordsPerSecond);
        int[] largestFirst = [.. Enumerable.Range(0, records.Count).OrderByDescending(batch => records[batch])]; // stable
        WorkTime bound = LowerBound([.. largestFirst.Select(batch => records[batch])], recordsPerSecond);
        (int[] workerOf, WorkTime makespan) = LongestFirst(records, largestFirst, recordsPerSecond);
        bool proven = makespan.CompareTo(bound) == 0;
        if (!proven)
        {
            var search = new AllocationSearch(records, largestFirst, recordsPerSecond, bound, workerOf, makespan);
            proven = search.Run(StepsMax);
            (workerOf, makespan) = (search.WorkerOf, search.Makespan);
        }
        return new Allocation(workerOf, makespan.Seconds, proven ? makespan.Seconds : bound.Seconds, proven);
    }

    internal static (int[] WorkerOf, WorkTime Makespan) LongestFirst(
        IReadOnlyList<long> records, IReadOnlyList<int> largestFirst, IReadOnlyList<long> speeds)
    {
        int[] workerOf = new int[records.Count];
        long[] loads = new long[speeds.Count];
        var makespan = new WorkTime(0, 1);
        foreach (int batch in largestFirst)
        {
            int first = 0;
            for (int w = 1; w < loads.Length; w++)
            {
                bool sooner = new WorkTime(loads[w] + records[batch], speeds[w])
                    .CompareTo(new WorkTime(loads[first] + records[batch], speeds[first])) < 0;
                first = sooner ? w : first;
            }
            workerOf[batch] = first;
            loads[first] += records[batch];
            makespan = WorkTime.Later(makespan, new WorkTime(loads[first], speeds[first]));
        }
        return (workerOf, makespan);
    }

    // The k largest on the k fastest, for every k below the number of workers, and everything on all: no idle time at best.
    private static WorkTime LowerBound(long[] largestFirst, IReadOnlyList<long> speeds)
    {
        long[] fastest = [.. speeds.OrderDescending()];
        var bound = new WorkTime(largestFirst.Sum(), fastest.Sum());
        (long records, long speed) = (0, 0);
        for (int k = 0; k < Math.Min(largestFirst.Length, fastest.Length); k++)
        {
            records += largestFirst[k];
            speed += fastest[k];
            bound = WorkTime.Later(bound, new WorkTime(records, speed));
        }
        return bound;
    }

    private static void RequireUsable(IReadOnlyList<long> records, IReadOnlyList<long> speeds)
    {
        if (speeds.Count is 0 or > CountMax || speeds.Any(speed => speed is < 1 or > SizeMax))
        {
            throw new ArgumentException($"1 to {CountMax} workers with 1 to {SizeMax} records per second are possible.", nameof(speeds));
        }
        if (records.Count > CountMax || records.Any(size => size is < 1 or > SizeMax) || records.Sum(size => (double)size) > SizeMax)
        {
            throw new ArgumentException($"At most {CountMax} batches with 1 to {SizeMax} records together are possible.", nameof(records));
        }
    }
}
