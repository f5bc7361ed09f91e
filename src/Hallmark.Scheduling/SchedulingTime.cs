namespace Hallmark.Scheduling;

/// <summary>
/// How long choosing may take. Clock and cancellation decide only after how many rounds a method ends, never what a round does; the
/// best choice so far is kept, and a first one is always made.
/// </summary>
/// <param name="Limit">From the call on; null for as long as the rounds take.</param>
/// <param name="Progress">Told from time to time, on the calling thread.</param>
/// <param name="Cancellation">Ends the search early, with the best so far.</param>
public sealed record SchedulingTime(TimeSpan? Limit = null, Action<SchedulingProgress>? Progress = null, CancellationToken Cancellation =
    default);

/// <summary>How far a search has come.</summary>
/// <param name="Method">At work now; never <see cref="SelectionMethod.Auto"/>.</param>
/// <param name="Rounds">How many rounds the method has done.</param>
/// <param name="Value">F of the best choice so far.</param>
/// <param name="UpperBound">No choice is worth more; infinite while nothing is known.</param>
public readonly record struct SchedulingProgress(SelectionMethod Method, int Rounds, double Value, double UpperBound);
