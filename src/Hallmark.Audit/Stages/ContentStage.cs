using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Datasets;
using Hallmark.Data.Batches;
using Hallmark.Data.Custody;
using Hallmark.Data.Records;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Operations.Custody;
using Hallmark.Operations.Judging;

namespace Hallmark.Audit.Stages;

/// <summary>All content re-hashed: every record and column of every batch, schemas, details of judgements, evaluation sets.</summary>
internal static class ContentStage
{
    public static async Task RunAsync(
        Catalog catalog, OwnSecrets? secrets, RunUses uses, Findings findings, CancellationToken cancellation)
    {
        IReadOnlyList<DatasetState> datasets = catalog.Ledger.State.List(DatasetKeys.All);
        findings.Coverage = findings.Coverage with { Batches = datasets.Sum(dataset => catalog.Batches(dataset.Name).Count) };
        foreach (DatasetState dataset in datasets)
        {
            if (await ReadSchemaAsync(catalog, dataset, findings, cancellation).ConfigureAwait(false) is not { } schema)
            {
                // Without it no record can be read, but whether its bytes are those on record needs none.
                await HashObjectsAsync(catalog, dataset.Name, uses, findings, cancellation).ConfigureAwait(false);
                continue;
            }
            await CheckEarlierAsync(catalog, dataset, findings, cancellation).ConfigureAwait(false);
            CheckTask(dataset, schema, findings);
            foreach (BatchState batch in catalog.Batches(dataset.Name))
            {
                if (await ExamineAsync(catalog, secrets, batch, schema, uses, findings, cancellation).ConfigureAwait(false))
                {
                    findings.Coverage = findings.Coverage with
                    {
                        BatchesHashed = findings.Coverage.BatchesHashed + 1,
                        Records = findings.Coverage.Records + batch.Records,
                    };
                }
            }
        }
        await new AttachmentChecks(catalog, findings).RunAsync(cancellation).ConfigureAwait(false);
    }

    private static async ValueTask<Schema?> ReadSchemaAsync(
        Catalog catalog, DatasetState dataset, Findings findings, CancellationToken cancellation)
    {
        try
        {
            return await catalog.SchemaAsync(dataset.Name, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            findings.Add(OfObject("schema", e, $"the schema of {dataset.Name}") with { Dataset = dataset.Name });
            return null;
        }
    }

    /// <summary>
    /// Where a schema was changed all of them are on the ledger itself; their objects are for those who have only the store.
    /// </summary>
    private static async ValueTask CheckEarlierAsync(
        Catalog catalog, DatasetState dataset, Findings findings, CancellationToken cancellation)
    {
        if (dataset.Earlier.Count == 0)
        {
            return;
        }
        foreach ((int before, ObjectReference schema) in dataset.Earlier.Select(earlier => earlier.Schema).Append(dataset.Schema).Index())
        {
            try
            {
                await catalog.Store.ReadAsync(schema, cancellation).ConfigureAwait(false);
            }
            catch (Exception e) when (IsUnreadable(e))
            {
                string which = $"schema {before + 1} of {dataset.Name}";
                Finding finding = IsMissing(e)
                    ? new Finding("schema.not-stored", AuditVerdict.Good, $"{which} is not in the store; the ledger itself has it whole")
                    : OfObject("schema", e, which);
                findings.Add(finding with { Dataset = dataset.Name });
            }
        }
    }

    /// <summary>
    /// The contracts never see a schema: whoever opens a dataset says of it what programs of older rules would not read. Label and classes
    /// are held against the schema by every batch.
    /// </summary>
    private static void CheckTask(DatasetState dataset, Schema schema, Findings findings)
    {
        LearningTask? task = schema.IsExtended ? schema.Task : null;
        if (dataset.Task != task || dataset.IsLabelOptional != schema.IsLabelOptional)
        {
            findings.Add(new Finding(
                "schema.registered", AuditVerdict.RulesBroken,
                $"the schema of {dataset.Name} says otherwise of its task than {dataset.Owner} said")
            {
                Dataset = dataset.Name,
                Member = dataset.Owner,
            });
        }
    }

    private static async Task HashObjectsAsync(
        Catalog catalog, string dataset, RunUses uses, Findings findings, CancellationToken cancellation)
    {
        foreach (BatchState batch in catalog.Batches(dataset).Where(batch => batch.Withdrawn is null))
        {
            foreach (ObjectReference reference in catalog.Manifest(batch).Objects)
            {
                try
                {
                    await catalog.Store.ReadAsync(reference, cancellation).ConfigureAwait(false);
                }
                catch (Exception e) when (IsUnreadable(e))
                {
                    if (batch.Tier == BatchTier.Absent && IsMissing(e))
                    {
                        continue; // its provider keeps it
                    }
                    findings.Add(OfObject("data", e, $"batch {batch.Id}") with
                    {
                        Dataset = batch.Dataset,
                        Batch = batch.Id,
                        Member = batch.Provider,
                        Checkpoints = uses.CheckpointsOf(batch.Id),
                    });
                }
            }
        }
    }

    private static bool IsMissing(Exception e) => e is ContentException { Fault: ContentFault.Missing };

    /// <returns>Whether the content was there to be hashed.</returns>
    private static async ValueTask<bool> ExamineAsync(
        Catalog catalog, OwnSecrets? secrets, BatchState batch, Schema schema, RunUses uses, Findings findings,
        CancellationToken cancellation)
    {
        if (batch.Withdrawn is not null)
        {
            findings.Add(await WithdrawnAsync(catalog, batch, uses, cancellation).ConfigureAwait(false));
            return false;
        }
        if (batch.Tier == BatchTier.Absent
            && !await catalog.Store.ContainsAsync(catalog.Manifest(batch).Content, cancellation).ConfigureAwait(false))
        {
            findings.Add(
                new Finding(
                    "data.absent", AuditVerdict.Good, $"batch {batch.Id} is kept by {batch.Provider}: nobody has seen its records yet")
                {
                    IsLimit = true,
                    Dataset = batch.Dataset,
                    Batch = batch.Id,
                    Member = batch.Provider,
                });
            return false;
        }
        BatchExamination examination;
        try
        {
            using BatchSecret? secret = batch.Tier == BatchTier.Open ? null : secrets?.Open(batch);
            examination = await BatchVerifier
                .ExamineAsync(catalog.Manifest(batch), schema, catalog.Store, secret, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            // One object that cannot be read must not hide what is wrong with the others.
            findings.Add(OfObject("data", e, $"batch {batch.Id}") with
            {
                Dataset = batch.Dataset,
                Batch = batch.Id,
                Checkpoints = uses.CheckpointsOf(batch.Id),
            });
            return false;
        }
        RecordPlaces? places = examination.Damages.Count == 0
            ? null
            : await BatchPlaces.FindAsync(catalog, secrets, batch, cancellation).ConfigureAwait(false);
        foreach (BatchDamage damage in examination.Damages)
        {
            AuditVerdict severity = damage.Kind switch
            {
                BatchDamageKind.Missing => AuditVerdict.Incomplete,
                BatchDamageKind.Registered => AuditVerdict.RulesBroken,
                _ => AuditVerdict.Tampered,
            };
            findings.Add(new Finding(
                $"data.{damage.Kind.ToString().ToLowerInvariant()}", severity,
                $"batch {batch.Id}: {damage.Message}{WhereFrom(places, damage)}")
            {
                Dataset = batch.Dataset,
                Batch = batch.Id,
                Record = damage.Record,
                Field = damage.Field,
                Member = batch.Provider,
                Entry = batch.Entry.Value,
                Height = catalog.Ledger.HeightOf(batch.Entry).Value,
                Checkpoints = uses.CheckpointsOf(batch.Id),
            });
        }
        if (examination.Total > examination.Damages.Count)
        {
            findings.Add(
                new Finding(
                    "data.more", AuditVerdict.Tampered,
                    $"batch {batch.Id}: {examination.Total - examination.Damages.Count} more places are damaged")
                {
                    Dataset = batch.Dataset,
                    Batch = batch.Id,
                });
        }
        if (!examination.Opened)
        {
            findings.Add(
                new Finding(
                    "data.sealed", AuditVerdict.Good,
                    $"batch {batch.Id} cannot be opened here: its objects are those registered, its records were not looked at")
                {
                    Dataset = batch.Dataset,
                    Batch = batch.Id,
                    Member = batch.Provider,
                });
        }
        return examination.Opened && !examination.Damages.Any(damage => damage.Kind == BatchDamageKind.Missing);
    }

    /// <summary>The file and line that a damaged record was read from.</summary>
    private static string WhereFrom(RecordPlaces? places, BatchDamage damage) => places is not null && damage.Record is { } record
        && record < places.Count && places[(int)record] is var (file, place) ? $" ({places.Unit} {place} of {file.Name})" : "";

    /// <summary>
    /// What its provider took back need not be there; that it is gone is lawful and on record. That it is still there is said.
    /// </summary>
    private static async ValueTask<Finding> WithdrawnAsync(
        Catalog catalog, BatchState batch, RunUses uses, CancellationToken cancellation)
    {
        bool there = await catalog.Store.ContainsAsync(catalog.Manifest(batch).Content, cancellation).ConfigureAwait(false);
        string used = uses.CheckpointsOf(batch.Id).Count == 0 ? "no run used it" : "runs used it before";
        return new Finding(
            there ? "data.withdrawn-but-there" : "data.withdrawn", AuditVerdict.Good,
            $"batch {batch.Id} was withdrawn by {batch.Provider}{(there ? ", its content is still here" : "")}; {used}")
        {
            Dataset = batch.Dataset,
            Batch = batch.Id,
            Member = batch.Provider,
            Entry = batch.Withdrawn!.Value.Value,
            Height = catalog.Ledger.HeightOf(batch.Withdrawn.Value).Value,
            Checkpoints = uses.CheckpointsOf(batch.Id),
        };
    }

    internal static bool IsUnreadable(Exception e) =>
        e is ContentException or MalformedException or IOException or UnauthorizedAccessException;

    internal static Finding OfObject(string code, Exception e, string what) => e switch
    {
        ContentException { Fault: ContentFault.Missing } =>
            new Finding($"{code}.missing", AuditVerdict.Incomplete, $"{what} is missing: {e.Message}"),
        ContentException => new Finding($"{code}.altered", AuditVerdict.Tampered, $"{what} was altered: {e.Message}"),
        _ => new Finding($"{code}.unreadable", AuditVerdict.Incomplete, $"{what} cannot be read: {e.Message}"),
    };
}
