using Hallmark.Contracts.Payloads;
using Hallmark.Contracts.Policies;
using Hallmark.Contracts.State;

namespace Hallmark.Contracts.Rules;

/// <summary>Which schedules may be committed.</summary>
internal static class Scheduling
{
    /// <summary>A trainer commits accepted batches of one dataset, each once, within its budget.</summary>
    public static void Commit(Ruling ruling)
    {
        ScheduleCommit commit = Payload.Read<ScheduleCommit>(ruling.Statement);
        ruling.RequireRole(Roles.Trainer);
        ruling.Know(Facts.Dataset, ruling.Get<DatasetState>(StateKeys.Dataset(commit.Dataset), $"dataset {commit.Dataset}"));
        ruling.Know(Facts.Schedule, commit);
        Ruling.Require(commit.Batches.Count > 0, "schedule.empty", "the schedule names no batch");
        Ruling.Require(commit.Batches.Distinct(StringComparer.Ordinal).Count() == commit.Batches.Count, "schedule.repeated", "the schedule names a batch twice");
        long records = 0;
        foreach (string id in commit.Batches)
        {
            BatchState batch = ruling.Get<BatchState>(StateKeys.Batch(id), $"batch {id}");
            Ruling.Require(batch.Dataset == commit.Dataset, "schedule.dataset", $"{id} is not of dataset {commit.Dataset}");
            Ruling.Require(batch.IsUsable, "schedule.not-accepted", $"{id} is {batch.Standing}");
            records += batch.Records;
        }
        Ruling.Require(records <= commit.BudgetRecords, "schedule.budget", $"the batches hold {records} records, the budget is {commit.BudgetRecords}");
        string schedule = $"{commit.Dataset}/schedule/{ruling.Count("schedule/" + commit.Dataset)}";
        ruling.Put(StateKeys.Schedule(schedule), new ScheduleState(schedule, commit.Dataset, ruling.Sender.Name, commit.Batches, (long)ruling.Block.Entry.Value));
        ruling.Emit("schedule.committed", ("schedule", schedule), ("batches", commit.Batches.Count.ToString()), ("records", records.ToString()));
    }
}
