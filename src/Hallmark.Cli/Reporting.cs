using Hallmark.Audit;
using Hallmark.Cli.Verbs;
using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Runs;
using Hallmark.Contracts.Schedules;
using Hallmark.Operations.Homes;
using Hallmark.Reports;
using Hallmark.Training;

namespace Hallmark.Cli;

/// <summary>Gathers what the report shows, from the ledger and the audit.</summary>
internal static class Reporting
{
    public static async Task<ReportModel> GatherAsync(
        Catalog catalog, Home home, AuditReport audit, TimeProvider clock, CancellationToken cancellation)
    {
        RunState[] runs = [.. catalog.Ledger.State.List(RunKeys.All).OrderBy(run => run.Entry)];
        HashSet<string> scheduled = [.. runs.SelectMany(run => ScheduleOf(catalog, run).Batches)];
        var batches = new List<(BatchState State, ReportBatch Batch)>();
        foreach (BatchState batch in catalog.Ledger.State.List(DatasetKeys.All).SelectMany(dataset => catalog.Batches(dataset.Name)))
        {
            ReportBatch described = Describe(batch, scheduled.Contains(batch.Id));
            batches.Add((batch, await ReportChecks.WithWorstAsync(catalog, batch, described, cancellation).ConfigureAwait(false)));
        }
        return new ReportModel
        {
            Title = $"Hallmark report: {catalog.Ledger.Genesis.Name}",
            LedgerName = catalog.Ledger.Genesis.Name,
            LedgerId = catalog.Ledger.Ledger.ToString(),
            Height = catalog.Ledger.Last.Height.Value,
            Entries = catalog.Ledger.Size.Value,
            HeaderHash = catalog.Ledger.Head.HeaderHash.ToString(),
            Made = clock.GetUtcNow(),
            Batches = [.. batches.Select(pair => pair.Batch)],
            Checks = ReportChecks.Gather(catalog, batches),
            Runs = [.. runs.Select(run => Describe(catalog, home, run))],
            Audit = audit,
        };
    }

    private static ReportBatch Describe(BatchState batch, bool scheduled) =>
        new(batch.Id, batch.Provider, batch.Records, BatchesVerb.VerdictName(batch.Verdict), batch.ScorePpm, batch.Reasons, scheduled);

    private static ReportRun Describe(Catalog catalog, Home home, RunState run)
    {
        ScheduleState schedule = ScheduleOf(catalog, run);
        ScheduleTerms terms = catalog.TermsOf(schedule, catalog.Commit(schedule));
        ModelConfiguration model = Comparison.OpenOf(catalog, run).Configuration;
        RunClose? close = RunsVerb.CloseOf(catalog, run);
        Comparison? comparison = Comparison.Find(RunFiles.For(home.RunsDirectory, run.Id));
        return new ReportRun(
            run.Id, run.Trainer, $"{model.Model} {string.Join('-', model.Hidden)}, {model.Epochs} epochs", close?.Model.Digest.ToString() ?? "not closed",
            terms.Method, terms.Budget, schedule.Seed, schedule.SeedOrigin,
            [.. RecordedSteps.Of(catalog, run.Id).Select(pair => pair.Step.LossPpm)],
            schedule.Batches, close?.TestAccuracyPpm, comparison?.AllPpm[0], comparison?.ForReport() ?? [])
        {
            Unit = terms.Unit,
            Order = terms.Order,
            Request = schedule.Request,
        };
    }

    private static ScheduleState ScheduleOf(Catalog catalog, RunState run) => catalog.Ledger.State.Find(ScheduleKeys.Schedule(run.Schedule))!;
}
