using System.Threading.Channels;
using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Datasets;
using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Operations.Homes;
using Hallmark.Quality.Drift;

namespace Hallmark.Operations.Streams;

/// <summary>
/// Puts the batches of a spool on record, one after the other, while more messages come in. A batch is taken out of the spool once its
/// entry lasts; where the process dies in between, the next one finds its root on record and passes it over.
/// </summary>
/// <param name="signer">The provider, by its own key or a gateway's.</param>
internal sealed class CutRegistration(
    Workspace workspace, MemberSession signer, StreamDrift drift, Spool spool, Schema schema, string dataset, string origin,
    IProgress<StreamEvent>? told)
{
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
        workspace.CatchUp();
        await drift.RefreshAsync(cancellation).ConfigureAwait(false);
        (byte[] lines, int count) = spool.Read(number);
        var fields = new List<string>();
        bool drifted = false;
        bool classes = false;
        RegistrationResult result = await Registration.RunAsync(
            MessageGate.SourceOf(schema, "messages", lines).Read(schema, count).Select(Compared), "stream", Options(), workspace.Store,
            cancellation: cancellation).ConfigureAwait(false);
        IReadOnlyList<string> batches = await SubmitAsync(result.Manifests, cancellation).ConfigureAwait(false);
        spool.Done(number, count);
        Batches += batches.Count;
        told?.Report(new StreamEvent.Registered(batches, count));
        if (drifted && batches.Count > 0)
        {
            told?.Report(new StreamEvent.Drifted(batches, [.. fields.Distinct()], classes));
        }
        if (!drift.CanTell(count) && batches.Count > 0)
        {
            told?.Report(new StreamEvent.Unmeasured(
                batches, $"of {count} records it cannot be said whether they drifted; {DistributionDrift.FewestRecords} are needed"));
        }

        RecordBuffer Compared(RecordBuffer records)
        {
            if (drift.Measure(records) is { } found)
            {
                drifted = true;
                classes |= found.Classes;
                fields.AddRange(found.Fields);
            }
            return records;
        }
    }

    /// <returns>Ids of those that are new.</returns>
    private async Task<IReadOnlyList<string>> SubmitAsync(IReadOnlyList<BatchManifest> manifests, CancellationToken cancellation)
    {
        using IDisposable alone = await TaskLock.TakeAsync(workspace, TaskLock.Registering, dataset, cancellation).ConfigureAwait(false);
        BatchRegister[] fresh = [.. manifests.DistinctBy(manifest => manifest.Root)
            .Where(manifest => workspace.Catalog.Ledger.State.Find(DatasetKeys.BatchRoot(dataset, manifest.Root)) is null)
            .Select(manifest => new BatchRegister(manifest))];
        return [.. (await signer.SubmitAllAsync(fresh, cancellation).ConfigureAwait(false))
            .Select(item => BatchRegistered.Read(item.Outcome).Batch)];
    }

    private RegistrationOptions Options() => new()
    {
        Dataset = dataset,
        Schema = schema,
        Origin = origin,
        Sketched = workspace.Catalog.Ledger.Last.Rules >= RuleVersions.Sketches,
    };
}
