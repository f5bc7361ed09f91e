using System.Diagnostics;
using Hallmark.Client;
using Hallmark.Contracts.Access;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Members;
using Hallmark.Data.Batches;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Queries;

namespace Hallmark.Bench;

/// <param name="Entries">In the ledger.</param>
/// <param name="OpenSeconds">Opening it to read, from its snapshot: the yardstick.</param>
/// <param name="ExplainSeconds">
/// Why a batch stands where it does, behind the opening; so are the others. Each is asked of a home opened anew.
/// </param>
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
    private const int Signers = 4;

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

    /// <summary>
    /// A dataset of plants with judgements and readings, in the middle of registrations of other datasets that make up the rest.
    /// </summary>
    private static async Task FillAsync(Home home, string directory, int entries, Action<string> progress)
    {
        await new CreateLedger("bench", "boss").ExecuteAsync(home, TimeProvider.System).ConfigureAwait(false);
        await using Workspace workspace = await Workspace.OpenAsync(home, progress, TimeProvider.System).ConfigureAwait(false);
        foreach ((string member, string role) in ((string, string)[])
        [
            ("garden", Roles.Provider), ("lab", Roles.Validator), ("school", Roles.Reader),
        ])
        {
            await new AddMember(member, [role]).ExecuteAsync(workspace, default).ConfigureAwait(false);
        }
        string csv = Path.Combine(directory, "plants.csv");
        await File.WriteAllLinesAsync(csv, Plants()).ConfigureAwait(false);
        await new RegisterFile(csv, Dataset) { Label = "kind", BatchSize = 20 }.ExecuteAsync(workspace, default).ConfigureAwait(false);
        await OthersAsync(workspace, entries / 2, progress).ConfigureAwait(false);
        await new JudgeBatches(Dataset).ExecuteAsync(workspace, default).ConfigureAwait(false);
        await new GrantAccess("school", Dataset, "research", null).ExecuteAsync(workspace, default).ConfigureAwait(false);
        MemberSession school = workspace.ActAs("school", Roles.Reader);
        for (int i = 0; i < Readings; i++)
        {
            await school.SubmitAsync(new AccessUse(Dataset, [$"{Dataset}/garden/1"], ReadFor.Purpose("research"))).ConfigureAwait(false);
        }
        await OthersAsync(workspace, entries / 2, progress).ConfigureAwait(false);
    }

    private static async Task OthersAsync(Workspace workspace, int count, Action<string> progress)
    {
        MemberSession garden = workspace.ActAs("garden", Roles.Provider);
        DatasetState plants = workspace.Catalog.Dataset(Dataset);
        ulong first = workspace.Catalog.Ledger.Size.Value;
        for (int done = 0; done < count; done += Group)
        {
            progress($"filling the ledger: {done} of {count} entries");
            string dataset = $"others-{first + (ulong)done}";
            await garden.SubmitAsync(new DatasetCreate(dataset, plants.Schema, plants.Label, plants.Classes)).ConfigureAwait(false);
            BatchRegister[] batches = [.. Enumerable.Range(0, Math.Min(Group, count - done))
                .Select(i => new BatchRegister(Manifest(dataset, plants.Schema, first + (ulong)(done + i))))];
            await Task.WhenAll(
                batches.Chunk(Group / Signers).Select(part => Task.Run(() => garden.SubmitAllAsync(part)))).ConfigureAwait(false);
        }
    }

    private static BatchManifest Manifest(string dataset, ObjectReference schema, ulong number) => new()
    {
        Dataset = dataset,
        SchemaDigest = schema.Digest,
        Records = 256,
        Root = Digest.Of(BitConverter.GetBytes(number)),
        ColumnsRoot = Digest.Of("columns"u8),
        ClassCounts = [128, 128],
        Content = new ObjectReference(Digest.Of("content"u8), 32_768),
        Tree = new ObjectReference(Digest.Of("tree"u8), 266 * Digest.Size),
        Origin = "bench",
        Steps = [],
        SourceName = "bench.csv",
        FirstLine = 2,
        LastLine = 257,
    };

    private static IEnumerable<string> Plants() =>
        Enumerable.Range(0, 200).Select(
            i => $"{10 + (20 * (i % 2)) + (i / 1000.0)},{1 + (3 * (i % 2)) + (i / 1500.0)},{(i % 2 == 0 ? "daisy" : "rose")}")
            .Prepend("height,leaf,kind");

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
