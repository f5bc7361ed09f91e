using Hallmark.Evidence;

namespace Hallmark.Contracts.Schedules;

/// <summary>Where schedules, requests for them, and the secrets that seeds are drawn from lie.</summary>
public static class ScheduleKeys
{
    public static StatePrefix<ScheduleState> All { get; } = new("schedule/");

    public static StatePrefix<RequestState> Requests { get; } = new("schedule-request/");

    public static StatePrefix<SeedState> Seeds { get; } = new("seed/");

    public static StateKey<ScheduleState> Schedule(string id) => All.Key(id);

    public static StateKey<RequestState> Request(string id) => Requests.Key(id);

    /// <summary>The request of a trainer that still waits for its end, by its number; there is at most one for each dataset.</summary>
    public static StateKey<CounterState> OpenRequest(string dataset, string trainer) => new($"open-request/{dataset}/{trainer}");

    /// <summary>A member's commitment to a secret.</summary>
    public static StateKey<SeedState> Seed(string id) => Seeds.Key(id);

    /// <summary>Number of the commitment that was made to this.</summary>
    public static StateKey<CounterState> Commitment(Digest commitment) => new($"seed-commitment/{commitment}");
}
