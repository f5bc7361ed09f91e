namespace Hallmark.Learning;

/// <summary>
/// Exact nearest neighbours by comparing every query with every reference row. A distance is the sum of squared differences,
/// features in ascending order, in float32: equal rows are at exactly 0, and a pair has one distance whichever is the query.
/// Queries are shared out over all cores; what is kept grows with queries · k only. Safe for use by several threads.
/// </summary>
public sealed class NearestNeighbours
{
    private const int QueriesPerTask = 32; // these rows and one panel stay in a core's cache together

    private readonly Matrix _references;
    private readonly float[] _panels;

    /// <param name="references"><c>[references, features]</c>; must not be changed afterwards.</param>
    /// <exception cref="ArgumentException">A number is not finite.</exception>
    public NearestNeighbours(Matrix references)
    {
        references.RequireFinite(nameof(references));
        _references = references;
        _panels = new float[TileKernel.PanelCount(references.Rows) * references.Columns * TileKernel.Columns];
        TileKernel.Pack(references.Values, references.Columns, references.Rows, 1, references.Columns, _panels);
    }

    public int References => _references.Rows;

    /// <summary>The k nearest references of each row of <c>[queries, features]</c>.</summary>
    /// <exception cref="ArgumentException">Another number of features, a number not finite, or k below 1.</exception>
    public Neighbours Find(Matrix queries, int k) => Find(queries, k, [], []);

    /// <summary>The k nearest others of each reference row: leave-one-out.</summary>
    public Neighbours FindLeavingOneOut(int k)
    {
        int[] self = new int[References];
        for (int i = 0; i < self.Length; i++)
        {
            self[i] = i;
        }
        return FindLeavingGroupOut(k, self);
    }

    /// <summary>
    /// The k nearest of each reference row outside its own group: what the other providers', or the other folds', records say.
    /// </summary>
    /// <param name="k">At least 1.</param>
    /// <param name="groups">Group of each reference row; any integers.</param>
    public Neighbours FindLeavingGroupOut(int k, int[] groups) => Find(_references, k, groups, groups);

    /// <summary>The k nearest references of each query that are of another group than the query.</summary>
    /// <param name="queries"><c>[queries, features]</c>.</param>
    /// <param name="k">At least 1.</param>
    /// <param name="queryGroups">Group of each query, or empty if nothing is to be left out.</param>
    /// <param name="referenceGroups">Group of each reference row, or empty as well.</param>
    /// <param name="by">Features to compare by, ascending; null for all. The references are not laid out anew for that.</param>
    /// <exception cref="ArgumentException">Another number of features or groups, a number not finite, or k below 1.</exception>
    public Neighbours Find(Matrix queries, int k, int[] queryGroups, int[] referenceGroups, int[]? by = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        queries.RequireFinite(nameof(queries));
        if (queries.Columns != _references.Columns)
        {
            throw new ArgumentException(
                $"The references have {_references.Columns} features, the queries {queries.Columns}.",
                nameof(queries));
        }
        bool grouped = queryGroups.Length + referenceGroups.Length > 0;
        if (grouped && (queryGroups.Length != queries.Rows || referenceGroups.Length != References))
        {
            throw new ArgumentException(
                $"{queries.Rows} queries and {References} references have {queryGroups.Length} and {referenceGroups.Length} groups.",
                nameof(queryGroups));
        }
        var result = new Neighbours(queries.Rows, Math.Min(k, Math.Max(1, References)));
        int tasks = (queries.Rows + QueriesPerTask - 1) / QueriesPerTask;
        Matrix compared = by is null ? queries : Narrow(queries, by);
        Parallel.For(0, tasks, task => Search(compared, by, task * QueriesPerTask, grouped ? queryGroups : null, referenceGroups, result));
        return result;
    }

    /// <summary>The squared distance of every query from every reference.</summary>
    /// <param name="queries"><c>[queries, features]</c>, as many features as the references.</param>
    /// <param name="result"><c>[queries, references]</c>, overwritten.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or a number is not finite.</exception>
    public void SquaredDistances(Matrix queries, Matrix result)
    {
        queries.RequireFinite(nameof(queries));
        if (queries.Columns != _references.Columns || result.Rows != queries.Rows || result.Columns != References)
        {
            throw new ArgumentException(
                $"[{queries.Rows}, {queries.Columns}] against [{References}, {_references.Columns}]"
                + $" does not give [{result.Rows}, {result.Columns}].",
                nameof(result));
        }
        Span<float> tile = stackalloc float[TileKernel.Size];
        int panelSize = queries.Columns * TileKernel.Columns;
        for (int first = 0; first < References; first += TileKernel.Columns)
        {
            ReadOnlySpan<float> panel = _panels.AsSpan(first / TileKernel.Columns * panelSize, panelSize);
            int width = Math.Min(TileKernel.Columns, References - first);
            for (int query = 0; query < queries.Rows; query += TileKernel.Rows)
            {
                int height = Math.Min(TileKernel.Rows, queries.Rows - query);
                ReadOnlySpan<float> rows = queries.Values[(query * queries.Columns)..];
                TileKernel.Fill<SquaredDifferenceTerm>(rows, height, queries.Columns, 1, panel, tile);
                for (int i = 0; i < height; i++)
                {
                    tile.Slice(i * TileKernel.Columns, width).CopyTo(result.Row(query + i)[first..]);
                }
            }
        }
    }

    private static Matrix Narrow(Matrix queries, int[] by)
    {
        var result = new Matrix(queries.Rows, Math.Max(1, by.Length)); // by no feature, all are at distance 0
        for (int query = 0; query < queries.Rows; query++)
        {
            ReadOnlySpan<float> from = queries.Row(query);
            Span<float> to = result.Row(query);
            for (int i = 0; i < by.Length; i++)
            {
                to[i] = from[by[i]];
            }
        }
        return result;
    }

    private static void Narrow(ReadOnlySpan<float> panel, int[] by, Span<float> result)
    {
        for (int i = 0; i < by.Length; i++)
        {
            panel.Slice(by[i] * TileKernel.Columns, TileKernel.Columns).CopyTo(result[(i * TileKernel.Columns)..]);
        }
    }

    private void Search(Matrix queries, int[]? by, int firstQuery, int[]? queryGroups, int[] referenceGroups, Neighbours result)
    {
        Span<float> tile = stackalloc float[TileKernel.Size];
        float[]? narrowed = by is null ? null : new float[by.Length * TileKernel.Columns];
        int panelSize = _references.Columns * TileKernel.Columns;
        int endQuery = Math.Min(firstQuery + QueriesPerTask, queries.Rows);
        for (int first = 0; first < References; first += TileKernel.Columns)
        {
            ReadOnlySpan<float> panel = _panels.AsSpan(first / TileKernel.Columns * panelSize, panelSize);
            if (narrowed is not null)
            {
                Narrow(panel, by!, narrowed);
                panel = narrowed;
            }
            int width = Math.Min(TileKernel.Columns, References - first);
            for (int query = firstQuery; query < endQuery; query += TileKernel.Rows)
            {
                int height = Math.Min(TileKernel.Rows, endQuery - query);
                ReadOnlySpan<float> rows = queries.Values[(query * queries.Columns)..];
                TileKernel.Fill<SquaredDifferenceTerm>(rows, height, queries.Columns, 1, panel, tile);
                for (int i = 0; i < height; i++)
                {
                    Span<float> distances = tile.Slice(i * TileKernel.Columns, TileKernel.Columns);
                    if (!result.MayTake(query + i, distances))
                    {
                        continue; // as with most tiles of a long search
                    }
                    for (int j = 0; j < width; j++)
                    {
                        if (queryGroups is null || queryGroups[query + i] != referenceGroups[first + j])
                        {
                            result.Offer(query + i, first + j, distances[j]);
                        }
                    }
                }
            }
        }
    }
}
