using Hallmark.Data.Sources;
using Microsoft.Data.Sqlite;

namespace Hallmark.Sources.Tests.Databases;

/// <summary>What queries of databases give, exactly and in a stated order.</summary>
public sealed class DatabaseSourceTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Values_of_a_query_are_read_exactly_in_its_order()
    {
        string path = Make(
            "create table t (id integer primary key, x, y real, s text);"
            + "insert into t values (3, 9007199254740993, 0.1, '007'), (1, 2, 5.0, null), (2, null, 1e300, '')");
        IRecordSource source = Open(path, "select id, x, y, s from t order by id");
        Assert.Equal(["id:Int64", "x:Int64", "y:Float64", "s:Text"], SourceCells.Columns(source));
        Assert.Equal(["1|2|5|", "2||1E+300|", "3|9007199254740993|0.1|007"], SourceCells.Rows(source, 2));
        Assert.Equal("3|9007199254740993|0.1|007", SourceCells.Rows(Open(path, "select * from t order by id desc"))[0]);
        Assert.Equal(["query select * from t order by id"], Open(path, "select *\n from t\n order by id").Steps);
        Assert.StartsWith("query with SHA-256 ", Open(path, "select * from t order by id --" + new string('x', 5_000)).Steps.Single());
    }

    [Theory]
    [InlineData("select * from t", "has no ORDER BY of its own")]
    [InlineData("select * from (select * from t order by id)", "has no ORDER BY of its own")]
    [InlineData("select 'order by' from t", "has no ORDER BY of its own")]
    [InlineData("select * from t -- order by id", "has no ORDER BY of its own")]
    [InlineData("select * from t /* order by id", "has no ORDER BY of its own")]
    [InlineData("select \"order\" by from t", "has no ORDER BY of its own")]
    [InlineData("delete from t order by id", "does not begin with SELECT")]
    [InlineData("", "does not begin with SELECT")]
    [InlineData("select * from t order by id; drop table t", "is more than one statement")]
    [InlineData("select * from nowhere order by id", "no such table: nowhere")]
    [InlineData("select id as a, id as a from t order by id", "two columns have this name")]
    [InlineData("select x'00ff' as b from t order by id", "row 1, field 'b': holds bytes")]
    public void A_query_without_an_order_or_that_is_none_is_refused(string query, string reason) =>
        Assert.Contains(reason, SourceCells.Refusal(() => Open(Make("create table t (id); insert into t values (1)"), query)));

    [Theory]
    [InlineData("select * from t order by id;")]
    [InlineData("with x as (select * from t) select * from x Order\n By id limit 5")]
    [InlineData("select \"a;b\".id from t as \"a;b\" order by 1 -- ; drop")]
    public void Queries_with_an_order_are_taken(string query) =>
        Assert.Equal(["1"], SourceCells.Rows(Open(Make("create table t (id); insert into t values (1)"), query)));

    [Fact]
    public void Nothing_is_written_beside_a_database_in_WAL_mode_and_one_with_changes_in_its_log_is_refused()
    {
        string path = _folder.File("wal #1%.db");
        var options = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false };
        using (var writer = new SqliteConnection(options.ConnectionString))
        {
            writer.Open();
            using SqliteCommand command = writer.CreateCommand();
            command.CommandText = "pragma journal_mode = wal; create table t (id); insert into t values (1)";
            command.ExecuteNonQuery();
            Assert.Contains(
                "has changes in its -wal file", SourceCells.Refusal(() => Open(path, "select id from t order by id")));
        }
        string[] before = Directory.GetFiles(Path.GetDirectoryName(path)!);
        Assert.Equal(["1"], SourceCells.Rows(Open(path, "select id from t order by id")));
        Assert.Equal(before, Directory.GetFiles(Path.GetDirectoryName(path)!));
        Assert.False(File.Exists(path + "-wal"));
    }

    [Fact]
    public void What_is_no_database_and_a_database_without_a_query_are_refused()
    {
        File.WriteAllText(_folder.File("a.db"), new string('x', 5_000));
        Assert.Contains("file is not a database", SourceCells.Refusal(() => Open(_folder.File("a.db"), "select 1 as a order by 1")));
        Assert.Contains("does not exist", SourceCells.Refusal(() => Open(_folder.File("none.db"), "select 1 as a order by 1")));
        Assert.False(File.Exists(_folder.File("none.db")));
        Assert.Contains("is a database: a query says which records", SourceCells.Refusal(() => Open(_folder.File("a.db"), null)));
        var query = new SourceRoles { Query = "x" };
        Assert.Contains("is no database", SourceCells.Refusal(() => KnownSources.Open(_folder.File("a.db"), query)));
    }

    [Fact]
    public void A_damaged_database_is_refused_or_read_and_nothing_else()
    {
        byte[] good = File.ReadAllBytes(Make("create table t (id integer primary key, s); insert into t values (1, 'abc'), (2, 4.5)"));
        var random = new Random(9);
        for (int trial = 0; trial < 300; trial++)
        {
            byte[] bytes = [.. good];
            for (int change = 0; change < 8; change++)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }
            File.WriteAllBytes(_folder.File("damaged.db"), bytes);
            try
            {
                SourceCells.Rows(Open(_folder.File("damaged.db"), "select * from t order by id"));
            }
            catch (SourceException)
            {
                // said
            }
        }
    }

    private static IRecordSource Open(string path, string? query) => KnownSources.Open($"sqlite:{path}", new SourceRoles { Query = query });

    private string Make(string script)
    {
        string path = _folder.File("t.db");
        File.Delete(path);
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = script;
        command.ExecuteNonQuery();
        return path;
    }
}
