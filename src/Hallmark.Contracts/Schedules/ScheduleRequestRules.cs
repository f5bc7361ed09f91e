using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Members;
using Hallmark.Evidence;

namespace Hallmark.Contracts.Schedules;

/// <summary>Requests for schedules: all is fixed but the seed, and what comes to nothing stays on record.</summary>
internal static class ScheduleRequestRules
{
    /// <summary>
    /// A trainer fixes the terms and names secrets that others have committed to. One request at a time for each dataset: to ask
    /// again, the one before must have come to its end, and everybody sees to which.
    /// </summary>
    public static void Open(Ruling ruling)
    {
        ScheduleRequest request = Payload.Read<ScheduleRequest>(ruling.Statement);
        ScheduleTermsRules.RequireKnown(ruling, request.Terms, [], []);
        ruling.RequireRole(Roles.Trainer);
        string trainer = ruling.Sender.Name;
        ruling.Know(DatasetFacts.Dataset, ruling.Get(DatasetKeys.Dataset(request.Dataset), $"dataset {request.Dataset}"));
        ruling.Know(ScheduleFacts.Request, request);
        StateKey<CounterState> open = ScheduleKeys.OpenRequest(request.Dataset, trainer);
        CounterState? before = ruling.Find(open);
        Ruling.Require(before is null, "request.open", $"{request.Dataset}/request/{before?.Value} of {trainer} has not come to its end");
        ScheduleTermsRules.Require(ruling, request.Dataset, request.Terms);
        RequireFeasible(ruling, request);
        SeedState[] seeds = RequireSeeds(ruling, request);
        long number = ruling.Count("request/" + request.Dataset);
        EntryIndex now = ruling.Block.Entry;
        var state = new RequestState(
            $"{request.Dataset}/request/{number}", request.Dataset, trainer, ruling.Statement.Id, request.Terms, request.Seeds, now,
                now.Plus((ulong)request.Within),
            RequestStatus.Open, null, [], null);
        foreach (SeedState seed in seeds)
        {
            ruling.Put(ScheduleKeys.Seed(seed.Id), seed with { Request = state.Id });
        }
        ruling.Put(ScheduleKeys.Request(state.Id), state);
        ruling.Put(open, new CounterState(number));
        ruling.Emit(new ScheduleRequested(state.Id, state.Seeds, state.Deadline));
    }

    /// <summary>
    /// Ends a request that came to nothing, and names who kept it from its end: where secrets are missing after the deadline, any
    /// trainer or admin; where they are all there, its trainer, who need not wait, or after the deadline an admin.
    /// </summary>
    public static void Void(Ruling ruling)
    {
        ScheduleVoid ending = Payload.Read<ScheduleVoid>(ruling.Statement);
        RequestState request = ruling.Get(ScheduleKeys.Request(ending.Request), $"request {ending.Request}");
        Ruling.Require(request.Status is RequestStatus.Open or RequestStatus.Revealed, "request.closed",
            $"{request.Id} is {SeedRules.NameOf(request.Status)}");
        bool missing = request.Status == RequestStatus.Open;
        string sender = ruling.Sender.Name;
        bool own = ruling.Sender.Has(Roles.Trainer) && sender == request.Trainer;
        Ruling.Require(
            own || ruling.Sender.Has(Roles.Admin) || (missing && ruling.Sender.Has(Roles.Trainer)), "schedule.void.role",
            $"{sender} is no admin, and {(missing ? "no trainer" : $"not {request.Trainer}")}");
        Ruling.Require(
            (own && !missing) || ruling.Block.Entry > request.Deadline, "schedule.void.early",
                $"{request.Id} has time up to entry {request.Deadline}");
        string[] withheld = missing
            ? [.. SeedRules.Of(ruling, request).Where(seed => seed.Secret is null).Select(seed => seed.Member)]
            : [request.Trainer];
        ruling.Put(ScheduleKeys.Request(request.Id), request with { Status = RequestStatus.Void, Withheld = withheld });
        ruling.Remove(ScheduleKeys.OpenRequest(request.Dataset, request.Trainer));
        ruling.Emit("schedule.voided", ("request", request.Id), ("withheld", string.Join(' ', withheld)), ("trainer", request.Trainer));
    }

    /// <summary>Whether anything can come of it, as far as that is known now.</summary>
    private static void RequireFeasible(Ruling ruling, ScheduleRequest request)
    {
        foreach (string id in request.Terms.Include)
        {
            BatchState batch = ruling.Get(DatasetKeys.Batch(id), $"batch {id}");
            Ruling.Require(batch.Dataset == request.Dataset, "schedule.dataset", $"{id} is not of dataset {request.Dataset}");
            Ruling.Require(batch.IsUsable, "schedule.not-accepted", $"{id} is {batch.Standing}");
        }
        Ruling.Require(
            request.Within >= request.Seeds.Count, "request.deadline",
                $"{request.Seeds.Count} secrets cannot be revealed within {request.Within} entries");
    }

    /// <summary>Unused commitments of other members, no two of one member, each member still in good standing.</summary>
    private static SeedState[] RequireSeeds(Ruling ruling, ScheduleRequest request)
    {
        Ruling.Require(request.Seeds.Count > 0, "request.seeds",
            "the request names no commitment; without one its seed could be tried out");
        var members = new HashSet<string>(StringComparer.Ordinal);
        SeedState[] seeds = [.. request.Seeds.Select(id => ruling.Get(ScheduleKeys.Seed(id), $"seed {id}"))];
        foreach (SeedState seed in seeds)
        {
            Ruling.Require(seed.Member != ruling.Sender.Name, "request.own-seed", $"{seed.Id} is of {seed.Member}, who asks");
            Ruling.Require(members.Add(seed.Member), "request.same-member", $"{seed.Member} has more than one secret in it");
            Ruling.Require(seed.Request is null, "request.seed-used", $"{seed.Id} was named by {seed.Request}");
            MemberState member = ruling.Get(MemberKeys.Member(seed.Member), $"member {seed.Member}");
            Ruling.Require(member.IsInStandingAt(ruling.Block.Height), "request.seed-member", $"{seed.Member} is revoked");
        }
        return seeds;
    }
}
