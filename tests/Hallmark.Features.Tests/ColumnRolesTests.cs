using Hallmark.Data.Records;

namespace Hallmark.Features.Tests;

public sealed class ColumnRolesTests
{
    private static readonly Schema Table = new(
    [
        new Column("n", ColumnType.Int64), new Column("size", ColumnType.Float64), new Column("note", ColumnType.Text),
        new Column("key", ColumnType.Text), new Column("y", ColumnType.Text),
    ]);

    [Fact]
    public void Columns_have_their_roles_by_type_and_cells()
    {
        ColumnRoles roles = Read(50);
        Assert.Equal([1], roles.Features);
        Assert.Equal([2], roles.RunningTexts);
        Assert.Equal(["key"], roles.Unused);
        Assert.Equal(["n"], roles.RowNumbers);
        Assert.Equal([1, 2, 3], roles.Contents);
        Assert.Empty(roles.Declared);
    }

    [Fact]
    public void Declared_roles_win()
    {
        Column[] columns = [.. Table.Columns];
        columns[0] = columns[0] with { Role = ColumnRole.Feature };
        columns[1] = columns[1] with { Role = ColumnRole.Weight };
        columns[2] = columns[2] with { Role = ColumnRole.Ignored };
        columns[3] = columns[3] with { Role = ColumnRole.Feature };
        ColumnRoles roles = Read(50, schema: new Schema(columns));
        Assert.Equal([0], roles.Features); // though it only counts the records
        Assert.Equal([3], roles.RunningTexts); // though it holds one word a cell
        Assert.Empty(roles.Unused);
        Assert.Empty(roles.RowNumbers);
        Assert.Equal([0, 1, 3], roles.Contents);
        Assert.Equal([("size", ColumnRole.Weight), ("note", ColumnRole.Ignored)], roles.Declared);
    }

    [Fact]
    public void Row_numbers_that_are_known_are_not_looked_for()
    {
        Assert.Equal(["size"], Read(50, rowNumbers: ["size"]).RowNumbers);
        Assert.Equal([0], Read(50, rowNumbers: ["size"]).Features);
        Assert.Empty(Read(50, rowNumbers: []).RowNumbers);
    }

    [Fact]
    public void Row_numbers_of_a_file_that_has_nothing_else_are_what_it_has()
    {
        var schema = new Schema([new Column("n", ColumnType.Int64)]);
        var records = new RecordBuffer(schema);
        for (int row = 0; row < 60; row++)
        {
            records[0].Add((long)row);
        }
        var roles = new ColumnRoles(schema, [], null);
        roles.Read([records], TestContext.Current.CancellationToken);
        Assert.Equal([0], roles.Features);
        Assert.Empty(roles.RowNumbers);
    }

    // In buffers of seven, so that row numbers go on from one to the next.
    private static ColumnRoles Read(int rows, IReadOnlyList<string>? rowNumbers = null, Schema? schema = null)
    {
        var buffers = new List<RecordBuffer>();
        for (int row = 0; row < rows; row++)
        {
            if (row % 7 == 0)
            {
                buffers.Add(new RecordBuffer(schema ?? Table));
            }
            buffers[^1][0].Add(100L + row);
            buffers[^1][1].Add((double)(row * 3 % 11));
            buffers[^1][2].Add($"a note of row {row}");
            buffers[^1][3].Add($"k{row}");
            buffers[^1][4].Add("class");
        }
        var roles = new ColumnRoles(schema ?? Table, [4], rowNumbers);
        roles.Read(buffers, TestContext.Current.CancellationToken);
        return roles;
    }
}
