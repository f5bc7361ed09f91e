using Hallmark.Contracts;
using Hallmark.Contracts.Payloads;
using Hallmark.Contracts.State;
using Hallmark.Data;
using Hallmark.Evidence;
using Hallmark.Operations;

namespace Hallmark.Audit.Stages;

/// <summary>Every schedule chosen again from its committed inputs.</summary>
internal static class ScheduleStage
{
    public static void Run(Catalog catalog, BatchReading reading, string? onlyRun, Findings findings)
    {
        string? only = onlyRun is null ? null : catalog.Ledger.State.Find<RunState>(StateKeys.Run(onlyRun))?.Schedule;
        int schedules = 0;
        int recomputed = 0;
        foreach (ScheduleState schedule in catalog.Ledger.State.List<ScheduleState>(StateKeys.Schedules).Where(item => only is null || item.Id == only))
        {
            schedules++;
            ScheduleCommit commit = Payload.Read<ScheduleCommit>(catalog.Ledger.ReadEntry(new EntryIndex((ulong)schedule.Entry)).Statement);
            try
            {
                string? problem = SchedulePlanning.Recompute(catalog, reading, commit);
                recomputed++;
                if (problem is not null)
                {
                    findings.Add(About(catalog, schedule, "schedule.not-reproducible", AuditVerdict.RulesBroken, problem));
                }
            }
            catch (WithdrawnException e)
            {
                findings.Add(About(catalog, schedule, "schedule.withdrawn", AuditVerdict.Incomplete, $"cannot be chosen again: {e.Message}"));
            }
            catch (Exception e) when (e is ContentException or SealedException)
            {
                findings.Add(About(catalog, schedule, "schedule.not-recomputable", AuditVerdict.Incomplete, e.Message));
            }
        }
        findings.Coverage = findings.Coverage with { Schedules = schedules, SchedulesRecomputed = recomputed };
    }

    private static Finding About(Catalog catalog, ScheduleState schedule, string code, AuditVerdict severity, string problem) =>
        new(code, severity, $"{schedule.Id}: {problem}")
        {
            Dataset = schedule.Dataset,
            Member = schedule.Trainer,
            Entry = (ulong)schedule.Entry,
            Height = catalog.Ledger.HeightOf(new EntryIndex((ulong)schedule.Entry)).Value,
        };
}
