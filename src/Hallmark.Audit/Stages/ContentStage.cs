using Hallmark.Contracts;
using Hallmark.Contracts.Payloads;
using Hallmark.Contracts.State;
using Hallmark.Data;
using Hallmark.Evidence;
using Hallmark.Ledger;

namespace Hallmark.Audit.Stages;

/// <summary>All content re-hashed: every record and column of every batch, schemas, details of judgements, evaluation sets.</summary>
internal static class ContentStage
{
    public static void Run(Catalog catalog, RunUses uses, Findings findings)
    {
        int batches = 0;
        int hashed = 0;
        long records = 0;
        foreach (DatasetState dataset in catalog.Ledger.State.List<DatasetState>(StateKeys.Datasets))
        {
            if (ReadSchema(catalog, dataset, findings) is not { } schema)
            {
                batches += catalog.Batches(dataset.Name).Count;
                continue;
            }
            foreach (BatchState batch in catalog.Batches(dataset.Name))
            {
                batches++;
                if (Examine(catalog, batch, schema, uses, findings))
                {
                    hashed++;
                    records += batch.Records;
                }
            }
        }
        CheckAttachments(catalog, findings);
        findings.Coverage = findings.Coverage with { Batches = batches, BatchesHashed = hashed, Records = records };
    }

    private static Schema? ReadSchema(Catalog catalog, DatasetState dataset, Findings findings)
    {
        try
        {
            return catalog.Schema(dataset.Name);
        }
        catch (ContentException e)
        {
            findings.Add(OfObject("schema", e, $"the schema of {dataset.Name}") with { Dataset = dataset.Name });
            return null;
        }
    }

    /// <returns>Whether the content was there to be hashed.</returns>
    private static bool Examine(Catalog catalog, BatchState batch, Schema schema, RunUses uses, Findings findings)
    {
        BatchExamination examination = BatchVerifier.Examine(catalog.Manifest(batch), schema, catalog.Store);
        foreach (BatchDamage damage in examination.Damages)
        {
            AuditVerdict severity = damage.Kind switch
            {
                BatchDamageKind.Missing => AuditVerdict.Incomplete,
                BatchDamageKind.Registered => AuditVerdict.RulesBroken,
                _ => AuditVerdict.Tampered,
            };
            findings.Add(new Finding($"data.{damage.Kind.ToString().ToLowerInvariant()}", severity, $"batch {batch.Id}: {damage.Message}")
            {
                Dataset = batch.Dataset,
                Batch = batch.Id,
                Record = damage.Record,
                Field = damage.Field,
                Member = batch.Provider,
                Entry = (ulong)batch.Entry,
                Height = catalog.Ledger.HeightOf(new EntryIndex((ulong)batch.Entry)).Value,
                Checkpoints = uses.CheckpointsOf(batch.Id),
            });
        }
        if (examination.Total > examination.Damages.Count)
        {
            findings.Add(new Finding("data.more", AuditVerdict.Tampered, $"batch {batch.Id}: {examination.Total - examination.Damages.Count} more places are damaged") { Dataset = batch.Dataset, Batch = batch.Id });
        }
        return !examination.Damages.Any(damage => damage.Kind == BatchDamageKind.Missing);
    }

    /// <summary>Objects that statements name besides batches.</summary>
    private static void CheckAttachments(Catalog catalog, Findings findings)
    {
        foreach (LedgerEntry entry in catalog.Ledger.Entries())
        {
            (string What, ObjectReference Reference)? attachment = entry.Statement.Kind switch
            {
                _ when entry.Statement.Kind == BatchJudge.Kind => ("details", Payload.Read<BatchJudge>(entry.Statement).Details),
                _ when entry.Statement.Kind == RunOpen.Kind && Payload.Read<RunOpen>(entry.Statement).Evaluation is { } set => ("evaluation", set.Content),
                _ => null,
            };
            if (attachment is not { } named)
            {
                continue;
            }
            try
            {
                catalog.Store.Read(named.Reference);
            }
            catch (ContentException e)
            {
                findings.Add(OfObject(named.What, e, $"the {named.What} of entry {entry.Index} ({entry.Statement.Kind} of {entry.Statement.Subject})") with
                {
                    Entry = entry.Index.Value,
                    Height = entry.Height.Value,
                    Member = entry.Statement.Issuer,
                });
            }
        }
    }

    private static Finding OfObject(string code, ContentException e, string what) => e.Fault == ContentFault.Missing
        ? new Finding($"{code}.missing", AuditVerdict.Incomplete, $"{what} is missing: {e.Message}")
        : new Finding($"{code}.altered", AuditVerdict.Tampered, $"{what} was altered: {e.Message}");
}
