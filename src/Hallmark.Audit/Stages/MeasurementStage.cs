using Hallmark.Contracts;
using Hallmark.Contracts.Payloads;
using Hallmark.Data;
using Hallmark.Evidence;
using Hallmark.Ledger;
using Hallmark.Operations;

namespace Hallmark.Audit.Stages;

/// <summary>Every judgement's measurements taken again from the content. A validator that signed others broke the rules.</summary>
internal static class MeasurementStage
{
    public static void Run(Catalog catalog, Findings findings)
    {
        (LedgerEntry Entry, BatchJudge Judge)[] all = [.. catalog.Ledger.Entries()
            .Where(entry => entry.Statement.Kind == BatchJudge.Kind)
            .Select(entry => (entry, Payload.Read<BatchJudge>(entry.Statement)))];
        findings.Coverage = findings.Coverage with { Judged = all.Length };
        foreach (var dataset in all.GroupBy(item => catalog.Batch(item.Judge.Batch).Dataset).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            try
            {
                foreach ((BatchJudge judge, string problem) in BatchJudging.Recheck(catalog, dataset.Key, [.. dataset.Select(item => item.Judge)]))
                {
                    LedgerEntry entry = dataset.First(item => ReferenceEquals(item.Judge, judge)).Entry;
                    findings.Add(new Finding("judge.measurement", AuditVerdict.RulesBroken, $"the measurements signed for {judge.Batch} are not what the content gives: {problem}")
                    {
                        Dataset = dataset.Key,
                        Batch = judge.Batch,
                        Member = entry.Statement.Issuer,
                        Entry = entry.Index.Value,
                        Height = entry.Height.Value,
                    });
                }
                findings.Coverage = findings.Coverage with { Remeasured = findings.Coverage.Remeasured + dataset.Count() };
            }
            catch (Exception e) when (e is ContentException or MalformedException or ArgumentException or IOException or UnauthorizedAccessException)
            {
                findings.Add(new Finding("judge.not-recomputable", AuditVerdict.Incomplete, $"the measurements of {dataset.Key} cannot be taken again: {e.Message}") { Dataset = dataset.Key });
            }
        }
    }
}
