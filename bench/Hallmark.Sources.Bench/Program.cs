using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using DuckDB.NET.Data;
using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Sources;
using Microsoft.Data.Sqlite;
using nietras.SeparatedValues;
using ParquetSharp;

// Every kind of source beside its format's own fast readers, each in this one run: how long it takes until all cells are typed and in
// memory. The files are written by DuckDB, Arrow's library and SQLite, so that nobody reads what Hallmark wrote.
int rows = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 300_000;
int threads = Environment.ProcessorCount;
using var folder = new Scratch();
using var duck = new DuckDBConnection("DataSource=:memory:");
duck.Open();
Do($"""
    CREATE TABLE rows AS SELECT i AS id, {string.Join(", ", Enumerable.Range(0, 8).Select(c =>
        $"round(sin(i * {c + 1}.7) * 1000, 4) AS x{c}"))},
        'word-' || (i * 7919 % 1000) AS word, CASE WHEN i % 3 = 0 THEN 'yes' ELSE 'no' END AS kind
    FROM range({rows}) AS r(i)
    """);
string csv = Written("rows.csv", "HEADER, DELIMITER ','"), zipped = Written("rows.csv.gz", "HEADER, COMPRESSION gzip");
string json = Written("rows.jsonl", "FORMAT json"), parquet = Written("rows.parquet", "FORMAT parquet, COMPRESSION zstd");
string arrow = folder.File("rows.arrow"), sqlite = folder.File("rows.db");
WriteArrow(arrow);
WriteSqlite(sqlite);

var figures = new List<object>();
Beside("CSV", csv, null, ("DuckDB", () => Load("read_csv", csv)), ("Sep, all cells parsed", () => ReadBySep(csv)));
Beside("CSV, gzip", zipped, null, ("DuckDB", () => Load("read_csv", zipped)));
Beside("JSON Lines", json, null, ("DuckDB", () => Load("read_json", json)), ("Utf8JsonReader, tokens only", () => ReadByJsonReader(json)));
Beside(
    "Parquet", parquet, null,
    ("DuckDB", () => Load("read_parquet", parquet)), ("ParquetSharp, columns", () => ReadByParquetSharp(parquet)));
Beside("Arrow", arrow, null, ("Apache.Arrow, columns", () => ReadByArrow(arrow)));
Beside("SQLite", "sqlite:" + sqlite, "SELECT * FROM rows ORDER BY id", ("Microsoft.Data.Sqlite", () => ReadBySqlite(sqlite)));
var indented = new JsonSerializerOptions { WriteIndented = true };
Console.WriteLine(JsonSerializer.Serialize(new { rows, columns = 11, threads, figures }, indented));

void Beside(string format, string path, string? query, params (string Name, Action Read)[] others)
{
    IRecordSource Open() => KnownSources.Open(path, new SourceRoles("kind") { Query = query });
    Hallmark.Data.Records.Schema schema = SchemaInference.Infer(Open(), "kind", threads, null, default).Schema;
    double inferred = Best(() => SchemaInference.Infer(Open(), "kind", threads, null, default));
    double ours = Best(() => Require(Open().Read(schema, 10_000, threads).Sum(batch => batch.Count), "Hallmark"));
    figures.Add(new
    {
        format,
        seconds = Math.Round(ours, 3),
        finding = Math.Round(inferred, 3),
        others = others.Select(other => Other(other.Name, Best(other.Read), ours)).ToArray(),
    });
}

static object Other(string name, double seconds, double ours) =>
    new { name, seconds = Math.Round(seconds, 3), ratio = Math.Round(seconds / ours, 2) };

void Require(long read, string who)
{
    if (read != rows)
    {
        throw new InvalidOperationException($"{who} read {read} rows of {rows}");
    }
}

static double Best(Action read)
{
    var times = new List<double>();
    for (int round = 0; round < 5; round++)
    {
        var watch = Stopwatch.StartNew();
        read();
        times.Add(watch.Elapsed.TotalSeconds);
    }
    return times.Min();
}

void Do(string sql)
{
    using DuckDBCommand command = duck.CreateCommand();
    command.CommandText = sql;
    command.ExecuteNonQuery();
}

string Written(string name, string how)
{
    string path = folder.File(name);
    Do($"COPY rows TO '{path}' ({how})");
    return path;
}

void Load(string reader, string path) => Do($"CREATE OR REPLACE TEMP TABLE loaded AS SELECT * FROM {reader}('{path}')");

void WriteArrow(string path)
{
    using DuckDBCommand command = duck.CreateCommand();
    command.CommandText = "SELECT * FROM rows";
    using DuckDBDataReader reader = command.ExecuteReader();
    var ids = new Int64Array.Builder();
    DoubleArray.Builder[] numbers = [.. Enumerable.Range(0, 8).Select(_ => new DoubleArray.Builder())];
    (StringArray.Builder words, StringArray.Builder kinds) = (new(), new());
    while (reader.Read())
    {
        ids.Append(reader.GetInt64(0));
        for (int i = 0; i < 8; i++)
        {
            numbers[i].Append(reader.GetDouble(i + 1));
        }
        words.Append(reader.GetString(9));
        kinds.Append(reader.GetString(10));
    }
    Apache.Arrow.RecordBatch.Builder columns = new Apache.Arrow.RecordBatch.Builder().Append("id", false, ids.Build());
    for (int i = 0; i < 8; i++)
    {
        columns.Append($"x{i}", false, numbers[i].Build());
    }
    Apache.Arrow.RecordBatch batch = columns.Append("word", false, words.Build()).Append("kind", false, kinds.Build()).Build();
    using FileStream file = File.Create(path);
    using var writer = new ArrowFileWriter(file, batch.Schema);
    writer.WriteRecordBatch(batch);
    writer.WriteEnd();
}

void WriteSqlite(string path)
{
    using var database = new SqliteConnection($"Data Source={path};Pooling=False");
    database.Open();
    using SqliteCommand make = database.CreateCommand();
    string numbers = string.Join(", ", Enumerable.Range(0, 8).Select(c => $"x{c} REAL"));
    make.CommandText = $"CREATE TABLE rows(id INTEGER PRIMARY KEY, {numbers}, word TEXT, kind TEXT)";
    make.ExecuteNonQuery();
    using SqliteTransaction all = database.BeginTransaction();
    using SqliteCommand insert = database.CreateCommand();
    insert.CommandText = $"INSERT INTO rows VALUES ({string.Join(", ", Enumerable.Range(0, 11).Select(i => $"$p{i}"))})";
    for (int i = 0; i < 11; i++)
    {
        insert.Parameters.Add(new SqliteParameter($"$p{i}", null));
    }
    using DuckDBCommand command = duck.CreateCommand();
    command.CommandText = "SELECT * FROM rows";
    using DuckDBDataReader reader = command.ExecuteReader();
    while (reader.Read())
    {
        for (int i = 0; i < 11; i++)
        {
            insert.Parameters[i].Value = reader.GetValue(i);
        }
        insert.ExecuteNonQuery();
    }
    all.Commit();
}

void ReadBySep(string path)
{
    using SepReader reader = Sep.Reader().FromFile(path);
    long count = 0;
    double sum = 0;
    foreach (SepReader.Row row in reader)
    {
        sum += row[0].Parse<long>();
        for (int i = 1; i <= 8; i++)
        {
            sum += row[i].Parse<double>();
        }
        sum += row[9].ToString().Length + row[10].ToString().Length;
        count++;
    }
    Require(count, "Sep");
    GC.KeepAlive(sum);
}

void ReadByJsonReader(string path)
{
    long count = 0;
    foreach (string line in File.ReadLines(path))
    {
        var reader = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(line));
        while (reader.Read())
        {
        }
        count++;
    }
    Require(count, "Utf8JsonReader");
}

void ReadByParquetSharp(string path)
{
    using var file = new ParquetFileReader(path);
    long count = 0;
    for (int group = 0; group < file.FileMetaData.NumRowGroups; group++)
    {
        using RowGroupReader reader = file.RowGroup(group);
        int size = checked((int)reader.MetaData.NumRows);
        for (int column = 0; column < file.FileMetaData.NumColumns; column++)
        {
            using LogicalColumnReader logical = reader.Column(column).LogicalReader();
            _ = logical switch
            {
                LogicalColumnReader<double?> doubles => doubles.ReadAll(size).Length,
                LogicalColumnReader<long?> integers => integers.ReadAll(size).Length,
                LogicalColumnReader<string> texts => texts.ReadAll(size).Length,
                _ => throw new InvalidOperationException($"column {column} is of another kind"),
            };
        }
        count += size;
    }
    Require(count, "ParquetSharp");
}

void ReadByArrow(string path)
{
    using FileStream file = File.OpenRead(path);
    using var reader = new ArrowFileReader(file);
    long count = 0;
    double sum = 0;
    while (reader.ReadNextRecordBatch() is { } batch)
    {
        using (batch)
        {
            count += batch.Length;
            for (int column = 1; column <= 8; column++)
            {
                foreach (double value in ((DoubleArray)batch.Column(column)).Values)
                {
                    sum += value;
                }
            }
            for (int row = 0; row < batch.Length; row++)
            {
                sum += ((StringArray)batch.Column(9)).GetString(row).Length + ((StringArray)batch.Column(10)).GetString(row).Length;
            }
        }
    }
    Require(count, "Apache.Arrow");
    GC.KeepAlive(sum);
}

void ReadBySqlite(string path)
{
    using var database = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
    database.Open();
    using SqliteCommand command = database.CreateCommand();
    command.CommandText = "SELECT * FROM rows ORDER BY id";
    using SqliteDataReader reader = command.ExecuteReader();
    long count = 0;
    double sum = 0;
    while (reader.Read())
    {
        sum += reader.GetInt64(0);
        for (int i = 1; i <= 8; i++)
        {
            sum += reader.GetDouble(i);
        }
        sum += reader.GetString(9).Length + reader.GetString(10).Length;
        count++;
    }
    Require(count, "Microsoft.Data.Sqlite");
    GC.KeepAlive(sum);
}

/// <summary>A folder that goes with the program.</summary>
internal sealed class Scratch : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("hallmark-sources-").FullName;

    public string File(string name) => Path.Combine(_path, name);

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
