using Hallmark.Data.Sources;
using Npgsql;

namespace Hallmark.Sources.Tests.Databases;

/// <summary>Queries of a real server of PostgreSQL.</summary>
public sealed class PostgresTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    [Fact]
    public void Values_of_a_query_are_read_exactly_whatever_their_types()
    {
        Make("""
            drop table if exists t; drop type if exists mood;
            create type mood as enum ('sad', 'ok');
            create table t (id bigint primary key, i smallint, f real, d double precision, n numeric, p numeric(12, 2), b boolean,
                s varchar(20), day date, at timestamptz, local timestamp(3), u uuid, j jsonb, m mood);
            insert into t values
                (9223372036854775807, 1, 0.1, 0.1, 12345678901234567890.123456789, 1.50, true, '007', '2024-02-29',
                    '2024-02-29 01:02:03.5+01', '2024-02-29 01:02:03.25', '00000000-0000-0000-0000-00000000000a', '{"a": 1}', 'ok'),
                (1, null, 'NaN', 'Infinity', 'NaN', null, false, '', null, null, null, null, null, null);
            """);
        IRecordSource source = Open("select * from t order by id desc");
        Assert.Equal(
            [
                "id:Int64", "i:Int64", "f:Float64", "d:Float64", "n:Text", "p:Float64", "b:Boolean", "s:Text", "day:Date", "at:Instant",
                "local:DateTime", "u:Text", "j:Text", "m:Text",
            ],
            SourceCells.Columns(source));
        Assert.Equal(
            [
                "9223372036854775807|1|0.10000000149011612|0.1|12345678901234567890.123456789|1.5|true|007|2024-02-29|"
                    + """2024-02-29T00:02:03.5Z|2024-02-29T01:02:03.25|00000000-0000-0000-0000-00000000000a|{"a": 1}|ok""",
                "1|||Infinity|||false|||||||",
            ],
            SourceCells.Rows(source));
        Assert.Equal($"postgresql://127.0.0.1:{server.Port}/postgres", source.Name);
    }

    [Fact]
    public void Many_records_come_in_pieces_and_in_order()
    {
        IRecordSource source = Open("select g as id, g * 0.5 as half from generate_series(1, 20000) g order by g");
        string[] rows = SourceCells.Rows(source, 3_000, threads: 3);
        Assert.Equal(20_000, rows.Length);
        Assert.Equal("20000|10000", rows[^1]);
    }

    [Theory]
    [InlineData("select * from nowhere order by 1", "relation \"nowhere\" does not exist")]
    [InlineData("with x as (delete from pg_class returning 1 as a) select a from x order by 1", "read-only transaction")]
    [InlineData("select array[1, 2] as a order by 1", "field 'a': holds arrays")]
    [InlineData("select '\\x00'::bytea as a order by 1", "field 'a': holds bytes")]
    [InlineData("select repeat('x', 2000000) as a order by 1", "row 1, field 'a': has more than 1048576 characters")]
    [InlineData("select 1 / (3 - g) as a from generate_series(1, 5) g order by g", "division by zero")]
    public void What_the_server_refuses_or_no_cell_can_be_is_said(string query, string reason) =>
        Assert.Contains(reason, SourceCells.Refusal(() => Open(query)));

    [Fact]
    public void A_server_that_does_not_answer_or_let_in_is_named_without_the_password()
    {
        string address = server.RequireAddress();
        string[] wrongs = [address.Replace("anna:s", "anna:WRONG", StringComparison.Ordinal), "postgresql://anna:WRONG@127.0.0.1:1/x"];
        var query = new SourceRoles { Query = "select 1 as a order by 1" };
        foreach (string wrong in wrongs)
        {
            string message = SourceCells.Refusal(() => KnownSources.Open(wrong, query));
            Assert.Contains("postgresql://127.0.0.1:", message);
            Assert.DoesNotContain("WRONG", message);
        }
        Assert.Contains(
            "is no address of a database", SourceCells.Refusal(() => KnownSources.Open("postgresql://h/x?nonsense=1", query)));
    }

    private IRecordSource Open(string query) => KnownSources.Open(server.RequireAddress(), new SourceRoles { Query = query });

    private void Make(string script)
    {
        var uri = new Uri(server.RequireAddress());
        using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host,
            Port = uri.Port,
            Username = "anna",
            Password = "s p@ss:wörd",
            Database = "postgres",
            Pooling = false,
        }.ConnectionString);
        connection.Open();
        using var command = new NpgsqlCommand(script, connection);
        command.ExecuteNonQuery();
    }
}
