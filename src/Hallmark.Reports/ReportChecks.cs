using Hallmark.Client;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Judging;
using Hallmark.Contracts.Policies;
using Hallmark.Learning;
using Hallmark.Operations.Judging;
using Hallmark.Quality;
using Hallmark.Quality.Checks;

namespace Hallmark.Reports;

/// <summary>Gathers for the report what was measured on the batches, beside the policy in force.</summary>
internal static class ReportChecks
{
    private const int WorstPerCheck = 3;

    /// <summary>The batch with its worst records, where it was kept out and they may be shown.</summary>
    public static async ValueTask<ReportBatch> WithWorstAsync(
        Catalog catalog, BatchState state, ReportBatch batch, CancellationToken cancellation)
    {
        if (state.JudgedEntry is null || state.Verdict == Verdict.Accepted)
        {
            return batch;
        }
        BatchJudge judged = Rechecking.Judged(catalog, state);
        (Measurements? details, _) = await BatchFindings.DetailsAsync(catalog, state, judged, cancellation).ConfigureAwait(false);
        return batch with
        {
            WorstRecords =
            [
                .. (details?.Findings ?? []).GroupBy(finding => finding.Check).SelectMany(group => group.Take(WorstPerCheck))
                    .Select(finding => $"record {finding.Record} ({finding.Check}): {finding.Suggestion}"),
            ],
        };
    }

    /// <summary>First the checks of the policy in its order, then those it does not ask for.</summary>
    public static IReadOnlyList<ReportCheck> Gather(Catalog catalog, IReadOnlyList<(BatchState State, ReportBatch Batch)> batches)
    {
        var measures = new Dictionary<string, List<ReportMeasure>>(StringComparer.Ordinal);
        foreach ((BatchState state, ReportBatch batch) in batches.Where(pair => pair.State.JudgedEntry is not null))
        {
            Add(Scoring.Credibility, new ReportMeasure(batch, BatchFindings.CredibilityPpm(catalog, state), Share.Million));
            foreach (CheckResult check in Rechecking.Judged(catalog, state).Checks.Where(check => check.Of > 0))
            {
                Add(check.Check, new ReportMeasure(batch, check.Good, check.Of));
            }
        }
        IReadOnlyList<CheckRule> rules = catalog.AdmissionPolicy().Scoring?.Checks ?? [];
        return measures.Count == 0 ? [] :
        [
            .. rules.Select(rule => Explained(new ReportCheck(
                rule.Check, rule.WeightPpm, rule.QuarantineBelowPpm, rule.RefuseBelowPpm, measures.GetValueOrDefault(rule.Check, [])))),
            .. measures.Where(pair => rules.All(rule => rule.Check != pair.Key)).OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => Explained(new ReportCheck(pair.Key, null, null, null, pair.Value))),
        ];

        ReportCheck Explained(ReportCheck check) => check with { Counts = CheckList.Find(check.Name)?.Counts ?? "" };

        void Add(string check, ReportMeasure measure)
        {
            if (!measures.TryGetValue(check, out List<ReportMeasure>? known))
            {
                measures.Add(check, known = []);
            }
            known.Add(measure);
        }
    }
}
