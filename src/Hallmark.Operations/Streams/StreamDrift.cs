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
/// <param name="provider">
/// Who reads, with its own key; null where that is not here, as a gateway's opens nothing: then nothing is compared.
/// </param>
internal sealed class StreamDrift(Workspace workspace, MemberSession? provider, Schema schema, string dataset)
{
    /// <summary>What the batches are read for, on record.</summary>
    public const string Purpose = "monitoring";

    private const int RecordsLimit = 20_000;
    private const int BatchesLimit = 64;

    private readonly FeatureSelection _selection = FeatureSelection.All(schema);
    private readonly ClassIndex? _classes = schema.HasClasses ? new ClassIndex(schema) : null;
    private string[] _compared = [];
    private FeatureEncoder _encoder = null!;
    private Matrix? _reference;
    private int[]? _labels;

    /// <summary>Whether so many records can be told from what they are compared with, if there is anything.</summary>
    public bool CanTell(int records) => _reference is null || records >= DistributionDrift.FewestRecords;

    /// <summary>Whether it looks at records of this schema.</summary>
    public bool IsOf(Schema current) => schema.Digest == current.Digest;

    /// <summary>Looks which batches are accepted by now.</summary>
    public async Task RefreshAsync(CancellationToken cancellation)
    {
        if (provider is null || _selection.Columns.Count == 0)
        {
            return; // nobody may read, or nothing can drift
        }
        BatchState[] accepted = Accepted(provider.Member);
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
            labels.AddRange(_classes is null ? [] : records.Labels);
        }
        _reference = parts.Count == 0 ? null : FeatureEncoder.Stack(parts);
        _labels = _classes is null ? null : [.. labels];
        _compared = ids;
    }

    /// <returns>Null where nothing drifted, where there is nothing to compare with, or where the records are too few.</returns>
    public (IReadOnlyList<string> Fields, bool Classes)? Measure(RecordBuffer records)
    {
        if (_reference is null || !CanTell(records.Count))
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

    private BatchState[] Accepted(string member)
    {
        long records = 0;
        return [.. workspace.Catalog.Batches(dataset)
            .Where(batch => batch.Provider == member && batch.Tier == BatchTier.Open && batch.IsUsable)
            .OrderByDescending(batch => batch.Entry)
            .TakeWhile(batch => records < RecordsLimit && (records += batch.Records) >= 0)
            .Take(BatchesLimit)];
    }
}
