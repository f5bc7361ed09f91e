using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Data.Sources.Csv;
using Hallmark.Data.Store;
using nietras.SeparatedValues;

namespace Hallmark.Bench;

/// <param name="RawLeavesPerSecond">SHA-256 of 65 bytes by the platform, all cores: what a leaf of a 64-byte record costs at least.</param>
/// <param name="RowsPerSecond">Typed rows of 64 bytes registered into a durable store.</param>
/// <param name="Share">Of the raw leaf hashing.</param>
/// <param name="BuiltShare">The same without the store: encode, leaves, roots, column digests.</param>
/// <param name="CsvMegabytesPerSecond">A CSV file of ten doubles a row registered, its schema declared.</param>
/// <param name="CsvShare">Of the CSV library alone reading the same doubles by its own number reader, on one thread.</param>
/// <param name="CsvParserShare">Of the CSV library alone and the platform's parsing of the doubles, on one thread.</param>
/// <param name="CsvInferredShare">As <paramref name="CsvShare"/>, the schema inferred.</param>
public sealed record RegisterFigures(
    int Rows, double RawLeavesPerSecond, double RowsPerSecond, double Share, double BuiltShare,
    double CsvMegabytesPerSecond, double CsvShare, double CsvParserShare, double CsvInferredShare);

/// <param name="Rows">In the CSV file.</param>
/// <param name="PeakMegabytes">Most resident memory the process ever had.</param>
public sealed record MemoryFigures(int Rows, double CsvMegabytes, double Seconds, double PeakMegabytes);

/// <summary>Registration against its yardsticks: raw leaf hashing for typed records, the CSV library alone for files.</summary>
public static class RegisterBench
{
    private const int Columns = 10;
    private const int BatchSize = 10_000;
    private const int Rounds = 5;

    /// <param name="directory">An existing folder; what is made there is removed.</param>
    /// <param name="rows">How many, of each kind.</param>
    /// <param name="progress">Told what is being done.</param>
    public static RegisterFigures Run(string directory, int rows, Action<string> progress)
    {
        using var folder = new BenchFolder(directory);
        progress($"{rows} typed rows");
        double[] typed = Typed(folder.Path, rows);
        progress($"{rows} rows of CSV");
        string path = Path.Combine(folder.Path, "rows.csv");
        WriteFile(path, rows);
        double[] csv = Csv(folder.Path, path);
        return new RegisterFigures(
            rows, rows / typed[0], rows / typed[2], typed[0] / typed[2], typed[0] / typed[1],
            new FileInfo(path).Length / 1e6 / csv[2], csv[1] / csv[2], csv[0] / csv[2], csv[1] / csv[3]);
    }

    /// <summary>Registers one large file once, its schema inferred.</summary>
    /// <param name="directory">An existing folder; what is made there is removed.</param>
    /// <param name="rows">In the file.</param>
    /// <param name="progress">Told what is being done.</param>
    public static MemoryFigures Memory(string directory, int rows, Action<string> progress)
    {
        using var folder = new BenchFolder(directory);
        string path = Path.Combine(folder.Path, "rows.csv");
        progress($"writing {rows} rows");
        WriteFile(path, rows);
        progress("registering");
        var watch = Stopwatch.StartNew();
        new Stores(folder.Path).With(store => Registration.RunAsync(new CsvSource(path), Options(null), store));
        using Process self = Process.GetCurrentProcess();
        return new MemoryFigures(rows, new FileInfo(path).Length / 1e6, watch.Elapsed.TotalSeconds, self.PeakWorkingSet64 / 1e6);
    }

    /// <summary>Seconds of: raw hashing, building, registering. Seven numbers and a missing one make 64 bytes.</summary>
    private static double[] Typed(string directory, int rows)
    {
        int threads = Environment.ProcessorCount;
        var schema = new Schema([.. Enumerable.Range(0, 8).Select(i => new Column($"x{i}", ColumnType.Float64))]);
        RecordBuffer[] batches =
            [.. Enumerable.Range(0, Math.Max(1, rows / BatchSize)).Select(batch => Filled(schema, Math.Min(rows, BatchSize), batch))];
        var stores = new Stores(directory);
        return Best(
            () => Parallel.For(0, threads, thread => RawLeaves(rows / threads)),
            () => { foreach (BatchContent _ in BatchBuilder.BuildAll(batches, threads)) { } },
            () => stores.With(store => Registration.RunAsync(batches, "bench", Options(schema), store)));
    }

    /// <summary>
    /// Seconds of: the library with the platform's number reader, with its own, registering with the schema declared, and inferred.
    /// </summary>
    private static double[] Csv(string directory, string path)
    {
        Schema schema = new([.. Enumerable.Range(0, Columns).Select(i => new Column($"x{i}", ColumnType.Float64))]);
        var stores = new Stores(directory);
        return Best(
            () => ParserDoubles(path),
            () => ReaderDoubles(path),
            () => stores.With(store => Registration.RunAsync(new CsvSource(path), Options(schema), store)),
            () => stores.With(store => Registration.RunAsync(new CsvSource(path), Options(null), store)));
    }

    /// <summary>Seconds of the best of several rounds; the actions take turns, so that a busy moment hits all of them.</summary>
    private static double[] Best(params Action[] actions)
    {
        double[] best = [.. actions.Select(_ => double.MaxValue)];
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < actions.Length; i++)
            {
                var watch = Stopwatch.StartNew();
                actions[i]();
                best[i] = Math.Min(best[i], watch.Elapsed.TotalSeconds);
            }
        }
        return best;
    }

    private static RegistrationOptions Options(Schema? schema) => new()
    {
        Dataset = "bench",
        Schema = schema,
        Threads = Environment.ProcessorCount,
    };

    /// <summary>Every call gets a store of its own; emptying them is left to the folder, outside the timing.</summary>
    private sealed class Stores(string directory)
    {
        public void With(Func<IContentStore, Task> action)
        {
            using var store = new DirectoryContentStore(Path.Combine(directory, $"store-{Guid.NewGuid():n}"));
            action(store).GetAwaiter().GetResult(); // the timing is of one call on one thread
        }
    }

    private static void RawLeaves(int count)
    {
        byte[] leaf = new byte[65];
        byte[] hash = new byte[SHA256.HashSizeInBytes];
        for (int i = 0; i < count; i++)
        {
            leaf[1] = unchecked((byte)i);
            SHA256.HashData(leaf, hash);
        }
    }

    private static RecordBuffer Filled(Schema schema, int records, int seed)
    {
        var random = new Random(seed);
        var buffer = new RecordBuffer(schema, records);
        for (int i = 0; i < records; i++)
        {
            for (int column = 0; column < 7; column++)
            {
                buffer[column].Add(random.NextDouble());
            }
            buffer[7].AddMissing();
        }
        return buffer;
    }

    private static void WriteFile(string path, int records)
    {
        var random = new Random(1);
        using var writer = new StreamWriter(path);
        writer.WriteLine(string.Join(',', Enumerable.Range(0, Columns).Select(i => $"x{i}")));
        for (int i = 0; i < records; i++)
        {
            writer.WriteLine(
                string.Join(
                    ',', Enumerable.Range(0, Columns).Select(_ => random.NextDouble().ToString("R", CultureInfo.InvariantCulture))));
        }
    }

    private static void ParserDoubles(string path) =>
        SumDoubles(path, static (row, i) => double.Parse(row[i].Span, CultureInfo.InvariantCulture));

    private static void ReaderDoubles(string path) => SumDoubles(path, static (row, i) => row[i].Parse<double>());

    private static void SumDoubles(string path, Func<SepReader.Row, int, double> parse)
    {
        using SepReader reader = Sep.New(',').Reader(sep => sep with { CultureInfo = CultureInfo.InvariantCulture }).FromFile(path);
        double sum = 0;
        foreach (SepReader.Row row in reader)
        {
            for (int i = 0; i < Columns; i++)
            {
                sum += parse(row, i);
            }
        }
        GC.KeepAlive(sum);
    }
}
