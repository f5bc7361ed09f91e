using System.Threading.Channels;
using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Datasets;
using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Operations.Homes;
using Hallmark.Quality.Drift;

namespace Hallmark.Operations.Streams;

/// <summary>
/// Puts the batches of a spool on record, one after the other, while more messages come in. A batch is taken out of the spool once its
/// entry lasts; where the process dies in between, the next one finds its root on record and passes it over.
/// </summary>
/// <param name="signer">The provider, by its own key or a gateway's.</param>
/// <param name="steps">What was done to the messages before, for the record.</param>
/// <param name="reader">Who reads what drift is measured against; null where that key is not here.</param>
internal sealed class CutRegistration(
    Workspace workspace, MemberSession signer, MemberSession? reader, Spool spool, StreamSchema schema, string dataset, string origin,
    IReadOnlyList<string> steps, IProgress<StreamEvent>? told)
{
    private StreamDrift _drift = new(workspace, reader, schema.Current, dataset);

    /// <summary>Batches that came on record.</summary>
    public long Batches { get; private set; }

    /// <exception cref="StatementDeniedException">The rules forbid it; the messages stay in the spool.</exception>
    public async Task RunAsync(ChannelReader<long> cuts, CancellationToken cancellation)
    {
        await foreach (long number in cuts.ReadAllAsync(cancellation).ConfigureAwait(false))
        {
            await RegisterAsync(number, cancellation).ConfigureAwait(false);
        }
    }

    private async Task RegisterAsync(long number, CancellationToken cancellation)
    {
        await schema.RefreshAsync(cancellation).ConfigureAwait(false);
        Schema current = schema.Current;
        _drift = _drift.IsOf(current) ? _drift : new StreamDrift(workspace, reader, current, dataset);
        await _drift.RefreshAsync(cancellation).ConfigureAwait(false);
        (byte[] lines, int count) = spool.Read(number);
        var fields = new List<string>();
        bool drifted = false;
        bool classes = false;
        RegistrationResult result = await Registration.RunAsync(
            MessageGate.Read(current, lines, count).Select(Compared), "stream", Options(current), workspace.Store,
            cancellation: cancellation).ConfigureAwait(false);
        if (await SubmitAsync(result.Manifests, current, cancellation).ConfigureAwait(false) is not { } batches)
        {
            await RegisterAsync(number, cancellation).ConfigureAwait(false); // the schema was changed meanwhile
            return;
        }
        spool.Done(number, count);
        Batches += batches.Count;
        told?.Report(new StreamEvent.Registered(batches, count));
        if (drifted && batches.Count > 0)
        {
            told?.Report(new StreamEvent.Drifted(batches, [.. fields.Distinct()], classes));
        }
        if (!_drift.CanTell(count) && batches.Count > 0)
        {
            told?.Report(new StreamEvent.Unmeasured(
                batches, $"of {count} records it cannot be said whether they drifted; {DistributionDrift.FewestRecords} are needed"));
        }

        RecordBuffer Compared(RecordBuffer records)
        {
            if (_drift.Measure(records) is { } found)
            {
                drifted = true;
                classes |= found.Classes;
                fields.AddRange(found.Fields);
            }
            return records;
        }
    }

    /// <returns>Ids of those that are new; null where they have not the schema in force.</returns>
    private async Task<IReadOnlyList<string>?> SubmitAsync(
        IReadOnlyList<BatchManifest> manifests, Schema current, CancellationToken cancellation)
    {
        using IDisposable alone = await TaskLock.TakeAsync(workspace, TaskLock.Registering, dataset, cancellation).ConfigureAwait(false);
        if (workspace.Catalog.Dataset(dataset).Schema.Digest != current.Digest)
        {
            return null;
        }
        IReadOnlyList<BatchManifest> unknown = await KnownBatches.LeftAsync(
            manifests, current, workspace.Store,
            root => workspace.Catalog.Ledger.State.Find(DatasetKeys.BatchRoot(dataset, root)) is not null, cancellation)
            .ConfigureAwait(false);
        BatchRegister[] fresh = [.. unknown.DistinctBy(manifest => manifest.Root).Select(manifest => new BatchRegister(manifest))];
        return [.. (await signer.SubmitAllAsync(fresh, cancellation).ConfigureAwait(false))
            .Select(item => BatchRegistered.Read(item.Outcome).Batch)];
    }

    private RegistrationOptions Options(Schema current) => new()
    {
        Dataset = dataset,
        Schema = current,
        Origin = origin,
        Steps = steps,
        Sketched = workspace.Catalog.Ledger.Last.Rules >= RuleVersions.Sketches,
    };
}
