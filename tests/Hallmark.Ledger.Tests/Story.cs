using Hallmark.Evidence;
using Hallmark.Ledger.Blocks;
using Hallmark.Ledger.Storage;

namespace Hallmark.Ledger.Tests;

/// <summary>
/// Several lives of one ledger, each ended by a failing disk, a killed process, a power cut or a close, and after each what has
/// to hold: every acknowledged entry is there, nothing is invented or there twice, nothing is refused, and what was closed
/// cleanly is found clean.
/// </summary>
/// <param name="seed">Draws everything that is left to chance.</param>
/// <param name="honours">Which flushes the disk does.</param>
/// <param name="plan">The operation at which the disk fails in each life, 0 for none; null: four lives, drawn from the seed.</param>
internal sealed class Story(int seed, Predicate<FlushPoint> honours, int[]? plan = null)
{
    private const int Lives = 4;

    private static readonly Statement[] Pool = Statements(64);

    private readonly Random _random = new(seed);
    private readonly Dictionary<ulong, Digest> _acknowledged = [];
    private readonly HashSet<Digest> _submitted = [];
    private int _next;

    public string? Violation { get; private set; }

    /// <summary>How often the disk failed on purpose.</summary>
    public int Failures { get; private set; }

    /// <summary>Notes, secrets and what nobody understands, signed, of many lengths.</summary>
    public static Statement[] Statements(int count) =>
        [.. Enumerable.Range(0, count).Select(i => World.Sign(
            i % 5 == 4 ? NoteContracts.Secret : i % 11 == 10 ? "riddle" : NoteContracts.Note, $"s{i % 7}", size: i * 37 % 1500))];

    public async Task<string?> Tell()
    {
        var disk = new MemoryDisk(World.Fresh) { Honours = honours };
        bool closed = true;
        for (int life = 0; life < (plan?.Length ?? Lives) && Violation is null; life++)
        {
            disk.FailAt = plan?[life] ?? (_random.Next(3) == 0 ? 0 : 1 + _random.Next(24));
            disk.FailReadAt = plan is null && _random.Next(12) == 0 ? 1 + _random.Next(40) : 0;
            disk.Failure = plan is null && _random.Next(3) == 0 ? null : _random;
            closed = await Live(disk, closed);
            Violation ??= disk.WrittenAfterFailure ? "something was written after a failure" : null;
            disk = End(disk, life);
        }
        return Violation ??= Examine(disk, closed);
    }

    private MemoryDisk End(MemoryDisk disk, int life) =>
        plan is null ? _random.Next(3) == 0 ? disk.Restart() : disk.Crash((Survival)_random.Next(3), _random)
        : life < plan.Length - 1 && _random.Next(2) == 0 ? disk.Restart()
        : disk.Crash(Survival.Some, _random);

    /// <summary>Answers whether the ledger was closed cleanly.</summary>
    private async Task<bool> Live(MemoryDisk disk, bool closedBefore)
    {
        try
        {
            Ledger ledger = World.Open(disk);
            Violation = Check(ledger.View, closedBefore, ledger.Recovery.TailBytes);
            for (int group = Violation is null ? _random.Next(3) : 0; group > 0; group--)
            {
                Statement[] statements = [.. Enumerable.Range(0, 1 + _random.Next(3)).Select(_ => Pool[_next++ % Pool.Length])];
                await Task.WhenAll(statements.Select(statement => Submit(ledger, statement)));
            }
            if (plan is not null || _random.Next(2) == 0)
            {
                await ledger.DisposeAsync();
                return true;
            }
        }
        catch (IOException)
        {
            Failures++;
        }
        catch (LedgerDamagedException e)
        {
            Violation = e.Message;
        }
        return false;
    }

    private async Task Submit(Ledger ledger, Statement statement)
    {
        lock (_submitted)
        {
            _submitted.Add(statement.Id);
        }
        Submission answer = await ledger.SubmitAsync(statement.Bytes);
        EntryIndex? entry =
            answer is Submission.Accepted accepted ? accepted.Entry : answer is Submission.Denied denied ? denied.Entry : null;
        if (entry is not null)
        {
            lock (_submitted)
            {
                _acknowledged.Add(entry.Value.Value, statement.Id);
            }
        }
    }

    /// <summary>The last look is an auditor's.</summary>
    private string? Examine(MemoryDisk disk, bool closed)
    {
        var examination = LedgerExamination.Run(disk, World.Contracts, null, _ => { });
        return examination.Broken ?? examination.Faults.FirstOrDefault()?.Message
            ?? Check(examination.View!, closed, examination.TailBytes);
    }

    private string? Check(LedgerView seen, bool closed, long tail)
    {
        if (closed && tail != 0)
        {
            return $"{tail} bytes are found behind a closed ledger";
        }
        Digest[] entries = [.. seen.Entries().Select(entry => IdOf(entry.Statement))];
        foreach ((ulong index, Digest id) in _acknowledged)
        {
            if (index >= (ulong)entries.Length || entries[index] != id)
            {
                return $"acknowledged entry {index} is lost";
            }
        }
        return entries.Skip(2).All(_submitted.Contains) && entries.Distinct().Count() == entries.Length
            ? null
            : "an entry is invented or there twice";
    }

    /// <summary>A denial stands for the statement it carries.</summary>
    private static Digest IdOf(Statement entry) => entry.Kind == Denial.Kind ? Denial.Read(entry).Denied.Id : entry.Id;
}
