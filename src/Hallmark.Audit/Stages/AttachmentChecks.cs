using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Judging;
using Hallmark.Contracts.Runs;
using Hallmark.Contracts.Schedules;
using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Ledger;

namespace Hallmark.Audit.Stages;

/// <summary>
/// Objects that statements name besides batches: details of judgements, and held-out records. One that cannot be read hides nothing of the
/// others.
/// </summary>
internal sealed class AttachmentChecks(Catalog catalog, Findings findings)
{
    private readonly HashSet<EvaluationSet> _heldOut = []; // many runs are measured on the same

    public async Task RunAsync(CancellationToken cancellation)
    {
        foreach (LedgerEntry entry in catalog.Ledger.Entries())
        {
            string what = entry.Statement.Kind == BatchJudge.Kind ? "details" : "evaluation";
            try
            {
                await CheckAsync(entry, cancellation).ConfigureAwait(false);
            }
            catch (Exception e) when (ContentStage.IsUnreadable(e))
            {
                findings.Add(Of(
                    entry,
                    ContentStage.OfObject(
                        what, e, $"the {what} of entry {entry.Index} ({entry.Statement.Kind} of {entry.Statement.Subject})")));
            }
        }
    }

    private async ValueTask CheckAsync(LedgerEntry entry, CancellationToken cancellation)
    {
        Statement statement = entry.Statement;
        if (statement.Kind == BatchJudge.Kind)
        {
            ObjectReference details = Payload.Read<BatchJudge>(statement).Details;
            if (!await IsGoneWithItsBatchAsync(statement.Subject, details, cancellation).ConfigureAwait(false))
            {
                await catalog.Store.ReadAsync(details.Within(ObjectLimits.Details, "details"), cancellation).ConfigureAwait(false);
            }
        }
        else if (statement.Kind == EvaluationCommit.Kind)
        {
            EvaluationCommit commit = Payload.Read<EvaluationCommit>(statement);
            await CheckHeldOutAsync(entry, commit.Dataset, commit.Evaluation, cancellation).ConfigureAwait(false);
        }
        else if (statement.Kind == RunOpen.Kind && Payload.Read<RunOpen>(statement) is { Evaluation: { } set } open)
        {
            string dataset = catalog.Ledger.State.Find(ScheduleKeys.Schedule(open.Schedule))?.Dataset
                ?? throw new MalformedException("run.open", $"names {open.Schedule}, which is not on record");
            await CheckHeldOutAsync(entry, dataset, set, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>What was found in the records of a withdrawn batch was destroyed with it.</summary>
    private async ValueTask<bool> IsGoneWithItsBatchAsync(string batch, ObjectReference details, CancellationToken cancellation) =>
        catalog.Batch(batch).Withdrawn is not null && !await catalog.Store.ContainsAsync(details, cancellation).ConfigureAwait(false);

    /// <summary>The records that a model is measured on must be the ones whose root was signed.</summary>
    private async ValueTask CheckHeldOutAsync(LedgerEntry entry, string dataset, EvaluationSet set, CancellationToken cancellation)
    {
        if (!_heldOut.Add(set))
        {
            return;
        }
        Schema schema = await catalog.SchemaAsync(dataset, cancellation).ConfigureAwait(false);
        RecordBatch records = await catalog.HeldOutAsync(set, schema, cancellation).ConfigureAwait(false);
        if (records.Count != set.Records || MerkleTree.Root(records.Leaves()) != set.Root)
        {
            string problem = $"the evaluation set of entry {entry.Index} has other records than its root says";
            findings.Add(Of(entry, new Finding("evaluation.registered", AuditVerdict.RulesBroken, problem) { Dataset = dataset }));
        }
    }

    private static Finding Of(LedgerEntry entry, Finding finding) => finding with
    {
        Entry = entry.Index.Value,
        Height = entry.Height.Value,
        Member = entry.Statement.Issuer,
    };
}
