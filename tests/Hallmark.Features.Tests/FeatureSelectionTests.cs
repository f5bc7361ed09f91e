using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using static Hallmark.Features.Tests.Records;

namespace Hallmark.Features.Tests;

public sealed class FeatureSelectionTests
{
    [Fact]
    public void A_declared_role_decides()
    {
        var schema = new Schema(
        [
            new Column("x", ColumnType.Float64), new Column("n", ColumnType.Int64) { Role = ColumnRole.Feature },
            .. Enum.GetValues<ColumnRole>().Except([ColumnRole.Feature])
                .Select(role => new Column($"{role}", ColumnType.Float64) { Role = role }),
            new Column("flag", ColumnType.Boolean), new Column("note", ColumnType.Text) { Role = ColumnRole.Feature },
        ]);
        Assert.Equal(["x", "n", "flag"], FeatureSelection.All(schema).Names);
        Assert.Throws<ArgumentException>(() => FeatureSelection.Without(schema, ["Weight"])); // is none already
    }

    [Fact]
    public void All_columns_of_numbers_but_the_label_are_features_in_schema_order()
    {
        var features = FeatureSelection.All(Plants);
        Assert.Equal(["id", "height", "wet", "count"], features.Names);
        Assert.Equal([0, 1, 2, 4], features.Columns);
        Assert.Empty(features.LeftOut);
        var labelled = new Schema([new Column("x", ColumnType.Int64), new Column("y", ColumnType.Int64)], "y", ["0", "1"]);
        Assert.Equal(["x"], FeatureSelection.All(labelled).Names);
    }

    [Fact]
    public void What_is_left_out_is_named_in_schema_order_and_must_be_there()
    {
        var features = FeatureSelection.Without(Plants, ["count", "id"]);
        Assert.Equal(["height", "wet"], features.Names);
        Assert.Equal(["id", "count"], features.LeftOut);
        Assert.Contains("'note'", Assert.Throws<ArgumentException>(() => FeatureSelection.Without(Plants, ["note"])).Message);
        Assert.Contains("'kind'", Assert.Throws<ArgumentException>(() => FeatureSelection.Without(Plants, ["kind"])).Message);
        Assert.Throws<ArgumentException>(() => FeatureSelection.Without(Plants, ["id", "height", "wet", "count"]));
    }

    [Fact]
    public void Columns_that_number_the_records_of_every_batch_are_left_out()
    {
        RecordBatch[] batches = [Batch(Buffer(12, 1)), Batch(Buffer(9, 500)), Batch(Buffer(3, -4))];
        Assert.Equal(["id"], FeatureSelection.WithoutRowNumbers(Plants, batches).LeftOut);
        Assert.Equal(["id"], FeatureSelection.WithoutRowNumbers(Plants, batches.Reverse()).LeftOut);
    }

    [Fact]
    public void A_gap_a_missing_number_or_another_order_in_any_batch_makes_it_a_feature()
    {
        RecordBatch numbered = Batch(Buffer(30, 1));
        Func<int, long?>[] others =
            [row => row < 15 ? row : row + 1, row => row == 7 ? null : row, row => -row, row => row == 29 ? 3 : row];
        foreach (Func<int, long?> id in others)
        {
            Assert.Empty(FeatureSelection.WithoutRowNumbers(Plants, [numbered, Batch(Buffer(30, 0, id: id))]).LeftOut);
        }
    }

    [Fact]
    public void Few_records_may_rise_by_chance()
    {
        Assert.Empty(FeatureSelection.WithoutRowNumbers(Plants, [Batch(Buffer(19, 1))]).LeftOut);
        Assert.Equal(["id"], FeatureSelection.WithoutRowNumbers(Plants, [Batch(Buffer(20, 1))]).LeftOut);
        RecordBatch[] pairs = [.. Enumerable.Range(0, 18).Select(i => Batch(Buffer(2, i * 10)))];
        Assert.Empty(FeatureSelection.WithoutRowNumbers(Plants, pairs).LeftOut); // a lone record rises always: steps count, not records
        Assert.Equal(["id"], FeatureSelection.WithoutRowNumbers(Plants, [.. pairs, Batch(Buffer(2, 5))]).LeftOut);
    }

    [Fact]
    public void Row_numbers_are_features_where_nothing_else_is()
    {
        var schema = new Schema([new Column("n", ColumnType.Int64), new Column("y", ColumnType.Text)], "y", ["a", "b"]);
        var records = new RecordBuffer(schema);
        for (int row = 0; row < 40; row++)
        {
            records[0].Add((long)row);
            records[1].Add(row % 2 == 0 ? "a" : "b");
        }
        Assert.Equal(["n"], FeatureSelection.WithoutRowNumbers(schema, [Batch(records)]).Names);
    }
}
