using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Evidence;
using Hallmark.Learning;

namespace Hallmark.Quality;

/// <summary>
/// What the checks keep of a pool: each batch is read once and let go again, so that memory holds its numbers in single precision
/// and 64 bytes of hashes a record, not the records themselves. Rows are the records of all batches, in the order of their entries.
/// </summary>
internal sealed class PoolContents
{
    private readonly int[] _first; // row of each batch's first record
    private readonly NumberScale?[] _scales;
    private readonly int[] _columns;
    private readonly SchemaCheck?[] _cells;
    private readonly PoolTexts _texts;

    private PoolContents(IReadOnlyList<PoolBatch> pool)
    {
        Batches = pool;
        _first = new int[pool.Count];
        int rows = 0;
        for (int i = 0; i < pool.Count; i++)
        {
            _first[i] = rows;
            rows = checked(rows + pool[i].Count);
        }
        _columns = RecordBatch.FeatureColumns(Schema);
        _scales = new NumberScale?[_columns.Length];
        _cells = new SchemaCheck?[pool.Count];
        _texts = new PoolTexts(Schema, rows);
        Features = _columns.Length == 0 ? null : new Matrix(rows, _columns.Length);
        Labels = new int[Schema.LabelIndex < 0 ? 0 : rows];
        Leaves = new Digest[pool.Count][];
        WithoutLabel = Schema.LabelIndex < 0 || Schema.Columns.Count == 1 ? null : new Digest[pool.Count][];
    }

    /// <summary>In the order of their entries.</summary>
    public IReadOnlyList<PoolBatch> Batches { get; }

    public Schema Schema => Batches[0].Schema;

    /// <summary>
    /// <c>[rows, features]</c>, each column in its <see cref="NumberScale"/>, NaN where missing; null when the schema has no feature.
    /// </summary>
    public Matrix? Features { get; }

    /// <summary>Class of each row, -1 where it has none; empty without a label.</summary>
    public int[] Labels { get; }

    /// <summary>Leaf hashes of each batch.</summary>
    public Digest[][] Leaves { get; }

    /// <summary>Hashes over everything but the label of each batch; null without a label or without anything else.</summary>
    public Digest[][]? WithoutLabel { get; }

    /// <summary>Running text of each row; null where no column holds any.</summary>
    public string?[]? Texts { get; private set; }

    /// <param name="pool">In the order of their entries.</param>
    /// <param name="targets">Whose cells are looked at one by one.</param>
    /// <param name="findingsPerCheck">Most findings kept of each check.</param>
    /// <param name="progress">Told how far it is, from 0 to 1.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="ArgumentException">Records that do not give their batch's root.</exception>
    public static PoolContents Read(
        IReadOnlyList<PoolBatch> pool, IReadOnlyCollection<Digest> targets, int findingsPerCheck, Action<string, double>? progress, CancellationToken cancellation)
    {
        var contents = new PoolContents(pool);
        for (int place = 0; place < pool.Count; place++)
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Invoke("cells", (double)place / pool.Count);
            contents.Take(place, pool[place].Read(), targets.Contains(pool[place].Root) ? findingsPerCheck : null);
        }
        contents.Texts = contents._texts.Joined();
        return contents;
    }

    public int PlaceOf(Digest root) => Batches.Index().First(item => item.Item.Root == root).Index;

    public int FirstRow(int place) => _first[place];

    public int[] RowsOf(int place) => [.. Enumerable.Range(_first[place], Batches[place].Count)];

    public ReadOnlySpan<int> LabelsOf(int place) => Labels.Length == 0 ? [] : Labels.AsSpan(_first[place], Batches[place].Count);

    /// <summary>What the cells of a target say by themselves.</summary>
    public SchemaCheck CellsOf(int place) => _cells[place] ?? throw new InvalidOperationException("Only targets' cells are looked at.");

    private void Take(int place, RecordBatch records, int? findings)
    {
        PoolBatch batch = Batches[place];
        Digest[] leaves = records.Leaves();
        if (records.Count != batch.Count || (!batch.Salted && MerkleTree.Root(leaves) != batch.Root))
        {
            throw new ArgumentException($"The records given for batch {batch.Root} have another root.");
        }
        Leaves[place] = leaves;
        if (WithoutLabel is not null)
        {
            WithoutLabel[place] = records.HashesWithoutLabel();
        }
        if (findings is { } limit)
        {
            _cells[place] = new SchemaCheck(records, limit);
        }
        for (int record = 0; record < records.Labels.Count; record++)
        {
            Labels[_first[place] + record] = records.Labels[record];
        }
        TakeNumbers(_first[place], records);
        _texts.Add(_first[place], records);
    }

    private void TakeNumbers(int first, RecordBatch records)
    {
        for (int feature = 0; feature < _columns.Length; feature++)
        {
            ColumnBuffer column = records[_columns[feature]];
            for (int record = 0; record < records.Count; record++)
            {
                Features![first + record, feature] = NumberScale.Of(column.Number(record), ref _scales[feature]);
            }
        }
    }
}
