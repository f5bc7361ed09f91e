using Hallmark.Audit.Stages;
using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Ledger;
using Hallmark.Operations;

namespace Hallmark.Audit;

/// <summary>
/// The audit, stage by stage: chain, seals, signatures and outcomes; the head; timestamps; keys; content; measurements and schedules; runs;
/// checkpoints; replay. It trusts nothing but the genesis, and with a head kept elsewhere not even that. It changes nothing.
/// </summary>
public static class AuditRun
{
    public static AuditReport Execute(AuditRequest request)
    {
        var findings = new Findings();
        request.Progress?.Report("chain, signatures and outcomes");
        LedgerView? ledger = ChainStage.Run(request.Ledger, request.Snapshots, new ContractSet(), findings);
        if (ledger is null)
        {
            return findings.ToReport(null);
        }
        var catalog = new Catalog(ledger, request.Store);
        using Custodians? custody = request.Custody?.Invoke(catalog);
        var reading = BatchReading.Offline(catalog, batch => custody?.OpenOwn(batch));
        var uses = Guarded(findings, "runs", () => RunUses.Of(ledger)) ?? RunUses.None;

        Stage(request, findings, "head", () => HeadStage.Run(ledger, request.ExpectedLedger, request.Head, findings));
        Stage(request, findings, "timestamps", () => TimestampStage.Run(ledger, request.TimestampsDirectory, request.TimestampAnchors, findings));
        Stage(request, findings, "keys", () => KeyStage.Run(ledger, request.Keys, findings));
        Stage(request, findings, "content", () => ContentStage.Run(catalog, custody, uses, findings));
        Stage(request, findings, "measurements", () => MeasurementStage.Run(catalog, reading, custody, findings));
        Stage(request, findings, "schedules", () => ScheduleStage.Run(catalog, reading, request.Run, findings));
        Stage(request, findings, "runs", () => RunStage.Run(catalog, request.Run, findings));
        Stage(request, findings, "checkpoints", () => CheckpointStage.Run(catalog, request.RunsDirectory, request.Run, findings));
        if (request.Replay)
        {
            Stage(request, findings, "replay", () => ReplayStage.Run(catalog, reading, request.Run, findings, request.Progress));
        }
        return findings.ToReport(ledger.Head);
    }

    private static void Stage(AuditRequest request, Findings findings, string name, Action run)
    {
        request.Progress?.Report(name);
        Guarded<object>(findings, name, () =>
        {
            run();
            return null;
        });
    }

    /// <summary>
    /// A stage that stumbles must not hide what the others would find. What it stumbles over cannot be listed: an altered ledger
    /// can leave a state that no honest one has.
    /// </summary>
    private static T? Guarded<T>(Findings findings, string name, Func<T?> run)
        where T : class
    {
        try
        {
            return run();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            findings.Add(new Finding("audit.stage", AuditVerdict.Incomplete, $"the stage '{name}' could not be completed: {e.Message}"));
            return null;
        }
    }
}
