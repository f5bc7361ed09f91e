namespace Hallmark.Scheduling;

/// <summary>Which worker trains on which batch.</summary>
/// <param name="WorkerOf">For each batch, the index of its worker.</param>
/// <param name="Makespan">Seconds until the last worker is done.</param>
/// <param name="LowerBound">Seconds that no assignment can do with less; equal to the makespan if that is proved least.</param>
/// <param name="Proven">Whether the makespan is proved to be the least.</param>
public sealed record Allocation(IReadOnlyList<int> WorkerOf, double Makespan, double LowerBound, bool Proven);
