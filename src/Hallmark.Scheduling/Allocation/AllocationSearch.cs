namespace Hallmark.Scheduling;

/// <summary>
/// Branch and bound over assignments: the largest batch first, each to every worker that would be done before the best makespan so far;
/// of workers that are alike in speed and load only one.
/// </summary>
internal sealed class AllocationSearch(
    IReadOnlyList<long> records, IReadOnlyList<int> largestFirst, IReadOnlyList<long> speeds, WorkTime bound, int[] workerOf,
    WorkTime makespan)
{
    private const int DepthMax = 64; // batches: more are not proved within the steps anyway

    private readonly long[] _loads = new long[speeds.Count];
    private readonly int[] _current = new int[records.Count];
    private long _steps;

    public int[] WorkerOf { get; private set; } = workerOf;

    public WorkTime Makespan { get; private set; } = makespan;

    /// <returns>Whether the best assignment is proved to be the best.</returns>
    public bool Run(long stepsMax)
    {
        if (records.Count > DepthMax)
        {
            return false;
        }
        _steps = stepsMax;
        Place(0, new WorkTime(0, 1));
        return _steps > 0 || Makespan.CompareTo(bound) == 0;
    }

    private void Place(int depth, WorkTime latest)
    {
        if (depth == largestFirst.Count)
        {
            Makespan = latest;
            WorkerOf = [.. _current];
            return;
        }
        int batch = largestFirst[depth];
        foreach (int worker in SoonestFirst(records[batch]))
        {
            var done = new WorkTime(_loads[worker] + records[batch], speeds[worker]);
            if (_steps-- <= 0 || done.CompareTo(Makespan) >= 0 || Makespan.CompareTo(bound) == 0)
            {
                return; // the others are done later still
            }
            _loads[worker] += records[batch];
            _current[batch] = worker;
            Place(depth + 1, WorkTime.Later(latest, done));
            _loads[worker] -= records[batch];
        }
    }

    private List<int> SoonestFirst(long size)
    {
        var known = new HashSet<(long, long)>();
        var workers = new List<int>(_loads.Length);
        for (int w = 0; w < _loads.Length; w++)
        {
            if (known.Add((_loads[w], speeds[w])))
            {
                workers.Add(w);
            }
        }
        return [.. workers.OrderBy(w => new WorkTime(_loads[w] + size, speeds[w]))]; // stable
    }
}
