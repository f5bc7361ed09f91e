using System.Runtime.ExceptionServices;

namespace Hallmark.Data.Sources;

/// <summary>
/// Runs work on several threads and gives the results in the order of the inputs. The caller's thread reads the source. Of
/// several failures the one that comes first in the source is thrown, whatever thread met it first, so a run with one thread
/// and a run with eight end alike.
/// </summary>
internal static class OrderedPipeline
{
    /// <remarks>Each item gets a thread of its own: the work waits for the disk, which the pool would take for being busy.</remarks>
    /// <param name="source">Read one item ahead of the free workers, never further.</param>
    /// <param name="work">Called once per item, on any thread.</param>
    /// <param name="threads">Items worked on at once, at least 1.</param>
    public static IEnumerable<TOut> Run<TIn, TOut>(IEnumerable<TIn> source, Func<TIn, TOut> work, int threads)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        return threads == 1 ? source.Select(work) : RunParallel(source, work, threads);
    }

    private static IEnumerable<TOut> RunParallel<TIn, TOut>(IEnumerable<TIn> source, Func<TIn, TOut> work, int threads)
    {
        var inFlight = new Queue<Task<TOut>>();
        using IEnumerator<TIn> items = source.GetEnumerator();
        try
        {
            ExceptionDispatchInfo? failure = null;
            while (failure is null && TryNext(items, out failure))
            {
                TIn item = items.Current;
                inFlight.Enqueue(Task.Factory.StartNew(() => work(item), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
                if (inFlight.Count > threads)
                {
                    yield return inFlight.Dequeue().GetAwaiter().GetResult();
                }
            }
            while (inFlight.TryDequeue(out Task<TOut>? oldest))
            {
                yield return oldest.GetAwaiter().GetResult();
            }
            failure?.Throw();
        }
        finally
        {
            // Nothing may still be working on the source's buffers once the caller has left.
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
