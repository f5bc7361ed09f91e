using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Judging;
using Hallmark.Data.Custody;
using Hallmark.Ledger;
using Hallmark.Operations.Custody;
using Hallmark.Operations.Judging;

namespace Hallmark.Audit.Stages;

/// <summary>Every judgement's measurements taken again from the content. A validator that signed others broke the rules.</summary>
internal static class MeasurementStage
{
    public static async Task RunAsync(
        Catalog catalog, BatchReading reading, OwnSecrets? secrets, Findings findings, CancellationToken cancellation)
    {
        Dictionary<BatchJudge, LedgerEntry> entries = new(ReferenceEqualityComparer.Instance);
        foreach (LedgerEntry entry in catalog.Ledger.Entries().Where(entry => entry.Statement.Kind == BatchJudge.Kind))
        {
            entries.Add(Payload.Read<BatchJudge>(entry.Statement), entry);
        }
        findings.Coverage = findings.Coverage with { Judged = entries.Count };
        foreach (IGrouping<string, BatchJudge> dataset in entries.Keys
            .GroupBy(judge => catalog.Batch(judge.Batch).Dataset).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            using DatasetKey? key = secrets?.FindDatasetKey(catalog.Dataset(dataset.Key).Owner, dataset.Key);
            IAsyncEnumerable<RecheckResult> again = BatchJudging
                .RecheckAsync(catalog, reading, key, dataset.Key, [.. dataset], cancellation);
            await foreach (RecheckResult result in again.ConfigureAwait(false))
            {
                Report(result, dataset.Key, entries[result.Judge], findings);
            }
        }
    }

    private static void Report(RecheckResult result, string dataset, LedgerEntry entry, Findings findings)
    {
        if (result.Status is RecheckStatus.Agrees or RecheckStatus.Differs)
        {
            findings.Coverage = findings.Coverage with { Remeasured = findings.Coverage.Remeasured + 1 };
        }
        string batch = result.Judge.Batch;
        Finding? finding = result.Status switch
        {
            RecheckStatus.Differs =>
                new(
                    "judge.measurement", AuditVerdict.RulesBroken,
                    $"the measurements signed for {batch} are not what the content gives: {result.Problem}"),
            RecheckStatus.Withdrawn =>
                new("judge.withdrawn", AuditVerdict.Incomplete, $"the measurements of {batch} cannot be taken again: {result.Problem}"),
            RecheckStatus.Sealed =>
                new("judge.sealed", AuditVerdict.Incomplete, $"the measurements of {batch} cannot be taken again here: {result.Problem}"),
            RecheckStatus.OtherCode =>
                new(
                    "judge.other-code", AuditVerdict.Incomplete,
                    $"the measurements of {batch} cannot be taken again here: {result.Problem}"),
            RecheckStatus.Impossible =>
                new(
                    "judge.not-recomputable", AuditVerdict.Incomplete,
                    $"the measurements of {batch} cannot be taken again: {result.Problem}"),
            _ => null,
        };
        if (finding is not null)
        {
            findings.Add(finding with
            {
                Dataset = dataset,
                Batch = batch,
                Member = entry.Statement.Issuer,
                Entry = entry.Index.Value,
                Height = entry.Height.Value,
            });
        }
    }
}
