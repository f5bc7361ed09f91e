namespace Hallmark.Scheduling;

/// <summary>The chosen batches in the order of training, and how they were chosen.</summary>
/// <param name="Batches">At least one, in training order.</param>
/// <param name="Records">Their records in all; at most the budget.</param>
/// <param name="ValuePpm">Worth of the choice, from 0 to 1,000,000: see <see cref="SelectionObjective"/>.</param>
/// <param name="Method">How they were chosen.</param>
/// <param name="Seed">What order and annealing were drawn from.</param>
public sealed record Schedule(IReadOnlyList<Candidate> Batches, long Records, long ValuePpm, SelectionMethod Method, ulong Seed);

/// <summary>What came of choosing.</summary>
public abstract record ScheduleResult
{
    private ScheduleResult()
    {
    }

    public sealed record Chosen(Schedule Schedule) : ScheduleResult;

    /// <summary>There was nothing to choose from.</summary>
    public sealed record NoCandidates : ScheduleResult;

    /// <summary>Even the smallest batch is larger than the budget.</summary>
    public sealed record NothingFits(long SmallestBatchRecords, long BudgetRecords) : ScheduleResult;

    /// <summary>Batches fit, but none adds anything: integrity is all that counts, and they have none.</summary>
    public sealed record NothingGained : ScheduleResult;
}
