using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Runs;
using Hallmark.Contracts.Schedules;
using Hallmark.Operations.Scheduling;

namespace Hallmark.Audit.Stages;

/// <summary>
/// Every seed drawn and every schedule chosen again from what is committed; and requests that came to nothing, with who kept them from it.
/// </summary>
internal static class ScheduleStage
{
    public static async Task RunAsync(
        Catalog catalog, BatchReading reading, string? onlyRun, Withdrawals withdrawals, Findings findings,
        CancellationToken cancellation)
    {
        string? only = onlyRun is null ? null : catalog.Ledger.State.Find(RunKeys.Run(onlyRun))?.Schedule;
        int schedules = 0;
        int recomputed = 0;
        foreach (ScheduleState schedule in catalog.Ledger.State.List(ScheduleKeys.All).Where(item => only is null || item.Id == only))
        {
            schedules++;
            try
            {
                ScheduleFault? fault = await SchedulePlanning
                    .RecomputeAsync(catalog, reading, schedule, cancellation).ConfigureAwait(false);
                recomputed++;
                if (fault is not null)
                {
                    findings.Add(About(catalog, schedule, fault.Code, AuditVerdict.RulesBroken, fault.Message));
                }
            }
            catch (WithdrawnException e)
            {
                string problem = $"cannot be chosen again: {e.Message}";
                Finding undone = About(catalog, schedule, "schedule.withdrawn", AuditVerdict.Incomplete, problem);
                findings.Add(withdrawals.Undone(undone, e.Batch));
            }
            catch (Exception e) when (e is not OutOfMemoryException and not OperationCanceledException)
            {
                // Whatever one schedule stumbles over, the others are looked at.
                findings.Add(About(catalog, schedule, "schedule.not-recomputable", AuditVerdict.Incomplete, e.Message));
            }
        }
        findings.Coverage = findings.Coverage with { Schedules = schedules, SchedulesRecomputed = recomputed };
        if (only is null)
        {
            RequestState[] ended = [.. catalog.Ledger.State.List(ScheduleKeys.Requests)
                .Where(request => request.Status == RequestStatus.Void).OrderBy(request => request.Entry)];
            Array.ForEach(ended, request => findings.Add(Voided(catalog, request)));
        }
    }

    private static Finding Voided(Catalog catalog, RequestState request) => new(
        "schedule.void", AuditVerdict.Good,
        $"{request.Id} of {request.Trainer} came to nothing: " + (request.Seed is null
            ? $"the secrets of {string.Join(", ", request.Withheld)} were not revealed"
            : $"{request.Trainer} knew the seed and committed no schedule"))
    {
        Dataset = request.Dataset,
        Member = request.Withheld[0],
        Entry = request.Entry.Value,
        Height = catalog.Ledger.HeightOf(request.Entry).Value,
    };

    private static Finding About(Catalog catalog, ScheduleState schedule, string code, AuditVerdict severity, string problem) =>
        new(code, severity, $"{schedule.Id}: {problem}")
        {
            Dataset = schedule.Dataset,
            Member = schedule.Trainer,
            Entry = schedule.Entry.Value,
            Height = catalog.Ledger.HeightOf(schedule.Entry).Value,
        };
}
