using System.Diagnostics;
using Hallmark.Client;
using Hallmark.Contracts.Access;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Members;
using Hallmark.Data.Batches;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Operations;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Queries;

namespace Hallmark.Bench;

/// <param name="Entries">In the ledger.</param>
/// <param name="OpenSeconds">Opening it to read, from its snapshot: the yardstick.</param>
/// <param name="ExplainSeconds">Why a batch stands where it does, behind the opening; so are the others. Each is asked of a home opened anew.</param>
/// <param name="RunsSeconds">All runs.</param>
/// <param name="AccessSeconds">All readings of one batch.</param>
/// <param name="BatchesSeconds">All batches of one dataset.</param>
/// <param name="StatementSeconds">A statement by its id.</param>
/// <param name="ScanSeconds">Reading every entry once: what lookups cost without an index.</param>
public sealed record LookupFigures(
    ulong Entries, double OpenSeconds, double ExplainSeconds, double RunsSeconds, double AccessSeconds, double BatchesSeconds,
    double StatementSeconds, double ScanSeconds);

/// <summary>Questions to a ledger that is large for other reasons: what is asked about is a small part of it.</summary>
public static class LookupBench
{
    private const string Dataset = "plants";
    private const int Group = 20_000;
    private const int Readings = 200;

    /// <param name="directory">An existing folder; what is made there is removed.</param>
    /// <param name="entries">How many to put into the ledger.</param>
    /// <param name="progress">Told what is being done.</param>
    public static async Task<LookupFigures> RunAsync(string directory, int entries, Action<string> progress)
    {
        using var folder = new BenchFolder(directory);
        var home = new Home(Path.Combine(folder.Path, "home"));
        await FillAsync(home, folder.Path, entries, progress).ConfigureAwait(false);

        progress("asking");
        double open = Best(home, _ => Task.CompletedTask, withOpening: true);
        Digest id;
        using (var reader = new HomeReader(home))
        {
            id = reader.Catalog.Ledger.ReadEntry(new EntryIndex(reader.Catalog.Ledger.Size.Value / 2)).Statement.Id;
        }
        string batch = $"{Dataset}/garden/1";
        return new LookupFigures(
            SizeOf(home), open,
            Best(home, reader => new ExplainBatch(batch).AskAsync(reader, default)),
            Best(home, reader => new ListRuns().AskAsync(reader, default)),
            Best(home, reader => new ListReadings { Batch = batch }.AskAsync(reader, default)),
            Best(home, reader => new ListBatches(Dataset).AskAsync(reader, default)),
            Best(home, reader => Task.FromResult(reader.Catalog.FindStatement(id))),
            Best(home, reader => Task.FromResult(reader.Catalog.Ledger.Entries().Count())));
    }

    /// <summary>The best of three, each on a home opened anew.</summary>
    private static double Best(Home home, Func<HomeReader, Task> ask, bool withOpening = false)
    {
        double best = double.MaxValue;
        for (int round = 0; round < 3; round++)
        {
            long started = Stopwatch.GetTimestamp();
            using var reader = new HomeReader(home);
            _ = reader.Catalog;
            if (!withOpening)
            {
                started = Stopwatch.GetTimestamp();
            }
            ask(reader).GetAwaiter().GetResult();
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
        return best;
    }

    private static ulong SizeOf(Home home)
    {
        using var reader = new HomeReader(home);
        return reader.Catalog.Ledger.Size.Value;
    }
}
