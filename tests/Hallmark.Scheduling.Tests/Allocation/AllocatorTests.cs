using Hallmark.Learning;

namespace Hallmark.Scheduling.Tests.Allocation;

public class AllocatorTests
{
    [Fact]
    public void Small_cases_come_out_as_trying_everything_does()
    {
        var random = new SeededRandom(1, "allocation");
        for (int i = 0; i < 150; i++)
        {
            long[] records = [.. Enumerable.Range(0, random.NextInt(8)).Select(_ => 1L + random.NextInt(60))];
            long[] speeds = [.. Enumerable.Range(0, 1 + random.NextInt(3)).Select(_ => 1L + random.NextInt(4))];
            Scheduling.Allocation allocation = Allocator.Assign(records, speeds);
            Assert.True(allocation.Proven);
            Assert.Equal(Makespan(records, speeds, allocation.WorkerOf), allocation.Makespan);
            Assert.Equal(Least(records, speeds), allocation.Makespan);
            Assert.Equal(allocation.Makespan, allocation.LowerBound);
        }
    }

    [Fact]
    public void Longest_first_keeps_its_promise_on_equal_workers()
    {
        var random = new SeededRandom(2, "allocation");
        for (int i = 0; i < 100; i++)
        {
            int workers = 2 + random.NextInt(2);
            long[] records = [.. Enumerable.Range(0, 2 + random.NextInt(6)).Select(_ => 1L + random.NextInt(40))];
            long[] speeds = [.. Enumerable.Repeat(1L, workers)];
            int[] order = [.. Enumerable.Range(0, records.Length).OrderByDescending(b => records[b])];
            double makespan = Allocator.LongestFirst(records, order, speeds).Makespan.Seconds;
            Assert.InRange(makespan, 0, Least(records, speeds) * ((4 / 3.0) - (1 / (3.0 * workers))) * (1 + 1e-12));
        }
    }

    [Fact]
    public void Many_batches_lie_between_bound_and_promise()
    {
        var random = new SeededRandom(3, "allocation");
        long[] records = [.. Enumerable.Range(0, 5_000).Select(_ => 1L + random.NextInt(1_000))];
        long[] speeds = [.. Enumerable.Range(0, 16).Select(_ => 50L + random.NextInt(100))];
        Scheduling.Allocation allocation = Allocator.Assign(records, speeds);
        Assert.Equal(Makespan(records, speeds, allocation.WorkerOf), allocation.Makespan);
        Assert.InRange(allocation.Makespan, allocation.LowerBound, allocation.LowerBound * 1.01);
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Allocator.Assign([1], []));
        Assert.Throws<ArgumentException>(() => Allocator.Assign([1], [0]));
        Assert.Throws<ArgumentException>(() => Allocator.Assign([0], [1]));
        Assert.Throws<ArgumentException>(() => Allocator.Assign([1_000_000_000_000, 1], [1]));
    }

    private static double Makespan(long[] records, long[] speeds, IReadOnlyList<int> workerOf) =>
        Enumerable.Range(0, speeds.Length).Max(w => records.Where((_, b) => workerOf[b] == w).Sum() / (double)speeds[w]);

    private static double Least(long[] records, long[] speeds)
    {
        double least = double.PositiveInfinity;
        int[] workerOf = new int[records.Length];
        for (int code = 0; code < (int)Math.Pow(speeds.Length, records.Length); code++)
        {
            int rest = code;
            for (int b = 0; b < workerOf.Length; b++, rest /= speeds.Length)
            {
                workerOf[b] = rest % speeds.Length;
            }
            least = Math.Min(least, Makespan(records, speeds, workerOf));
        }
        return least;
    }
}
