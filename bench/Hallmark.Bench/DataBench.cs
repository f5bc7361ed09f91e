using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using CsvHelper;
using CsvHelper.Configuration;
using Hallmark.Data;

namespace Hallmark.Bench;

/// <summary>Registration against its yardsticks: raw leaf hashing for typed records, the CSV library alone for files.</summary>
internal static class DataBench
{
    private const int Columns = 10;
    private const int Rounds = 3;

    /// <summary>Records of 64 bytes (seven numbers and a missing one) against as many platform hashes of 65 bytes on as many threads.</summary>
    public static void TypedRecords(int records)
    {
        int threads = Environment.ProcessorCount;
        var schema = new Schema([.. Enumerable.Range(0, 8).Select(i => new Column($"x{i}", ColumnType.Float64))]);
        RecordBuffer[] batches = [.. Enumerable.Range(0, records / 10_000).Select(batch => Filled(schema, 10_000, batch))];
        double raw = Best(() => Parallel.For(0, threads, thread => RawLeaves(records / threads)));
        double built = Best(() => { foreach (BatchContent _ in BatchBuilder.BuildAll(batches, threads)) { } });
        double stored = Best(() => WithStore(store => Registration.Run(batches, "bench", Options(schema, threads), store)));
        Console.WriteLine($"typed records: {records} records of 64 bytes, {threads} threads");
        Console.WriteLine($"  raw leaf hashing (yardstick)  {records / raw / 1e6,6:F2} M/s");
        Report("building batches", records / 1e6 / built, "M/s", raw / built);
        Report("registering into a store", records / 1e6 / stored, "M/s", raw / stored);
    }

    public static void Csv(int records)
    {
        string path = Path.Combine(Path.GetTempPath(), $"hallmark-bench-{Environment.ProcessId}.csv");
        try
        {
            WriteFile(path, records);
            Schema schema = new([.. Enumerable.Range(0, Columns).Select(i => new Column($"x{i}", ColumnType.Float64))]);
            double bytes = new FileInfo(path).Length;
            double parser = Best(() => ParserDoubles(path));
            double fields = Best(() => ReaderDoubles(path));
            double declared = Best(() => WithStore(store => Registration.Run(new CsvSource(path), Options(schema, Environment.ProcessorCount), store)));
            double inferred = Best(() => WithStore(store => Registration.Run(new CsvSource(path), Options(null, Environment.ProcessorCount), store)));
            Console.WriteLine($"CSV: {records} rows of {Columns} columns, {bytes / 1e6:F0} MB, {Environment.ProcessorCount} threads");
            Console.WriteLine($"  CSV library, reader to doubles (yardstick)  {bytes / 1e6 / fields,6:F1} MB/s");
            Console.WriteLine($"  CSV library, parser to doubles (yardstick)  {bytes / 1e6 / parser,6:F1} MB/s");
            Report("registering, schema declared, to reader", bytes / 1e6 / declared, "MB/s", fields / declared);
            Report("registering, schema declared, to parser", bytes / 1e6 / declared, "MB/s", parser / declared);
            Report("registering, schema inferred, to reader", bytes / 1e6 / inferred, "MB/s", fields / inferred);
            Report("registering, schema inferred, to parser", bytes / 1e6 / inferred, "MB/s", parser / inferred);
            using Process self = Process.GetCurrentProcess();
            Console.WriteLine($"  peak resident memory {self.PeakWorkingSet64 / 1e6:F0} MB");
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void Report(string what, double rate, string unit, double share) =>
        Console.WriteLine($"  {what,-42}  {rate,6:F2} {unit}  {100 * share,4:F0} % of its yardstick");

    private static double Best(Action action)
    {
        double best = double.MaxValue;
        for (int i = 0; i < Rounds; i++)
        {
            var watch = Stopwatch.StartNew();
            action();
            best = Math.Min(best, watch.Elapsed.TotalSeconds);
        }
        return best;
    }

    private static RegistrationOptions Options(Schema? schema, int threads) => new() { Dataset = "bench", Schema = schema, Threads = threads };

    private static void WithStore(Action<IContentStore> action)
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("hallmark-bench");
        try
        {
            action(new DirectoryContentStore(directory.FullName));
        }
        finally
        {
            directory.Delete(recursive: true);
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
            writer.WriteLine(string.Join(',', Enumerable.Range(0, Columns).Select(_ => random.NextDouble().ToString("R", CultureInfo.InvariantCulture))));
        }
    }

    private static void ParserDoubles(string path)
    {
        using var parser = new CsvParser(new StreamReader(path), new CsvConfiguration(CultureInfo.InvariantCulture));
        parser.Read();
        double sum = 0;
        while (parser.Read())
        {
            for (int i = 0; i < Columns; i++)
            {
                sum += double.Parse(parser[i], CultureInfo.InvariantCulture);
            }
        }
        GC.KeepAlive(sum);
    }

    private static void ReaderDoubles(string path)
    {
        using var reader = new CsvReader(new StreamReader(path), CultureInfo.InvariantCulture);
        reader.Read();
        reader.ReadHeader();
        double sum = 0;
        while (reader.Read())
        {
            for (int i = 0; i < Columns; i++)
            {
                sum += reader.GetField<double>(i);
            }
        }
        GC.KeepAlive(sum);
    }
}
