namespace Hallmark.Scheduling;

/// <summary>
/// What candidate j, if chosen, contributes for candidate i: i's share of all records times their likeness times the weight of
/// diversity, in units of F (see <see cref="SelectionObjective.UnitsOfOne"/>). Whole numbers, so sums are exact in any order.
/// Few enough are held in a table; otherwise each is computed when asked for, with the same result.
/// </summary>
internal sealed class Affinities
{
    private const int TableMax = 2_048; // 32 MB

    private readonly double[] _weights;
    private readonly SimilarityKernel _kernel;
    private readonly long[]? _table;

    public Affinities(PointSet points, SimilarityKernel kernel, IReadOnlyList<long> records, double weight)
    {
        Points = points;
        _kernel = kernel;
        double all = records.Sum();
        _weights = [.. records.Select(own => weight * (own / all) * SelectionObjective.UnitsOfOne)];
        _table = points.Count <= TableMax ? Table() : null;
    }

    public PointSet Points { get; }

    public int Count => Points.Count;

    /// <summary>What <paramref name="chosen"/> contributes for <paramref name="of"/>.</summary>
    public long Of(int of, int chosen) =>
        _table is not null ? _table[(of * Count) + chosen] : Units(of, _kernel.Of(Points.Squared(of, chosen)));

    /// <summary>The same for a known squared distance.</summary>
    public long At(int of, double squaredDistance) => Units(of, _kernel.Of(squaredDistance));

    /// <summary>Weight of each candidate, in units.</summary>
    public ReadOnlySpan<double> Weights => _weights;

    public double Likeness(double squaredDistance) => _kernel.Of(squaredDistance);

    private long Units(int of, double similarity) => unchecked((long)((similarity * _weights[of]) + 0.5));

    private long[] Table()
    {
        long[] table = new long[Count * Count];
        Parallel.For(0, Count, () => new double[Count], (i, _, row) =>
        {
            Points.Squared(i, 0, row);
            _kernel.Apply(row);
            for (int j = 0; j < row.Length; j++)
            {
                table[(i * Count) + j] = Units(i, row[j]);
            }
            return row;
        }, static _ => { });
        return table;
    }
}
