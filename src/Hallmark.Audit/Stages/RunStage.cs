using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Runs;
using Hallmark.Contracts.Schedules;
using Hallmark.Ledger;
using Hallmark.Ledger.Blocks;

namespace Hallmark.Audit.Stages;

/// <summary>
/// Runs against schedule, grants and verdicts at their height. What the ledger accepted was re-executed with the chain; here
/// stands what it denied. A denied attempt alone is a note; a run that was closed over denied steps broke the rules.
/// </summary>
internal static class RunStage
{
    public static void Run(Catalog catalog, string? onlyRun, Findings findings)
    {
        Dictionary<string, RunState> runs = catalog.Ledger.State.List(RunKeys.All)
            .Where(run => onlyRun is null || run.Id == onlyRun)
            .ToDictionary(run => run.Id, StringComparer.Ordinal);
        if (onlyRun is not null && runs.Count == 0)
        {
            throw new KeyNotFoundException($"there is no run '{onlyRun}' on this ledger");
        }
        Dictionary<string, int> deniedSteps = new(StringComparer.Ordinal);
        foreach (LedgerEntry entry in catalog.Ledger.Entries().Where(entry => entry.Statement.Kind == Denial.Kind))
        {
            Denial denial = Denial.Read(entry.Statement);
            if (denial.Denied.Kind == RunStep.Kind && runs.TryGetValue(denial.Denied.Subject, out RunState? run) && run.Closed is not null)
            {
                if (deniedSteps.TryAdd(run.Id, 0))
                {
                    findings.Add(OfStep(catalog, run, entry, denial));
                }
                deniedSteps[run.Id]++;
            }
            else
            {
                findings.Add(Note(entry, denial));
            }
        }
        foreach (RunState run in runs.Values.OrderBy(run => run.Entry))
        {
            CheckCompleteness(catalog, run, deniedSteps.GetValueOrDefault(run.Id), findings);
        }
        Finding[] releases = [.. runs.Values.OrderBy(run => run.Entry).SelectMany(run => ReleasesOf(catalog, run))];
        findings.AddRange(releases);
        findings.Coverage = findings.Coverage with { Runs = runs.Count, Releases = releases.Length };
    }

    private static Finding OfStep(Catalog catalog, RunState run, LedgerEntry entry, Denial denial)
    {
        RunStep step = Payload.Read<RunStep>(denial.Denied);
        ScheduleState schedule = catalog.Ledger.State.Find(ScheduleKeys.Schedule(run.Schedule))!;
        string? batch = step.Batches.FirstOrDefault(id => !schedule.Batches.Contains(id))
            ?? step.Batches.FirstOrDefault(id => catalog.Ledger.State.Find(DatasetKeys.Batch(id))?.Verdict != Verdict.Accepted);
        return new Finding(
            "run.forbidden-step", AuditVerdict.RulesBroken, $"{run.Id} was trained and closed over steps that were denied: {denial.Reason}")
        {
            Dataset = run.Dataset,
            Batch = batch,
            Run = run.Id,
            Member = run.Trainer,
            Rule = denial.Rule,
            Height = entry.Height.Value,
            Entry = entry.Index.Value,
            Checkpoints = [$"{run.Id}/{step.Step}"],
        };
    }

    private static Finding Note(LedgerEntry entry, Denial denial) =>
        new(
            "denied", AuditVerdict.Good,
            $"{denial.Denied.Issuer} tried {denial.Denied.Kind} of {denial.Denied.Subject} and was denied: {denial.Reason}")
        {
            Member = denial.Denied.Issuer,
            Rule = denial.Rule,
            Height = entry.Height.Value,
            Entry = entry.Index.Value,
        };

    /// <summary>Who made the run's model known: from then on it can be anywhere, whatever becomes of the data.</summary>
    private static IEnumerable<Finding> ReleasesOf(Catalog catalog, RunState run) =>
        catalog.Statements(ModelRelease.Kind, run.Id).Select(entry => new Finding(
            "model.released", AuditVerdict.Good,
            $"{run.Id}: {run.Trainer} released its model {Payload.Read<ModelRelease>(entry.Statement).Model.Digest.ToShortString()}…")
        {
            Dataset = run.Dataset,
            Run = run.Id,
            Member = run.Trainer,
            Height = entry.Height.Value,
            Entry = entry.Index.Value,
        });

    private static void CheckCompleteness(Catalog catalog, RunState run, int denied, Findings findings)
    {
        if (run.Engine is { } engine)
        {
            string attested = $"{run.Id} was trained by {engine}, which nobody trains again: its digests are {run.Trainer}'s word";
            findings.Add(new Finding("run.attested", AuditVerdict.Good, attested)
            {
                IsLimit = true,
                Run = run.Id,
                Dataset = run.Dataset,
                Member = run.Trainer,
            });
        }
        if (run.Closed is null)
        {
            findings.Add(new Finding("run.open", AuditVerdict.Good, $"{run.Id} is still open after step {run.Step}")
            {
                Run = run.Id,
                Dataset = run.Dataset,
                Member = run.Trainer,
            });
        }
        else if (!run.IsComplete)
        {
            findings.Add(new Finding(
                "run.incomplete", AuditVerdict.RulesBroken,
                $"{run.Id} was closed with {run.Epoch - 1} of {run.Epochs} epochs on record"
                    + (denied > 0 ? $"; {denied} steps were denied" : ""))
            {
                Dataset = run.Dataset,
                Run = run.Id,
                Member = run.Trainer,
                Entry = run.Closed.Value.Value,
                Height = catalog.Ledger.HeightOf(run.Closed.Value).Value,
            });
        }
    }
}
