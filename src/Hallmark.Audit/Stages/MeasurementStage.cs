using Hallmark.Contracts;
using Hallmark.Contracts.Payloads;
using Hallmark.Contracts.State;
using Hallmark.Data;
using Hallmark.Evidence;
using Hallmark.Operations;

namespace Hallmark.Audit.Stages;

/// <summary>Every judgement's measurements taken again from the content. A validator that signed others broke the rules.</summary>
internal static class MeasurementStage
{
    public static void Run(Catalog catalog, Findings findings)
    {
        int judged = 0;
        int again = 0;
        foreach (DatasetState dataset in catalog.Ledger.State.List<DatasetState>(StateKeys.Datasets))
        {
            (BatchState Batch, BatchJudge Judge)[] judgements = [.. catalog.Batches(dataset.Name)
                .Where(batch => batch.JudgedEntry is not null)
                .Select(batch => (batch, Payload.Read<BatchJudge>(EntryOf(catalog, batch))))];
            judged += judgements.Length;
            try
            {
                foreach ((BatchState batch, string problem) in BatchJudging.Recheck(catalog, dataset.Name, judgements))
                {
                    findings.Add(new Finding("judge.measurement", AuditVerdict.RulesBroken, $"the measurements signed for {batch.Id} are not what the content gives: {problem}")
                    {
                        Dataset = dataset.Name,
                        Batch = batch.Id,
                        Member = EntryOf(catalog, batch).Issuer,
                        Entry = (ulong)batch.JudgedEntry!,
                        Height = catalog.Ledger.HeightOf(new EntryIndex((ulong)batch.JudgedEntry!)).Value,
                    });
                }
                again += judgements.Length;
            }
            catch (Exception e) when (e is ContentException or MalformedException or ArgumentException)
            {
                findings.Add(new Finding("judge.not-recomputable", AuditVerdict.Incomplete, $"the measurements of {dataset.Name} cannot be taken again: {e.Message}") { Dataset = dataset.Name });
            }
        }
        findings.Coverage = findings.Coverage with { Judged = judged, Remeasured = again };
    }

    private static Statement EntryOf(Catalog catalog, BatchState batch) => catalog.Ledger.ReadEntry(new EntryIndex((ulong)batch.JudgedEntry!)).Statement;
}
