using Hallmark.Scheduling;

namespace Hallmark.Operations.Scheduling;

/// <summary>Workers that share the training on a schedule's batches: a plan for people, not on record.</summary>
/// <param name="Speeds">Records that each does in a second.</param>
public sealed record WorkerList(IReadOnlyList<string> Names, IReadOnlyList<long> Speeds)
{
    /// <summary>Who trains on what, so that all are done as soon as possible.</summary>
    public WorkerShares Share(Schedule schedule)
    {
        Allocation allocation = Allocator.Assign([.. schedule.Batches.Select(batch => batch.Records)], Speeds);
        return new WorkerShares(allocation, [.. Names.Select((name, worker) => new WorkerShare(
            name, [.. schedule.Batches.Where((_, batch) => allocation.WorkerOf[batch] == worker).Select(batch => batch.Batch)]))]);
    }
}

/// <summary>Which worker trains on which batches, in the order of the list.</summary>
public sealed record WorkerShares(Allocation Allocation, IReadOnlyList<WorkerShare> Workers);

/// <summary>What one worker trains on.</summary>
/// <param name="Batches">In training order.</param>
public sealed record WorkerShare(string Worker, IReadOnlyList<string> Batches);
