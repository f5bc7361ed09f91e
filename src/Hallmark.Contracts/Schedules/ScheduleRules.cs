using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Judging;
using Hallmark.Contracts.Members;

namespace Hallmark.Contracts.Schedules;

/// <summary>Which schedules may be committed.</summary>
internal static class ScheduleRules
{
    /// <summary>
    /// A trainer commits accepted batches of one dataset under terms: those of its request, whose seed is drawn by then, or its own.
    /// </summary>
    public static void Commit(Ruling ruling)
    {
        ScheduleCommit commit = Payload.Read<ScheduleCommit>(ruling.Statement);
        ScheduleTermsRules.RequireKnown(ruling, commit.Direct?.Terms, commit.LeftOut, commit.Indicators);
        ruling.RequireRole(Roles.Trainer);
        ruling.Know(DatasetFacts.Dataset, ruling.Get(DatasetKeys.Dataset(commit.Dataset), $"dataset {commit.Dataset}"));
        RequestState? request = commit.Request is { } id ? RequireDrawn(ruling, commit.Dataset, id) : null;
        DirectSchedule basis = request is null ? commit.Direct!
            : new DirectSchedule(request.Terms, request.Seed!.Value, SeedOrigins.Revealed);
        ruling.Know(ScheduleFacts.Schedule, new ProposedSchedule(basis, commit.Batches, WithoutEvidence(ruling, commit.Batches)));
        if (request is null)
        {
            ScheduleTermsRules.Require(ruling, commit.Dataset, basis.Terms);
        }
        Ruling.Require(
            commit.LeftOut.Count == 0 || basis.Terms.Features != ScheduleTerms.AllNumbers, "schedule.features",
            "the schedule leaves out columns, and its terms know no rule for that");
        Ruling.Require(
            commit.Indicators.Count == 0 || basis.Terms.Features == ScheduleTerms.AllKinds, "schedule.features",
            "the schedule tells missing cells apart, and its terms know no rule for that");
        long cost = ScheduleTermsRules.RequireKept(ruling, commit.Dataset, basis.Terms, commit.Batches);
        string schedule = $"{commit.Dataset}/schedule/{ruling.Count("schedule/" + commit.Dataset)}";
        ruling.Put(ScheduleKeys.Schedule(schedule), new ScheduleState(
            schedule, commit.Dataset, ruling.Sender.Name, commit.Batches, ruling.Block.Entry, request?.Id, basis.Seed,
                basis.SeedOrigin));
        if (request is not null)
        {
            ruling.Put(ScheduleKeys.Request(request.Id), request with { Status = RequestStatus.Committed, Schedule = schedule });
            ruling.Remove(ScheduleKeys.OpenRequest(request.Dataset, request.Trainer));
        }
        ruling.Emit(new ScheduleCommitted(schedule, commit.Batches.Count, basis.Terms.Unit, cost, basis.Seed, basis.SeedOrigin));
    }

    private static string[] WithoutEvidence(Ruling ruling, IReadOnlyList<string> batches) =>
        [.. batches.Where(id => ruling.Find(DatasetKeys.Batch(id)) is { } batch && JudgingKeys.LostEvidence(ruling, batch, ruling.Rules))];

    private static RequestState RequireDrawn(Ruling ruling, string dataset, string id)
    {
        RequestState request = ruling.Get(ScheduleKeys.Request(id), $"request {id}");
        Ruling.Require(request.Trainer == ruling.Sender.Name, "schedule.request-trainer", $"{id} was made by {request.Trainer}");
        Ruling.Require(request.Dataset == dataset, "schedule.dataset", $"{id} is for dataset {request.Dataset}");
        Ruling.Require(request.Status != RequestStatus.Open, "schedule.not-revealed",
            $"{id} waits for secrets up to entry {request.Deadline}");
        Ruling.Require(request.Status == RequestStatus.Revealed, "schedule.request-closed", $"{id} is {SeedRules.NameOf(request.Status)}");
        return request;
    }
}
