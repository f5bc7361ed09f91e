using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Hallmark.Data.Sources;

/// <summary>
/// Runs work on several threads and gives the results in the order of the inputs. The caller's thread reads the source. Of several
/// failures the one that comes first in the source is thrown, whatever thread met it first, so a run with one thread and a run with
/// eight end alike.
/// </summary>
internal static class OrderedPipeline
{
    /// <param name="source">Read one item ahead of the free workers, never further.</param>
    /// <param name="work">Called once per item, on any thread.</param>
    /// <param name="threads">Items worked on at once, at least 1.</param>
    public static IEnumerable<TOut> Run<TIn, TOut>(IEnumerable<TIn> source, Func<TIn, TOut> work, int threads)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        return threads == 1
            ? source.Select(work)
            : Start(source, item => OnThread(() => work(item)), threads).Select(task => task.GetAwaiter().GetResult());
    }

    /// <summary>The same for work that ends by waiting for something outside the process.</summary>
    public static async IAsyncEnumerable<TOut> RunAsync<TIn, TOut>(
        IEnumerable<TIn> source, Func<TIn, CancellationToken, ValueTask<TOut>> work, int threads,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        if (threads == 1)
        {
            foreach (TIn item in source)
            {
                yield return await work(item, cancellation).ConfigureAwait(false);
            }
            yield break;
        }
        foreach (Task<TOut> task in Start(source, item => OnThread(() => work(item, cancellation).AsTask()).Unwrap(), threads))
        {
            yield return await task.ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Each item gets a thread of its own: the work computes long and waits for the disk, which the pool would take for being busy.
    /// </summary>
    private static Task<T> OnThread<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>
    /// The tasks in the order of their items, up to <paramref name="threads"/> of them under way; each is to be waited for before the
    /// next is asked for.
    /// </summary>
    private static IEnumerable<Task<TOut>> Start<TIn, TOut>(IEnumerable<TIn> source, Func<TIn, Task<TOut>> start, int threads)
    {
        var inFlight = new Queue<Task<TOut>>();
        using IEnumerator<TIn> items = source.GetEnumerator();
        try
        {
            ExceptionDispatchInfo? failure = null;
            while (failure is null && TryNext(items, out failure))
            {
                inFlight.Enqueue(start(items.Current));
                if (inFlight.Count > threads)
                {
                    yield return inFlight.Dequeue();
                }
            }
            while (inFlight.TryDequeue(out Task<TOut>? oldest))
            {
                yield return oldest;
            }
            failure?.Throw();
        }
        finally
        {
            // Nothing may still be working on the source's buffers once the caller has left. Only a failure leaves anything here.
            foreach (Task<TOut> task in inFlight)
            {
                task.ContinueWith(static _ => { }, TaskScheduler.Default).Wait();
            }
        }
    }

    /// <summary>A source that fails does so after what it gave before: its failure waits until that is finished.</summary>
    private static bool TryNext<T>(IEnumerator<T> items, out ExceptionDispatchInfo? failure)
    {
        failure = null;
        try
        {
            return items.MoveNext();
        }
#pragma warning disable CA1031 // Nothing is swallowed: it is thrown again, later.
        catch (Exception e)
#pragma warning restore CA1031
        {
            failure = ExceptionDispatchInfo.Capture(e);
            return false;
        }
    }
}
