using System.Text.Json.Serialization;
using Hallmark.Contracts.Schedules;
using Hallmark.Evidence;
using Hallmark.Operations.Queries;
using Hallmark.Operations.Scheduling;
using Hallmark.Scheduling;

namespace Hallmark.Api;

/// <summary>A schedule on record.</summary>
public abstract record ScheduleAnswer : TermsAnswer
{
    private protected ScheduleAnswer(CommittedSchedule schedule)
        : base(schedule.Terms)
    {
        ScheduleState state = schedule.State;
        (Schedule, Dataset, Trainer) = (state.Id, state.Dataset, state.Trainer);
        (Seed, SeedOrigin, Request) = (state.Seed, state.SeedOrigin, state.Request);
        Value = schedule.Commit.ValuePpm / 1e6;
        Batches = state.Batches;
    }

    /// <summary>Its id.</summary>
    public string Schedule { get; }

    public string Dataset { get; }

    public string Trainer { get; }

    [JsonPropertyOrder(Behind)]
    public ulong Seed { get; }

    /// <summary>chosen, operator-grindable or revealed.</summary>
    [JsonPropertyOrder(Behind)]
    public string SeedOrigin { get; }

    /// <summary>The request that it answers; null for none.</summary>
    [JsonPropertyOrder(Behind)]
    public string? Request { get; }

    /// <summary>What the choice is worth, from 0 to 1.</summary>
    [JsonPropertyOrder(Behind)]
    public double Value { get; }

    /// <summary>In training order.</summary>
    [JsonPropertyOrder(Behind)]
    public IReadOnlyList<string> Batches { get; }
}

/// <summary>A schedule just committed, as <c>schedule</c> answers.</summary>
public sealed record ScheduledAnswer : ScheduleAnswer
{
    private ScheduledAnswer(ScheduledBatches scheduled, WorkerShares? shares, Head head)
        : base(scheduled.Schedule)
    {
        Schedule found = scheduled.Found;
        (Cost, Records) = (found.Cost, found.Records);
        UpperBound = found.UpperBoundPpm / 1e6;
        Gap = found.ValuePpm > 0 ? (found.UpperBoundPpm - found.ValuePpm) / (double)found.ValuePpm : null;
        Stopped = scheduled.Stopped;
        Allocation = shares is null ? null : AllocationAnswer.Of(shares);
        Head = HeadAnswer.Of(head);
    }

    [JsonPropertyOrder(Last)]
    public long Cost { get; }

    [JsonPropertyOrder(Last)]
    public long Records { get; }

    /// <summary>No choice is worth more.</summary>
    [JsonPropertyOrder(Last)]
    public double UpperBound { get; }

    /// <summary>How far the bound is above the value, as a share of the value; null where that is nothing.</summary>
    [JsonPropertyOrder(Last)]
    public double? Gap { get; }

    /// <summary>Whether the search was cut short.</summary>
    [JsonPropertyOrder(Last)]
    public bool Stopped { get; }

    /// <summary>Null where no workers were named.</summary>
    [JsonPropertyOrder(Last)]
    public AllocationAnswer? Allocation { get; }

    [JsonPropertyOrder(Last)]
    public HeadAnswer Head { get; }

    public static ScheduledAnswer Of(ScheduledBatches scheduled, WorkerShares? shares, Head head) => new(scheduled, shares, head);
}

/// <summary>Who trains on what, so that all are done as soon as possible.</summary>
/// <param name="Makespan">Seconds until the last worker is done.</param>
/// <param name="LowerBound">Seconds that no allocation can do with less.</param>
/// <param name="Proven">Whether the makespan is proved to be the least.</param>
public sealed record AllocationAnswer(double Makespan, double LowerBound, bool Proven, IReadOnlyList<WorkerShare> Workers)
{
    public static AllocationAnswer Of(WorkerShares shares) =>
        new(shares.Allocation.Makespan, shares.Allocation.LowerBound, shares.Allocation.Proven, shares.Workers);
}

/// <summary>A schedule made again, as <c>schedule --check</c> answers.</summary>
public sealed record ScheduleCheckAnswer : ScheduleAnswer
{
    private ScheduleCheckAnswer(CheckedSchedule again)
        : base(again.Schedule)
    {
        Result = again.Fault is null ? "good" : "differs";
        Code = again.Fault?.Code;
        Problem = again.Fault?.Message;
    }

    /// <summary>good or differs.</summary>
    [JsonPropertyOrder(Last)]
    public string Result { get; }

    /// <summary>Null where it is good.</summary>
    [JsonPropertyOrder(Last)]
    public string? Code { get; }

    /// <summary>One sentence; null where it is good.</summary>
    [JsonPropertyOrder(Last)]
    public string? Problem { get; }

    public static ScheduleCheckAnswer Of(CheckedSchedule again) => new(again);
}
