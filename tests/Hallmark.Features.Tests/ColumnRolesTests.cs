using Hallmark.Data.Records;

namespace Hallmark.Features.Tests;

public sealed class ColumnRolesTests
{
    private static readonly Schema Table = new(
    [
        new Column("n", ColumnType.Int64), new Column("size", ColumnType.Text), new Column("note", ColumnType.Text),
        new Column("key", ColumnType.Text), new Column("y", ColumnType.Text),
    ]);

    [Fact]
    public void Columns_have_their_roles_by_all_their_cells()
    {
        ColumnRoles roles = Read(50, slipAt: 30);
        Assert.Equal([1], roles.Features);
        Assert.Equal([2], roles.RunningTexts);
        Assert.Equal(["key"], roles.Unused);
        Assert.Equal(["n"], roles.RowNumbers);
        Assert.Equal([1, 2, 3], roles.Contents);
        Assert.Equal([new UnreadableCells("size", 1, 30, "big")], roles.Unreadable);
    }

    [Fact]
    public void Too_many_cells_that_are_no_number_make_a_column_of_names()
    {
        Assert.Equal(["size", "key"], Read(20, slipAt: 3).Unused); // 19 numbers for one slip
        Assert.Equal(["key"], Read(21, slipAt: 3).Unused);
    }

    [Fact]
    public void Row_numbers_that_are_known_are_not_looked_for()
    {
        Assert.Equal(["size"], Read(50, slipAt: -1, rowNumbers: ["size"]).RowNumbers);
        Assert.Equal([0], Read(50, slipAt: -1, rowNumbers: ["size"]).Features);
        Assert.Empty(Read(50, slipAt: -1, rowNumbers: []).RowNumbers);
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
    private static ColumnRoles Read(int rows, int slipAt, IReadOnlyList<string>? rowNumbers = null)
    {
        var buffers = new List<RecordBuffer>();
        for (int row = 0; row < rows; row++)
        {
            if (row % 7 == 0)
            {
                buffers.Add(new RecordBuffer(Table));
            }
            buffers[^1][0].Add(100L + row);
            buffers[^1][1].Add(row == slipAt ? "big" : $"{row * 3 % 11}");
            buffers[^1][2].Add($"a note of row {row}");
            buffers[^1][3].Add($"k{row}");
            buffers[^1][4].Add("class");
        }
        var roles = new ColumnRoles(Table, [4], rowNumbers);
        roles.Read(buffers, TestContext.Current.CancellationToken);
        return roles;
    }
}
