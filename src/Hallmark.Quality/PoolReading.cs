using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Evidence;
using Hallmark.Features;
using Hallmark.Learning;
using Hallmark.Quality.Backdoors;
using Hallmark.Quality.Checks;

namespace Hallmark.Quality;

/// <summary>
/// Makes one set of records out of the batches of a pool: each batch is read once and let go again, so that memory holds its numbers in
/// single precision and 64 bytes of hashes a record, not the records themselves.
/// </summary>
internal sealed class PoolReading
{
    private const int LeastProviders = 3; // of two who differ either may be wrong

    private readonly IReadOnlyList<PoolBatch> _pool;
    private readonly Schema _schema;
    private readonly int _rows;
    private readonly FeatureSelection _selection;
    private readonly FeatureEncoder _encoder;
    private readonly Matrix? _features;
    private readonly int[] _momentColumns;
    private readonly FeatureEncoder _momentEncoder;
    private readonly Matrix? _moments;
    private readonly int[] _labels;
    private readonly double[] _targets;
    private readonly Digest[] _identities;
    private readonly Digest[] _withoutLabel;
    private readonly PoolTexts _texts;
    private readonly List<CheckedBatch> _batches = [];

    private PoolReading(IReadOnlyList<PoolBatch> pool, int code)
    {
        _pool = pool;
        _schema = pool[0].Schema;
        _rows = pool.Sum(batch => batch.Count);
        // Row numbers are left in: the results of a code version are frozen, and these are of one that did.
        _selection = FeatureSelection.All(_schema);
        _encoder = new FeatureEncoder(_selection.Columns, FeatureEncoding.Ranged);
        _features = _selection.Columns.Count == 0 ? null : new Matrix(_rows, _selection.Columns.Count);
        _momentColumns = code < MeasuringCode.OfTargets ? [] : FeatureKinds.Moments(_schema);
        _momentEncoder = new FeatureEncoder(_momentColumns, FeatureEncoding.Ranged);
        _moments = _momentColumns.Length == 0 ? null : new Matrix(_rows, _momentColumns.Length);
        _labels = new int[_schema.HasClasses ? _rows : 0];
        _targets = new double[code >= MeasuringCode.OfTargets && _schema.Task == LearningTask.Regression ? _rows : 0];
        _identities = new Digest[_rows];
        _withoutLabel = new Digest[_schema.LabelIndex < 0 || _schema.Columns.Count == 1 ? 0 : _rows];
        _texts = new PoolTexts(_schema, _rows);
    }

    /// <param name="pool">In the order of their entries.</param>
    /// <param name="targets">Whose cells are looked at one by one.</param>
    /// <param name="seed">Decides folds and draws.</param>
    /// <param name="options">Parameters.</param>
    /// <param name="progress">Told how far it is, from 0 to 1.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="UntrueBatchException">Records that do not give their batch's root.</exception>
    public static CheckedRecords Read(
        IReadOnlyList<PoolBatch> pool, IReadOnlySet<Digest> targets, ulong seed, JudgeOptions options, Action<string, double>? progress,
        CancellationToken cancellation)
    {
        var reading = new PoolReading(pool, options.Code);
        foreach (PoolBatch batch in pool)
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Invoke("cells", (double)reading._batches.Count / pool.Count);
            reading.Take(batch, batch.Read(), targets.Contains(batch.Root) ? options.FindingsPerCheck : null);
        }
        return reading.ToRecords(seed, options);
    }

    private CheckedRecords ToRecords(ulong seed, JudgeOptions options)
    {
        string[] providers = [.. _pool.Select(batch => batch.Provider).Distinct(StringComparer.Ordinal)];
        int[] batchOf = [.. _pool.SelectMany((batch, i) => Enumerable.Repeat(i, batch.Count))];
        return new CheckedRecords
        {
            Code = options.Code,
            Count = _rows,
            Seed = seed,
            Features = _features,
            FeatureNames = _selection.Names,
            Shape = ImageShape.FromNames(_selection.Names),
            Moments = _moments,
            LearnedTexts = options.Code < MeasuringCode.OfTargets ? [] : _texts.Learned(),
            Texts = _texts.Joined(),
            Labels = _labels,
            Classes = _schema.Classes,
            Target = _targets.Length == 0 ? null : _schema.Label,
            Targets = _targets,
            Identities = _identities,
            Contents = _withoutLabel,
            Batches = _batches,
            BatchOf = batchOf,
            SourceOf = providers.Length < LeastProviders ? [] : batchOf,
            ProviderOfSource = [.. _pool.Select(batch => Array.IndexOf(providers, batch.Provider))],
            Neighbours = options.Neighbours,
        };
    }

    private void Take(PoolBatch batch, RecordBatch records, int? findings)
    {
        Digest[] leaves = records.Leaves();
        if (records.Count != batch.Count || (!batch.Salted && MerkleTree.Root(leaves) != batch.Root))
        {
            throw new UntrueBatchException(batch.Root, "its records have another root");
        }
        int first = _batches.Count == 0 ? 0 : _batches[^1].First + _batches[^1].Count;
        (records.HasFirstBytes ? leaves : records.Identities()).CopyTo(_identities, first);
        if (_withoutLabel.Length > 0)
        {
            records.HashesWithoutLabel().CopyTo(_withoutLabel, first);
        }
        for (int record = 0; record < records.Labels.Count; record++)
        {
            _labels[first + record] = records.Labels[record];
        }
        for (int record = 0; _targets.Length > 0 && record < records.Count; record++)
        {
            _targets[first + record] = records[_schema.LabelIndex].Number(record);
        }
        if (_features is not null)
        {
            _encoder.Encode(column => records[column], records.Count, _features, first);
        }
        if (_moments is not null)
        {
            _momentEncoder.Encode(column => records[column], records.Count, _moments, first);
        }
        _texts.Add(first, records);
        _batches.Add(new CheckedBatch(first, batch.Count)
        {
            Root = batch.Root,
            Accepted = batch.Accepted,
            Cells = findings is { } limit
                ? CheckList.All.OfType<CellCheck>().ToDictionary(Check (check) => check, check => check.Look(records, limit))
                : null,
            MissingCells = findings is null ? 0 : MissingCells(records),
        });
    }

    /// <summary>Cells without a value, the label's left out.</summary>
    internal static long MissingCells(RecordBatch records) => Enumerable.Range(0, records.Schema.Columns.Count)
        .Where(column => column != records.Schema.LabelIndex)
        .Sum(column => (long)records[column].MissingCount);
}
