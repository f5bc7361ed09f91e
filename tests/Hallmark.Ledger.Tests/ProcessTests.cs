using Hallmark.Evidence;
using Hallmark.Ledger.Blocks;
using Hallmark.Ledger.Storage;
using Hallmark.Ledger.Writer;

namespace Hallmark.Ledger.Tests;

/// <summary>Real processes with 32 submitters each on a real file: killed, refused, read beside, and stopped by a full disk.</summary>
public sealed class ProcessTests(ITestOutputHelper output) : IDisposable
{
    private const int CyclesOfOneLedger = 24;

    private readonly string _path = Directory.CreateTempSubdirectory("hallmark-writer").FullName;
    private readonly Dictionary<ulong, Digest> _acknowledged = [];

    /// <summary>Ledgers, each written by 24 killed processes one after the other; 84 of them are 2,016 kills.</summary>
    private static int Ledgers => LongTests.Wanted ? 84 : 1;

    [Fact]
    public async Task After_kill_9_at_any_moment_every_acknowledgement_in_an_outside_journal_is_kept()
    {
        (int kills, int opened, int acknowledged, int tails) = (0, 0, 0, 0);
        for (int ledger = 0; ledger < Ledgers; ledger++)
        {
            var random = new Random(ledger);
            string folder = Path.Combine(_path, $"{ledger}");
            Directory.CreateDirectory(folder);
            await WriterFolder.CreateAsync(folder);
            _acknowledged.Clear();
            for (int cycle = 0; cycle < CyclesOfOneLedger; cycle++)
            {
                using var writer = new WriterProcess(folder, $"{cycle}");
                if (random.Next(6) > 0)
                {
                    writer.ReadUntil(random.Next(200));
                }
                Thread.Sleep(random.Next(writer.Opened ? 12 : 250)); // before it is open: in the middle of recovery, perhaps
                writer.Kill();
                (kills, opened, acknowledged) = (kills + 1, opened + (writer.Opened ? 1 : 0), acknowledged + writer.Journal.Count);
                tails += Check(folder, writer) > 0 ? 1 : 0;
            }
            Directory.Delete(folder, recursive: true);
            output.WriteLine($"{kills} kills, {opened} of them after opening, {acknowledged} acknowledgements, {tails} torn tails");
        }
        Assert.True(opened > kills / 2 && acknowledged > kills,
            $"{opened} of {kills} processes came to write, {acknowledged} acknowledgements: the kills come too early");
    }

    [Fact]
    public async Task A_second_writer_is_refused_while_one_writes_and_let_in_when_it_was_killed()
    {
        await WriterFolder.CreateAsync(_path);
        using var first = new WriterProcess(_path, "first");
        first.ReadUntil(1);
        using var second = new WriterProcess(_path, "second", count: 40);
        (int exit, string errors) = second.End();
        Assert.Equal((1, 0), (exit, second.Journal.Count));
        Assert.Contains("another process is writing this ledger", errors);
        first.ReadUntil(first.Journal.Count + 10);
        first.Kill();
        Check(_path, first);
        using var third = new WriterProcess(_path, "third", count: 40);
        Assert.Equal((0, ""), third.End());
        Assert.Equal((40, 0L), (third.Journal.Count, Check(_path, third)));
    }

    [Fact]
    public async Task A_reader_that_opens_again_and_again_beside_a_writer_always_sees_a_prefix()
    {
        await WriterFolder.CreateAsync(_path);
        using var folder = new WriterFolder(_path);
        using var writer = new WriterProcess(_path, "run", count: 1500);
        writer.ReadUntil(1);
        Task<(int, string)> end = Task.Run(writer.End);
        var seen = new List<(BlockHeight Height, Digest Hash, Digest State)>();
        while (!end.IsCompleted)
        {
            using FileStorage storage = FileStorage.OpenRead(folder.LedgerPath);
            LedgerView view = Ledger.OpenRead(storage, folder.Contracts);
            seen.Add((view.Last.Height, view.Last.Hash, view.State.Root));
        }
        Assert.Equal((0, ""), await end);
        Assert.Equal(0, Check(_path, writer));
        using FileStorage last = FileStorage.OpenRead(folder.LedgerPath);
        LedgerView whole = Ledger.OpenRead(last, folder.Contracts);
        foreach ((BlockHeight height, Digest hash, Digest state) in seen)
        {
            BlockHeader header = BlockHeader.Read(whole.ReadBlock(height).Header);
            Assert.Equal((header.Hash, header.StateRoot), (hash, state));
        }
        Assert.Equal(seen.Select(view => view.Height.Value).Order(), seen.Select(view => view.Height.Value));
        Assert.True(seen.Select(view => view.Height).Distinct().Count() > 1, "the reader never looked while the writer wrote");
    }

    [Theory]
    [InlineData(48)]
    [InlineData(71)]
    public async Task A_write_that_fails_ends_the_process_with_a_message_and_keeps_what_was_acknowledged(int roomKiB)
    {
        await WriterFolder.CreateAsync(_path);
        using (var stopped = new WriterProcess(_path, "stopped", fileKiB: roomKiB))
        {
            (int exit, string errors) = stopped.End();
            Assert.Equal(1, exit);
            Assert.Matches("ledger.log cannot be written: .*too large", errors);
            Assert.True(stopped.Journal.Count > 0, "nothing was acknowledged before the disk was full");
            Check(_path, stopped);
        }
        using var next = new WriterProcess(_path, "next", count: 50);
        Assert.Equal((0, ""), next.End());
        Assert.Equal(0, Check(_path, next));
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);

    /// <summary>Everything acknowledged so far is there at its place, nothing is there twice, nothing is damaged.</summary>
    /// <returns>Bytes behind the last whole block.</returns>
    private long Check(string path, WriterProcess writer)
    {
        using var folder = new WriterFolder(path);
        using FileStorage storage = FileStorage.OpenRead(folder.LedgerPath);
        var examination = LedgerExamination.Run(storage, folder.Contracts, null, _ => { });
        Assert.Null(examination.Broken);
        Assert.Empty(examination.Faults);
        Digest[] entries = [.. examination.View!.Entries().Select(
            entry => entry.Statement.Kind == Denial.Kind ? Denial.Read(entry.Statement).Denied.Id : entry.Statement.Id)];
        Assert.Equal(entries.Length, entries.Distinct().Count());
        writer.Journal.ForEach(line => _acknowledged.Add(line.Entry, line.Id));
        Assert.All(_acknowledged, line => Assert.Equal(line.Value, entries[(int)line.Key]));
        return examination.TailBytes;
    }
}
