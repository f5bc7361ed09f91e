namespace Hallmark.Data.Store;

/// <summary>
/// The one bridge from asynchronous content to computations that are not. A deterministic algorithm (a check over a pool of batches, a
/// scaler's fit) asks for its records when it comes to them: reading all of them before would take the memory of the dataset, and
/// making the algorithm asynchronous would put waiting into its arithmetic. Such a computation has its thread for itself, so the
/// thread may wait. Everything else awaits.
/// </summary>
public static class ContentPull
{
    /// <summary>Waits, and gives what came or throws what went wrong.</summary>
    public static T Pull<T>(this ValueTask<T> content) =>
        content.IsCompleted ? content.GetAwaiter().GetResult() : content.AsTask().GetAwaiter().GetResult();
}
