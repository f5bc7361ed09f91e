using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Judging;
using Hallmark.Data.Custody;
using Hallmark.Ledger;
using Hallmark.Operations.Custody;
using Hallmark.Operations.Judging;

namespace Hallmark.Audit.Stages;

/// <summary>
/// Every judgement's measurements taken again from the content. A validator that signed others broke the rules, and so did one that put on
/// record that it had measured the same.
/// </summary>
internal sealed class MeasurementStage(
    Catalog catalog, BatchReading reading, OwnSecrets? secrets, Withdrawals withdrawals, Findings findings)
{
    public async Task RunAsync(CancellationToken cancellation)
    {
        foreach (Finding finding in withdrawals.FalseLooks())
        {
            findings.Add(finding);
        }
        Dictionary<BatchJudge, LedgerEntry> entries = new(ReferenceEqualityComparer.Instance);
        foreach (LedgerEntry entry in catalog.Ledger.Entries().Where(entry => entry.Statement.Kind == BatchJudge.Kind))
        {
            entries.Add(Payload.Read<BatchJudge>(entry.Statement), entry);
        }
        findings.Coverage = findings.Coverage with { Judged = entries.Count };
        foreach (IGrouping<string, BatchJudge> dataset in entries.Keys
            .GroupBy(judge => catalog.Batch(judge.Batch).Dataset).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            using DatasetKey? key = FindKey(dataset.Key);
            IAsyncEnumerable<RecheckResult> again = BatchJudging
                .RecheckAsync(catalog, reading, key, dataset.Key, [.. dataset], cancellation);
            await foreach (RecheckResult result in again.ConfigureAwait(false))
            {
                Report(result, dataset.Key, entries[result.Judge]);
            }
        }
    }

    /// <summary>Null where it is not here, or is none: what can be measured without it still is.</summary>
    private DatasetKey? FindKey(string dataset)
    {
        try
        {
            return secrets?.FindDatasetKey(catalog.Dataset(dataset).Owner, dataset);
        }
        catch (Exception e) when (ContentStage.IsUnreadable(e))
        {
            findings.Add(
                new Finding(
                    "custody.unreadable", AuditVerdict.Incomplete,
                    $"the key that compares records of {dataset} cannot be read: {e.Message}")
                {
                    Dataset = dataset,
                    Member = catalog.Dataset(dataset).Owner,
                });
            return null;
        }
    }

    private void Report(RecheckResult result, string dataset, LedgerEntry entry)
    {
        if (result.Status is RecheckStatus.Agrees or RecheckStatus.Differs)
        {
            findings.Coverage = findings.Coverage with { Remeasured = findings.Coverage.Remeasured + 1 };
            foreach (Recheck other in withdrawals.RechecksOf(entry))
            {
                Compare("recheck.false", other.Entry, other.Differs(entry.Index), result, dataset);
            }
            if (withdrawals.LookAt(entry) is var (erasure, saidToDiffer))
            {
                Compare("erasure.false", erasure, saidToDiffer, result, dataset);
            }
        }
        if (Finding(result, entry) is { } finding)
        {
            findings.Add(finding with
            {
                Dataset = dataset,
                Batch = result.Judge.Batch,
                Member = entry.Statement.Issuer,
                Entry = entry.Index.Value,
                Height = entry.Height.Value,
            });
        }
    }

    private Finding? Finding(RecheckResult result, LedgerEntry entry)
    {
        string batch = result.Judge.Batch;
        switch (result.Status)
        {
            case RecheckStatus.Differs:
                return new Finding(
                    "judge.measurement", AuditVerdict.RulesBroken,
                    $"the measurements signed for {batch} are not what the content gives: {result.Problem}");
            case RecheckStatus.Withdrawn when withdrawals.ContestedBy(result.Lost!, entry) is { } eraser:
                return new Finding(
                    "judge.contested", AuditVerdict.RulesBroken,
                    $"the measurements that {entry.Statement.Issuer} signed for {batch} did not come out again when {eraser} took them "
                        + $"before erasing {result.Lost!.Id}: one of the two put a false word on record, and nobody can measure it now");
            case RecheckStatus.Withdrawn:
                (bool isLimit, string why) = withdrawals.Of(result.Lost!, entry);
                return Again("judge.withdrawn", result.Problem + why) with
                {
                    Severity = isLimit ? AuditVerdict.Good : AuditVerdict.Incomplete,
                    IsLimit = isLimit,
                };
            case RecheckStatus.Sealed:
                return Again("judge.sealed", result.Problem);
            case RecheckStatus.OtherCode:
                return Again("judge.other-code", result.Problem);
            case RecheckStatus.Impossible:
                return Again("judge.not-recomputable", result.Problem);
            default:
                return null;
        }

        Finding Again(string code, string why) =>
            new(code, AuditVerdict.Incomplete, $"the measurements of {batch} cannot be taken again: {why}") { Cause = why };
    }

    /// <summary>What somebody else put on record of having measured it, held against what the content gives.</summary>
    private void Compare(string code, LedgerEntry word, bool saidToDiffer, RecheckResult result, string dataset)
    {
        bool differs = result.Status == RecheckStatus.Differs;
        if (differs == saidToDiffer)
        {
            return;
        }
        findings.Add(
            new Finding(
                code, AuditVerdict.RulesBroken,
                $"{word.Statement.Issuer} put on record that it measured {(differs ? "the same" : "otherwise")} for {result.Judge.Batch}, "
                    + $"and the content gives {(differs ? "something else" : "what was signed")}")
            {
                Dataset = dataset,
                Batch = result.Judge.Batch,
                Member = word.Statement.Issuer,
                Entry = word.Index.Value,
                Height = word.Height.Value,
            });
    }
}
