using Hallmark.Audit.Stages;
using Hallmark.Audit.Stages.Kept;
using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Ledger;
using Hallmark.Operations.Custody;

namespace Hallmark.Audit;

/// <summary>
/// The audit, stage by stage: chain, seals, signatures and outcomes; the head; timestamps; keys; content; measurements, copies of what was
/// refused, schedules; runs; checkpoints; every other file of the home; replay. It trusts nothing but the genesis, and with a head kept
/// elsewhere not even that. It changes nothing.
/// </summary>
public static class AuditRun
{
    public static async Task<AuditReport> ExecuteAsync(AuditRequest request, CancellationToken cancellation = default)
    {
        var findings = new Findings();
        request.Progress?.Report("chain, signatures and outcomes");
        LedgerView? ledger = ChainStage.Run(request.Ledger, request.Snapshots, new ContractSet(), findings);
        if (ledger is null)
        {
            return findings.ToReport(null);
        }
        var catalog = new Catalog(ledger, request.Store);
        OwnSecrets? secrets = request.Secrets;
        var reading = BatchReading.Offline(catalog, batch => secrets?.Open(batch));
        var withdrawals = new Withdrawals(catalog);
        RunUses uses = RunUses.None;
        await GuardedAsync(findings, "runs", Now(() => uses = RunUses.Of(ledger))).ConfigureAwait(false);

        await StageAsync("head", Now(() => HeadStage.Run(ledger, request.ExpectedLedger, request.Head, findings))).ConfigureAwait(false);
        if (request is { Trust: { } trust, Log: { } log })
        {
            await StageAsync("witnesses", Now(() => WitnessStage.Run(ledger, log, trust, findings))).ConfigureAwait(false);
        }
        await StageAsync(
            "timestamps", Now(() => TimestampStage.Run(ledger, request.Timestamps, request.TimestampAnchors, findings)))
            .ConfigureAwait(false);
        await StageAsync(
            "recorded timestamps", () => new RecordedStamps(catalog, request.TimestampAnchors, findings).RunAsync(cancellation))
            .ConfigureAwait(false);
        await StageAsync("time", Now(() => TimeStage.Run(ledger, findings))).ConfigureAwait(false);
        await StageAsync("keys", Now(() => KeyStage.Run(ledger, request.Keys, findings))).ConfigureAwait(false);
        await StageAsync("content", () => ContentStage.RunAsync(catalog, secrets, uses, findings, cancellation)).ConfigureAwait(false);
        await StageAsync(
            "measurements", () => new MeasurementStage(catalog, reading, secrets, withdrawals, findings).RunAsync(cancellation))
            .ConfigureAwait(false);
        await StageAsync(
            "copies of refused batches", () => new RefusedCopiesStage(catalog, reading, findings).RunAsync(cancellation))
            .ConfigureAwait(false);
        await StageAsync(
            "schedules", () => ScheduleStage.RunAsync(catalog, reading, request.Run, withdrawals, findings, cancellation))
            .ConfigureAwait(false);
        await StageAsync("runs", Now(() => RunStage.Run(catalog, request.Run, findings))).ConfigureAwait(false);
        await StageAsync(
            "evaluation", () => new OverlapStage(catalog, reading, findings).RunAsync(request.Run, cancellation)).ConfigureAwait(false);
        await StageAsync(
            "checkpoints", Now(() => CheckpointStage.Run(catalog, request.Runs, request.Run, findings))).ConfigureAwait(false);
        if (request.Home is { } home)
        {
            await StageAsync("files", () => KeptStage.RunAsync(home, catalog, request.Run, findings, cancellation)).ConfigureAwait(false);
        }
        if (request.Replay)
        {
            var replay = new ReplayStage(catalog, reading, withdrawals, findings, request.Progress, request.ReplayBudget);
            await StageAsync("replay", () => replay.RunAsync(request.Run, cancellation)).ConfigureAwait(false);
        }
        return findings.ToReport(ledger.Head);

        async Task StageAsync(string name, Func<Task> run)
        {
            request.Progress?.Report(name);
            await GuardedAsync(findings, name, run).ConfigureAwait(false);
        }
    }

    private static Func<Task> Now(Action run) => () =>
    {
        run();
        return Task.CompletedTask;
    };

    /// <summary>
    /// A stage that stumbles must not hide what the others would find. What it stumbles over cannot be listed: an altered ledger
    /// can leave a state that no honest one has.
    /// </summary>
    private static async Task GuardedAsync(Findings findings, string name, Func<Task> run)
    {
        try
        {
            await run().ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OutOfMemoryException and not OperationCanceledException)
        {
            findings.Add(new Finding("audit.stage", AuditVerdict.Incomplete, $"the stage '{name}' could not be completed: {e.Message}"));
        }
    }
}
