using Hallmark.Learning;

namespace Hallmark.Scheduling;

/// <summary>The chosen batches in the order of training, and how they were chosen.</summary>
/// <param name="Batches">At least one, in training order.</param>
/// <param name="Records">Their records in all.</param>
/// <param name="Cost">What they cost in all; at most the budget.</param>
/// <param name="ValuePpm">Worth of the choice, at most 1,000,000: see <see cref="SelectionObjective"/>; rounded down.</param>
/// <param name="Method">What made the choice; never <see cref="SelectionMethod.Auto"/>.</param>
/// <param name="Rounds">
/// After how many of its rounds. Candidates, options with this method and these rounds, and no limit of time, give the same batches in
/// the same order.
/// </param>
/// <param name="Seed">What moves and order were drawn from.</param>
public sealed record Schedule(
    IReadOnlyList<Candidate> Batches, long Records, long Cost, long ValuePpm, SelectionMethod Method, int Rounds, ulong Seed)
{
    /// <summary>
    /// No choice is worth more, in parts per million, rounded up. How tight it is depends on the time there was, so it is reported
    /// and not recomputed.
    /// </summary>
    public long UpperBoundPpm { get; init; } = Share.Million;
}

/// <summary>Either a schedule, or why there is none.</summary>
public abstract record ScheduleResult
{
    private ScheduleResult()
    {
    }

    public sealed record Chosen(Schedule Schedule) : ScheduleResult;

    /// <summary>There was nothing to choose from.</summary>
    public sealed record NoCandidates : ScheduleResult;

    /// <summary>Even the batch of least cost exceeds the budget.</summary>
    public sealed record NothingFits(long SmallestBatchCost, long Budget) : ScheduleResult;

    /// <summary>Batches fit, but none adds anything under these weights.</summary>
    public sealed record NothingGained : ScheduleResult;

    /// <summary>No choice keeps what is asked for, or none was found.</summary>
    /// <param name="Reason">Which demand, and what stands against it.</param>
    public sealed record Infeasible(string Reason) : ScheduleResult;
}
