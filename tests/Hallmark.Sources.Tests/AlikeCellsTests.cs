using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Evidence;
using Microsoft.Data.Sqlite;
using ParquetSharp;
using Arrow = Apache.Arrow;

namespace Hallmark.Sources.Tests;

/// <summary>
/// In sources that say what their cells are, a number and the text spelled so are two cells: whatever the type of their column, they do
/// not have the same bytes.
/// </summary>
public sealed class AlikeCellsTests : IDisposable
{
    private static readonly ColumnType[] Types = [ColumnType.Text, ColumnType.Int64, ColumnType.Float64, ColumnType.Boolean];
    private static readonly object[] Values = [7L, 0L, 1L, 7.5, -0.25, 1e300, true, false];
    private readonly TemporaryDirectory _folder = new();
    private int _files;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("sqlite")]
    [InlineData("parquet")]
    [InlineData("arrow")]
    public void Two_cells_that_look_alike_do_not_share_bytes(string kind)
    {
        Dictionary<object, IRecordSource> cells = Values.Where(value => kind != "sqlite" || value is not bool)
            .SelectMany(value => (object[])[value, Spelled(value)]).ToDictionary(cell => cell, cell => Open(kind, cell));
        foreach (ColumnType type in Types)
        {
            var schema = new Schema([new Hallmark.Data.Records.Column("x", type)]);
            (object Cell, Digest Root)[] roots =
            [
                .. cells.Select(cell => (cell.Key, Root: RootOf(cell.Value, schema))).Where(cell => cell.Root is not null)
                    .Select(cell => (cell.Key, cell.Root!.Value)),
            ];
            Assert.True(roots.Length > 0 || (kind, type) == ("sqlite", ColumnType.Boolean)); // which SQLite has none of
            Assert.All(
                roots.GroupBy(cell => cell.Root),
                same => Assert.True(same.Select(cell => cell.Cell).Distinct().Count() == 1, $"{type}: {string.Join(", ", same)}"));
            Assert.All(roots, cell => Assert.True(cell.Cell is string == (type == ColumnType.Text), $"{cell.Cell} in {type}"));
        }
    }

    [Fact]
    public void A_column_of_a_database_that_mixes_numbers_and_texts_is_asked_about()
    {
        string path = Database("create table t (id integer primary key, size); insert into t values (1, 7), (2, 'large'), (3, null)");
        const string query = "select size from t order by id";
        Assert.Contains(
            "row 2, field 'size': 'large' is a text and '7' in 1 is a number",
            SourceCells.Refusal(() => KnownSources.Open("sqlite:" + path, new SourceRoles { Query = query })));
        var written = new SourceRoles { Query = query, AsWritten = ["size"] };
        Assert.Equal(["7", "large", ""], SourceCells.Rows(KnownSources.Open("sqlite:" + path, written)));
        string cast = "select cast(size as text) as size from t order by id";
        Assert.Equal(["7", "large", ""], SourceCells.Rows(KnownSources.Open("sqlite:" + path, new SourceRoles { Query = cast })));
    }

    private static string Spelled(object value) => value switch
    {
        bool truth => truth ? "true" : "false",
        double number => CellText.Of(number),
        _ => $"{value}",
    };

    private static Digest? RootOf(IRecordSource source, Schema schema)
    {
        try
        {
            return BatchBuilder.Build(source.Read(schema, 10).ToArray().Single()).Root;
        }
        catch (SourceException)
        {
            return null;
        }
    }

    private IRecordSource Open(string kind, object cell) => kind switch
    {
        "sqlite" => KnownSources.Open(
            "sqlite:" + Database("create table t (x)"),
            new SourceRoles { Query = $"select {(cell is string ? $"'{cell}'" : Spelled(cell))} as x order by 1" }),
        "parquet" => KnownSources.Open(Parquet(cell)),
        _ => KnownSources.Open(ArrowFile(cell)),
    };

    private string Database(string commands)
    {
        string path = _folder.File($"{_files++}.db");
        var file = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false };
        using var connection = new SqliteConnection(file.ConnectionString);
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // written above
        command.CommandText = commands;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
        return path;
    }

    private string Parquet(object cell)
    {
        string path = _folder.File($"{_files++}.parquet");
        switch (cell)
        {
            case long value:
                Write(new Column<long>("x"), value);
                break;
            case double value:
                Write(new Column<double>("x"), value);
                break;
            case bool value:
                Write(new Column<bool>("x"), value);
                break;
            default:
                Write(new Column<string>("x"), (string)cell);
                break;
        }
        return path;

        void Write<T>(ParquetSharp.Column column, T value)
        {
            using var file = new ParquetFileWriter(path, [column]);
            using (RowGroupWriter rows = file.AppendRowGroup())
            using (LogicalColumnWriter<T> writer = rows.NextColumn().LogicalWriter<T>())
            {
                writer.WriteBatch([value]);
            }
            file.Close();
        }
    }

    private string ArrowFile(object cell)
    {
        Arrow.IArrowArray array = cell switch
        {
            long value => new Arrow.Int64Array.Builder().Append(value).Build(),
            double value => new Arrow.DoubleArray.Builder().Append(value).Build(),
            bool value => new Arrow.BooleanArray.Builder().Append(value).Build(),
            _ => new Arrow.StringArray.Builder().Append((string)cell).Build(),
        };
        string path = _folder.File($"{_files++}.arrow");
        using Arrow.RecordBatch batch = new Arrow.RecordBatch.Builder().Append("x", false, array).Build();
        using FileStream file = File.Create(path);
        using var writer = new Arrow.Ipc.ArrowFileWriter(file, batch.Schema);
        writer.WriteRecordBatch(batch);
        writer.WriteEnd();
        return path;
    }
}
