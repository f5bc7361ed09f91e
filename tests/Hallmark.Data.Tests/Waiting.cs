namespace Hallmark.Data.Tests;

/// <summary>For tests whose stores are in memory or on the local disk: what they start is done when it comes back.</summary>
internal static class Waiting
{
    public static T Now<T>(this ValueTask<T> work) =>
        work.IsCompleted ? work.GetAwaiter().GetResult() : work.AsTask().GetAwaiter().GetResult();

    public static T Now<T>(this Task<T> work) => work.GetAwaiter().GetResult();
}
