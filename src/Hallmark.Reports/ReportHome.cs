using Hallmark.Audit;
using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Runs;
using Hallmark.Operations;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Runs;
using Hallmark.Operations.Scheduling;
using Hallmark.Training;

namespace Hallmark.Reports;

/// <summary>
/// Audits a home and gathers all that its report shows; <see cref="HtmlReport"/> draws it. Contrast <see cref="AuditHome"/>, which finds
/// what is wrong and tells nothing else.
/// </summary>
/// <param name="Audit">How it is audited.</param>
/// <param name="Clock">Says when the report was made.</param>
public sealed record ReportHome(AuditHome Audit, TimeProvider Clock) : Query<ReportModel>
{
    /// <exception cref="UsageException">There is no ledger here.</exception>
    public override async Task<ReportModel> AskAsync(HomeReader home, CancellationToken cancellation)
    {
        AuditReport audit = await (Audit with { Progress = Progress }).AskAsync(home, cancellation).ConfigureAwait(false);
        Catalog catalog = home.Catalog;
        ReportRun[] runs = [.. RecordedRun.All(catalog, home.Home).Select(run => Describe(catalog, run))];
        HashSet<string> scheduled = [.. runs.SelectMany(run => run.Schedule)];
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
            LedgerId = catalog.Ledger.Id.ToString(),
            Height = catalog.Ledger.Last.Height.Value,
            Entries = catalog.Ledger.Size.Value,
            HeaderHash = catalog.Ledger.Head.HeaderHash.ToString(),
            Made = Clock.GetUtcNow(),
            Batches = [.. batches.Select(pair => pair.Batch)],
            Checks = ReportChecks.Gather(catalog, batches),
            Runs = runs,
            Audit = audit,
        };
    }

    private static ReportBatch Describe(BatchState batch, bool scheduled) =>
        new(batch.Id, batch.Provider, batch.Records, batch.Standing, batch.ScorePpm, batch.Reasons, scheduled);

    private static ReportRun Describe(Catalog catalog, RecordedRun run)
    {
        var schedule = CommittedSchedule.Find(catalog, run.State.Schedule);
        ModelConfiguration model = run.Open.Configuration;
        return new ReportRun(
            run.State.Id, run.State.Trainer, $"{model.Model} {string.Join('-', model.Hidden)}, {model.Epochs} epochs",
            run.Close?.Model.Digest.ToString() ?? "not closed",
            schedule.Terms.Method, schedule.Terms.Budget, schedule.State.Seed, schedule.State.SeedOrigin,
            [.. RecordedSteps.Of(catalog, run.State.Id).Select(pair => pair.Step.LossPpm)],
            schedule.State.Batches, run.Close?.TestAccuracyPpm, run.Comparison?.AllPpm[0],
            run.Comparison is { } comparison ? ReportAccuracies.Of(comparison) : [])
        {
            Unit = schedule.Terms.Unit,
            Order = schedule.Terms.Order,
            Request = schedule.State.Request,
            OwnSeed = $"{model.Seed}, {(run.IsSeedDrawn ? "follows from the drawn one" : "chosen by the trainer")}",
            Tries = run.Tries,
        };
    }
}
