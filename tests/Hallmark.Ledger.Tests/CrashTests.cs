using Hallmark.Evidence;

namespace Hallmark.Ledger.Tests;

/// <summary>Power failures at every kind of moment, on a disk that loses what was not flushed.</summary>
public sealed class CrashTests
{
    private const int Seeds = 160;

    private static readonly Statement[] Pool =
        [.. Enumerable.Range(0, 64).Select(i => World.Sign(i % 5 == 4 ? NoteContracts.Secret : i % 11 == 10 ? "riddle" : NoteContracts.Note, $"s{i % 7}", size: i * 37 % 1500))];

    [Fact]
    public async Task After_any_crash_every_acknowledged_entry_is_there_and_nothing_is_invented()
    {
        int crashes = 0;
        for (int seed = 0; seed < Seeds; seed++)
        {
            var story = new Story(seed, honoursFlush: true);
            Assert.True(await story.Tell() is null, $"seed {seed}: {story.Violation}");
            crashes += story.Failures;
        }
        Assert.True(crashes > Seeds, $"only {crashes} storage failures were met: the seeds do not reach the dangerous moments");
    }

    [Fact]
    public async Task On_a_disk_that_ignores_flush_the_same_stories_lose_acknowledged_entries()
    {
        int violations = 0;
        for (int seed = 0; seed < 40; seed++)
        {
            violations += await new Story(seed, honoursFlush: false).Tell() is null ? 0 : 1;
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

    /// <summary>Several lives of one ledger, each ended by a crash or a close.</summary>
    private sealed class Story(int seed, bool honoursFlush)
    {
        private readonly Random _random = new(seed);
        private readonly Dictionary<ulong, Digest> _acknowledged = [];
        private readonly HashSet<Digest> _submitted = [];
        private int _next;

        public string? Violation { get; private set; }

        public int Failures { get; private set; }

        public async Task<string?> Tell()
        {
            var disk = new MemoryDisk(World.Fresh, honoursFlush);
            for (int life = 0; life < 3 && Violation is null; life++)
            {
                disk.FailAt = _random.Next(3) == 0 ? 0 : 1 + _random.Next(24);
                await Live(disk);
                disk = disk.Crash((Survival)_random.Next(3), _random);
                Violation = await Check(disk.Content());
            }
            return Violation;
        }

        private async Task Live(MemoryDisk disk)
        {
            try
            {
                Ledger ledger = World.Open(disk);
                for (int group = _random.Next(6); group > 0; group--)
                {
                    Statement[] statements = [.. Enumerable.Range(0, 1 + _random.Next(4)).Select(_ => Pool[_next++ % Pool.Length])];
                    await Task.WhenAll(statements.Select(statement => Submit(ledger, statement)));
                }
                if (_random.Next(2) == 0)
                {
                    await ledger.DisposeAsync();
                }
            }
            catch (IOException)
            {
                Failures++;
            }
        }

        private async Task Submit(Ledger ledger, Statement statement)
        {
            lock (_submitted)
            {
                _submitted.Add(statement.Id);
            }
            Submission answer = await ledger.SubmitAsync(statement.Bytes);
            EntryIndex? entry = answer is Submission.Accepted accepted ? accepted.Entry : answer is Submission.Denied denied ? denied.Entry : null;
            if (entry is not null)
            {
                lock (_submitted)
                {
                    _acknowledged.Add(entry.Value.Value, statement.Id);
                }
            }
        }

        private async Task<string?> Check(byte[] found)
        {
            try
            {
                LedgerView seen = World.OpenRead(found);
                var disk = new MemoryDisk(found);
                Head head;
                await using (Ledger ledger = World.Open(disk))
                {
                    head = ledger.View.Head;
                }
                if (head != seen.Head || head != World.OpenRead(disk.Content()).Head)
                {
                    return "opening again gives another head";
                }
                Digest[] entries = [.. seen.Entries().Select(entry => entry.Statement.Kind == Denial.Kind ? Denial.Read(entry.Statement).Denied.Id : entry.Statement.Id)];
                foreach ((ulong index, Digest id) in _acknowledged)
                {
                    if (index >= (ulong)entries.Length || entries[index] != id)
                    {
                        return $"acknowledged entry {index} is lost";
                    }
                }
                return entries.Skip(2).All(_submitted.Contains) && entries.Distinct().Count() == entries.Length ? null : "an entry is invented or there twice";
            }
            catch (LedgerDamagedException e)
            {
                return e.Message;
            }
        }
    }
}
