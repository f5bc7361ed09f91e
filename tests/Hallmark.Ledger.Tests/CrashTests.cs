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
                Assert.True(ledger.View.Size.Value >= 2 + (ulong)acknowledged,
                    $"operation {last}, seed {seed}: {ledger.View.Size} entries, {acknowledged} acknowledged");
            }
        }
    }

    [Fact]
    public async Task A_process_killed_at_any_moment_of_its_close_leaves_a_ledger_of_which_nothing_is_missing()
    {
        int settling = 0;
        for (int last = 1; ; last++)
        {
            var disk = new MemoryDisk(World.Fresh);
            Ledger ledger = World.Open(disk);
            await ledger.SubmitAsync(Pool[0].Bytes);
            disk.FailAt = disk.Operations + last;
            if (await Record.ExceptionAsync(async () => await ledger.DisposeAsync()) is null)
            {
                break; // it has no operation more
            }
            MemoryDisk found = disk.Restart();
            var examination = LedgerExamination.Run(found, World.Contracts, null, _ => { });
            Assert.Equal((null, 0, 3UL), (examination.Broken, examination.Faults.Count, examination.View?.Size.Value));
            Assert.True(
                examination.TailBytes == 0 || examination.WasSettling, $"operation {last}: {examination.TailBytes} bytes of a group");
            settling += examination.WasSettling ? 1 : 0;
            await using Ledger next = World.Open(found);
            Assert.Equal((3UL, examination.WasSettling), (next.View.Size.Value, next.Recovery.WasSettling));
        }
        Assert.True(settling > 2, $"only {settling} kills came while the file was settled");
    }

    [Fact]
    public async Task Behind_a_mark_that_is_torn_the_zeros_of_settling_count_as_the_rest_of_a_group()
    {
        byte[] file = [.. await World.Closed(Pool[0]), 0, 0, 0, 0];
        Assert.True(Examine(file).WasSettling);
        Assert.False(Examine([.. file, 0]).WasSettling);
        Assert.False(Examine([.. file[..^1], 1]).WasSettling);
        file[512 + 70] ^= 1;
        Assert.Equal((false, 4L), (Examine(file).WasSettling, Examine(file).TailBytes));

        static LedgerExamination Examine(byte[] found) => LedgerExamination.Run(new MemoryDisk(found), World.Contracts, null, _ => { });
    }

    [Theory]
    [InlineData(512)]
    [InlineData(1024)]
    public async Task Where_one_mark_is_torn_a_second_crash_while_recovery_settles_never_takes_the_other(int torn)
    {
        var dying = new MemoryDisk(await World.Closed(Pool[0]));
        await World.Open(dying).SubmitAsync(Pool[1].Bytes); // and never closed: the block stands behind both marks
        byte[] file = dying.Crash(Survival.Nothing, new Random(1)).Content();
        file[torn + 70] ^= 1;
        int tears = 0;
        for (int last = 1; last <= 12; last++)
        {
            for (int seed = 0; seed < 24; seed++)
            {
                var disk = new MemoryDisk(file) { FailAt = last, Failure = new Random(seed) };
                tears += Record.Exception(() => World.Open(disk)) is IOException ? 1 : 0;
                await using Ledger ledger = World.Open(disk.Crash(Survival.Some, new Random(seed)));
                Assert.Equal(4UL, ledger.View.Size.Value);
            }
        }
        Assert.True(tears > 100, $"only {tears} openings were cut off");
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
