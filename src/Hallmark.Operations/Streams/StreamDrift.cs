using Hallmark.Client;
using Hallmark.Contracts.Access;
using Hallmark.Contracts.Datasets;
using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Features;
using Hallmark.Learning;
using Hallmark.Operations.Homes;
using Hallmark.Quality.Drift;

namespace Hallmark.Operations.Streams;

/// <summary>
/// Compares what comes in with what was accepted: the newest open batches of the same provider, whose own data they are, a bounded number.
/// Reading them is put on record, once for each batch. A batch that a validator judges is measured anew, and against all that is accepted.
/// </summary>
internal sealed class StreamDrift(Workspace workspace, MemberSession provider, Schema schema, string dataset)
{
    /// <summary>What the batches are read for, on record.</summary>
    public const string Purpose = "monitoring";

    private const int RecordsLimit = 20_000;
    private const int BatchesLimit = 64;

    private readonly FeatureSelection _selection = FeatureSelection.All(schema);
    private readonly ClassIndex? _classes = schema.LabelIndex < 0 ? null : new ClassIndex(schema);
    private string[] _compared = [];
    private FeatureEncoder _encoder = null!;
    private Matrix? _reference;
    private int[]? _labels;

    /// <summary>Whether anything can drift.</summary>
    private bool HasFeatures => _selection.Columns.Count > 0;

    /// <summary>Whether it looks at records of this schema.</summary>
    public bool IsOf(Schema current) => schema.Digest == current.Digest;

    /// <summary>Looks which batches are accepted by now.</summary>
    public async Task RefreshAsync(CancellationToken cancellation)
    {
        BatchState[] accepted = HasFeatures ? Accepted() : [];
        string[] ids = [.. accepted.Select(batch => batch.Id)];
        if (ids.SequenceEqual(_compared))
        {
            return;
        }
        var reading = await BatchReading.OpenAsync(
            provider, workspace.Catalog, dataset, accepted, ReadFor.Purpose(Purpose), workspace.Custodians.OpenAsync, again: false,
            cancellation).ConfigureAwait(false);
        _encoder = new FeatureEncoder(_selection.Columns, FeatureEncoding.Ranged);
        var parts = new List<Matrix>();
        var labels = new List<int>();
        foreach (BatchState batch in accepted)
        {
            RecordBatch records = await reading.ReadAsync(batch, schema, cancellation).ConfigureAwait(false);
            var part = new Matrix(records.Count, _selection.Columns.Count);
            _encoder.Encode(column => records[column], records.Count, part, 0);
            parts.Add(part);
            labels.AddRange(records.Labels);
        }
        _reference = parts.Count == 0 ? null : FeatureEncoder.Stack(parts);
        _labels = _classes is null ? null : [.. labels];
        _compared = ids;
    }

    /// <returns>Null where nothing drifted, or where there is nothing to compare with.</returns>
    public (IReadOnlyList<string> Fields, bool Classes)? Measure(RecordBuffer records)
    {
        if (_reference is null)
        {
            return null;
        }
        var incoming = new Matrix(records.Count, _selection.Columns.Count);
        _encoder.Encode(column => records[column], records.Count, incoming, 0);
        int[]? labels = _classes is null
            ? null
            : [.. Enumerable.Range(0, records.Count).Select(record => _classes.Of(records[schema.LabelIndex], record))];
        DriftMeasurement drift = DistributionDrift.Measure(
            _reference, incoming, _labels, labels, schema.Classes.Count, new DriftOptions());
        return drift.Alarm
            ? ([.. drift.Features.Where(feature => feature.Drifted).OrderByDescending(feature => feature.StabilityIndex)
                .Select(feature => _selection.Names[feature.Feature])], drift.Classes is { Drifted: true })
            : null;
    }

    private BatchState[] Accepted()
    {
        long records = 0;
        return [.. workspace.Catalog.Batches(dataset)
            .Where(batch => batch.Provider == provider.Member && batch.Tier == BatchTier.Open && batch.IsUsable)
            .OrderByDescending(batch => batch.Entry)
            .TakeWhile(batch => records < RecordsLimit && (records += batch.Records) >= 0)
            .Take(BatchesLimit)];
    }
}
