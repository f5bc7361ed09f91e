using Hallmark.Evidence;
using Hallmark.Ledger.Storage;

namespace Hallmark.Ledger.Tests;

/// <summary>Power failures at every kind of moment, on a disk that loses what was not flushed.</summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private static readonly Statement[] Pool = Story.Statements(4);

    /// <summary>Stories told: a few hundred, or 100,000 where the long tests are asked for.</summary>
    private static int Seeds => LongTests.Wanted ? 100_000 : 300;

    public static TheoryData<FlushPoint> FlushPoints => [.. Enum.GetValues<FlushPoint>()];

    [Fact]
    public async Task After_any_crash_every_acknowledged_entry_is_there_and_nothing_is_invented()
    {
        int failures = 0;
        await Parallel.ForAsync(0, Seeds, async (seed, _) =>
        {
            var story = new Story(seed, _ => true);
            Assert.True(await story.Tell() is null, $"seed {seed}: {story.Violation}");
            Interlocked.Add(ref failures, story.Failures);
        });
        Assert.True(failures > Seeds / 2, $"only {failures} storage failures were met: the seeds do not reach the dangerous moments");
        output.WriteLine($"{Seeds} seeds, {failures} storage failures");
    }

    [Fact]
    public async Task Any_operation_of_two_lives_may_be_the_last_of_each()
    {
        foreach ((int seed, int[] plan) in Plans(rounds: LongTests.Wanted ? 100 : 1))
        {
            var story = new Story(seed, _ => true, plan);
            Assert.True(await story.Tell() is null, $"seed {seed}, failing at {string.Join(" and ", plan)}: {story.Violation}");
        }
    }

    [Theory]
    [MemberData(nameof(FlushPoints))]
    public async Task Without_any_one_flush_the_same_stories_go_wrong(FlushPoint left)
    {
        foreach ((int seed, int[] plan) in Plans(rounds: 10))
        {
            var story = new Story(seed, point => point != left, plan);
            if (await story.Tell() is not null)
            {
                output.WriteLine($"seed {seed}, failing at {string.Join(" and ", plan)}: {story.Violation}");
                return;
            }
        }
        Assert.Fail($"no story noticed that {left} was not flushed");
    }

    [Fact]
    public async Task On_a_disk_that_ignores_every_flush_many_stories_go_wrong()
    {
        int violations = 0;
        for (int seed = 0; seed < 40; seed++)
        {
            violations += await new Story(seed, _ => false).Tell() is null ? 0 : 1;
        }
        Assert.True(violations > 10, $"only {violations} of 40 stories noticed that nothing was flushed");
    }

    [Fact]
    public async Task Every_single_operation_of_open_write_and_close_may_be_the_last()
    {
        var counting = new MemoryDisk(World.Fresh);
        await Write(counting);
        for (int last = 1; last <= counting.Operations; last++)
        {
            for (int seed = 0; seed < 3; seed++)
            {
                var disk = new MemoryDisk(World.Fresh) { FailAt = last };
                int acknowledged = await Write(disk);
                MemoryDisk found = disk.Crash((Survival)(seed % 3), new Random(seed));
                await using Ledger ledger = World.Open(found);
                Assert.True(ledger.View.Size.Value >= 2 + (ulong)acknowledged, $"operation {last}, seed {seed}: {ledger.View.Size} entries, {acknowledged} acknowledged");
            }
        }
    }

    [Fact]
    public async Task After_a_storage_failure_the_failed_and_all_later_submissions_get_an_IOException_and_nothing_more_is_written()
    {
        var counting = new MemoryDisk(World.Fresh);
        await Write(counting);
        int failed = 0;
        for (int at = 1; at <= counting.Operations; at++)
        {
            var disk = new MemoryDisk(World.Fresh) { FailAt = at };
            Ledger ledger;
            try
            {
                ledger = World.Open(disk);
            }
            catch (IOException)
            {
                continue;
            }
            bool broken = false;
            foreach (Statement statement in Pool[..3])
            {
                try
                {
                    Assert.IsType<Submission.Accepted>(await ledger.SubmitAsync(statement.Bytes));
                    Assert.False(broken, "a submission was acknowledged after a failure");
                }
                catch (IOException)
                {
                    broken = true;
                    failed++;
                }
            }
            if (broken)
            {
                await Assert.ThrowsAsync<IOException>(async () => await ledger.DisposeAsync());
                Assert.False(disk.WrittenAfterFailure, $"operation {at} failed and something was written after it");
            }
        }
        Assert.True(failed > 6);
    }

    /// <summary>Two lives, each ended at every operation it may have, and once at none, with another seed each time.</summary>
    private static IEnumerable<(int Seed, int[] Plan)> Plans(int rounds) =>
        from round in Enumerable.Range(0, rounds)
        from first in Enumerable.Range(0, 18)
        from second in Enumerable.Range(0, 18)
        select (((round * 18) + first) * 18 + second, (int[])[first, second]);

    /// <summary>Answers how many entries were acknowledged before the disk failed.</summary>
    private static async Task<int> Write(MemoryDisk disk)
    {
        int acknowledged = 0;
        try
        {
            await using Ledger ledger = World.Open(disk);
            foreach (Statement statement in Pool[..3])
            {
                await ledger.SubmitAsync(statement.Bytes);
                acknowledged++;
            }
        }
        catch (IOException)
        {
        }
        return acknowledged;
    }
}
