using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Schedules;

namespace Hallmark.Operations.Scheduling;

/// <summary>
/// A schedule on record with all that is known of it: where it stands, what its trainer signed, and the terms that hold for it.
/// </summary>
public sealed record CommittedSchedule(ScheduleState State, ScheduleCommit Commit, ScheduleTerms Terms)
{
    /// <exception cref="KeyNotFoundException">There is no such schedule.</exception>
    public static CommittedSchedule Find(Catalog catalog, string id)
    {
        ScheduleState state = catalog.Ledger.State.Find(ScheduleKeys.Schedule(id))
            ?? throw new KeyNotFoundException($"there is no schedule '{id}' on this ledger");
        ScheduleCommit commit = catalog.Commit(state);
        return new CommittedSchedule(state, commit, catalog.TermsOf(state, commit));
    }
}
