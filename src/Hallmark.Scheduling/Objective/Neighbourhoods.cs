using System.Runtime.CompilerServices;

namespace Hallmark.Scheduling;

/// <summary>
/// For each candidate the K others (and itself) that contribute most to it, best first; and for each candidate those in whose list
/// it stands. A choice of any size has one of its own in most lists, so almost all that a move changes is found in them; what lies
/// beyond a list is computed when it matters, and no result depends on K. With K = n the lists are complete.
/// </summary>
internal sealed class Neighbourhoods
{
    private const int ListedMin = 64;
    private const int ShareListed = 64; // at least one in so many: the first choices then leave few without one in their list
    private const long EntriesMax = 8_000_000; // 200 MB with both directions
    private const int ListedPerChosen = 32; // so many of the chosen stand in a list on average

    private readonly int[] _listed;
    private readonly long[] _values;
    private readonly int[] _columnStart;
    private readonly int[] _columnRows;
    private readonly long[] _columnValues;
    private readonly double[] _reach;

    /// <param name="affinities">What each candidate contributes for each other.</param>
    /// <param name="expectedChosen">About how many will be chosen.</param>
    public Neighbourhoods(Affinities affinities, double expectedChosen)
    {
        Count = affinities.Count;
        Listed = Length(Count, expectedChosen);
        _listed = new int[Count * Listed];
        _values = new long[Count * Listed];
        _reach = new double[Count];
        TotalsAtMost = new long[Count];
        FillRows(affinities);
        (_columnStart, _columnRows, _columnValues) = Columns();
    }

    public int Count { get; }

    /// <summary>Length of each list, K.</summary>
    public int Listed { get; }

    /// <summary>
    /// An upper bound on what each candidate contributes to all together where it is the only one chosen; seldom more than 1 % above it.
    /// </summary>
    public long[] TotalsAtMost { get; }

    public bool Complete => Listed == Count;

    public ReadOnlySpan<int> List(int of) => _listed.AsSpan(of * Listed, Listed);

    public ReadOnlySpan<long> Values(int of) => _values.AsSpan(of * Listed, Listed);

    /// <summary>Nobody outside the list of a candidate contributes more to it; 0 for complete lists.</summary>
    public long Floor(int of) => Complete ? 0 : _values[((of + 1) * Listed) - 1];

    /// <summary>Those in whose list the candidate stands, ascending.</summary>
    public ReadOnlySpan<int> ListedBy(int candidate) => _columnRows.AsSpan(ColumnOf(candidate));

    /// <summary>What it contributes to each of them.</summary>
    public ReadOnlySpan<long> ValuesFor(int candidate) => _columnValues.AsSpan(ColumnOf(candidate));

    /// <summary>Whether a candidate at this squared distance stands in the list of another.</summary>
    public bool IsListed(int of, int candidate, double squaredDistance) =>
        squaredDistance < _reach[of] || (squaredDistance == _reach[of] && candidate <= _listed[((of + 1) * Listed) - 1]);

    private Range ColumnOf(int candidate) => _columnStart[candidate].._columnStart[candidate + 1];

    private static int Length(int count, double expectedChosen)
    {
        double wanted = Math.Max(Math.Max(ListedMin, count / ShareListed), ListedPerChosen * count / Math.Max(1, expectedChosen));
        int listed = (int)Math.Min(Math.Min(count, wanted), Math.Max(ListedMin, EntriesMax / count));
        return 2L * listed >= count && (long)count * count <= EntriesMax ? count : Math.Min(count, listed);
    }

    // Nearest first, equals by index.
    private void FillRows(Affinities affinities)
    {
        var steps = new LikenessSteps(affinities);
        Parallel.For(0, Count, () => new Scratch(Count), (i, _, own) =>
        {
            affinities.Points.Squared(i, 0, own.Distances);
            own.SelectNearest(Listed);
            for (int k = 0; k < Listed; k++)
            {
                _listed[(i * Listed) + k] = own.Nearest[k];
                _values[(i * Listed) + k] = affinities.At(i, own.Keys[k]);
            }
            _reach[i] = own.Keys[Listed - 1];
            TotalsAtMost[i] = steps.AtMost(own.Distances);
            return own;
        }, static _ => { });
    }

    private (int[] Start, int[] Rows, long[] Values) Columns()
    {
        int[] start = new int[Count + 1];
        foreach (int candidate in _listed)
        {
            start[candidate + 1]++;
        }
        for (int j = 0; j < Count; j++)
        {
            start[j + 1] += start[j];
        }
        int[] next = [.. start];
        int[] rows = new int[_listed.Length];
        long[] values = new long[_listed.Length];
        for (int at = 0; at < _listed.Length; at++)
        {
            int place = next[_listed[at]]++;
            rows[place] = at / Listed;
            values[place] = _values[at];
        }
        return (start, rows, values);
    }

    private sealed class Scratch(int count)
    {
        public double[] Distances { get; } = new double[count];

        public double[] Keys { get; } = new double[count];

        public int[] Nearest { get; } = new int[count];

        /// <summary>Puts the nearest to the front of <see cref="Nearest"/>, their distances to the front of <see cref="Keys"/>.</summary>
        public void SelectNearest(int wanted)
        {
            int kept = Narrow(wanted);
            TotalOrder.Sort(Keys, Nearest, kept);
        }

        // Keeps all up to a bound under which the wanted surely lie: guessed from a sample, and widened until enough do.
        private int Narrow(int wanted)
        {
            if (wanted * 4 >= count)
            {
                return Keep(double.PositiveInfinity);
            }
            int step = Math.Max(1, count / 512);
            int sampled = 0;
            double[] sample = new double[(count / step) + 1];
            for (int j = 0; j < count; j += step)
            {
                sample[sampled++] = Distances[j];
            }
            Array.Sort(sample, 0, sampled);
            for (int rank = (wanted * 3 / 2 / step) + 4; rank < sampled; rank *= 2)
            {
                int kept = Keep(sample[rank]);
                if (kept >= wanted)
                {
                    return kept;
                }
            }
            return Keep(double.PositiveInfinity);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private int Keep(double bound)
        {
            int kept = 0;
            for (int j = 0; j < Distances.Length; j++)
            {
                if (Distances[j] <= bound)
                {
                    Keys[kept] = Distances[j];
                    Nearest[kept++] = j;
                }
            }
            return kept;
        }
    }
}
