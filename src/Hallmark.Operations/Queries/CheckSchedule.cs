using Hallmark.Client;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Scheduling;

namespace Hallmark.Operations.Queries;

/// <summary>Whether drawing a schedule's seed and choosing again, from what is signed and from the content, gives the same.</summary>
/// <param name="Schedule">The schedule's id.</param>
public sealed record CheckSchedule(string Schedule) : Query<CheckedSchedule>
{
    public override async Task<CheckedSchedule> AskAsync(HomeReader home, CancellationToken cancellation)
    {
        var schedule = CommittedSchedule.Find(home.Catalog, Schedule);
        var reading = BatchReading.Offline(home.Catalog, home.Secrets.Open);
        return new CheckedSchedule(
            schedule, await SchedulePlanning.RecomputeAsync(home.Catalog, reading, schedule.State, cancellation).ConfigureAwait(false));
    }
}

/// <param name="Fault">What does not come out the same; null where all does.</param>
public sealed record CheckedSchedule(CommittedSchedule Schedule, ScheduleFault? Fault);
