using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Learning;

namespace Hallmark.Features.Tests;

/// <summary>Features of all kinds: numbers, dates, texts, and what is missing.</summary>
public sealed class FeatureKindsTests
{
    private static readonly Schema Visits = new(
        [
            new Column("age", ColumnType.Float64), new Column("seen", ColumnType.Date), new Column("ward", ColumnType.Text)
            {
                Role = ColumnRole.Feature,
            },
            new Column("name", ColumnType.Text), new Column("at", ColumnType.Instant) { Role = ColumnRole.Time },
            new Column("kind", ColumnType.Text),
        ],
        "kind", ["a", "b"]);

    private static readonly Schema Notes = new(
        [new Column("note", ColumnType.Text), new Column("id", ColumnType.Text), new Column("kind", ColumnType.Text)], "kind", ["a", "b"]);

    [Fact]
    public void Dates_declared_texts_and_missing_cells_are_features_behind_the_numbers()
    {
        RecordBatch[] batches = [Visit(1, false), Visit(2, true)];
        var features = FeatureSelection.OfAllKinds(Visits, batches);
        Assert.Equal(["age"], features.Names);
        Assert.Equal([1], features.Moments);
        Assert.Equal(["seen"], features.IndicatorNames);
        Assert.Equal([2], features.Texts);
        Assert.Empty(features.LeftOut);
        Assert.Equal(3 + HashedText.Buckets, features.Width);
        Matrix encoded = FeatureEncoder.Plain(batches[1], features);
        Assert.Equal(features.Width, encoded.Columns);
        Assert.Equal([1.5f, 10_001f, 0f], encoded.Row(1)[..3].ToArray());
        Assert.Equal(float.NaN, encoded[0, 1]);
        Assert.Equal(1, encoded[0, 2]);
        float[] ward = new float[HashedText.Buckets];
        HashedText.Encode("ward 1", ward);
        Assert.Equal(ward, encoded.Row(1)[3..].ToArray());

        var again = FeatureSelection.OfKinds(Visits, features.LeftOut, features.IndicatorNames);
        Assert.Equal(encoded.Values, FeatureEncoder.Plain(batches[1], again).Values);
        Assert.Equal(["seen"], FeatureSelection.OfAllKinds(Visits, [.. batches.Reverse()]).IndicatorNames);
        Assert.Empty(FeatureSelection.OfAllKinds(Visits, batches[..1]).IndicatorNames);
    }

    [Fact]
    public void Running_text_is_learned_from_where_there_is_nothing_else_and_names_are_left_out()
    {
        RecordBatch batch = Note();
        var features = FeatureSelection.OfAllKinds(Notes, [batch]);
        Assert.Equal(["id"], features.LeftOut);
        Assert.Equal([0], features.Texts);
        Assert.Equal(HashedText.Buckets, features.Width);
        Assert.Equal([0], FeatureSelection.OfKinds(Notes, ["id"], []).Texts);
        Assert.Empty(FeatureKinds.PossibleTexts(Visits));
    }

    [Fact]
    public void Names_that_are_no_such_columns_are_refused()
    {
        Assert.Contains("'ward'", Assert.Throws<ArgumentException>(() => FeatureSelection.OfKinds(Visits, [], ["ward"])).Message);
        Assert.Contains("'at'", Assert.Throws<ArgumentException>(() => FeatureSelection.OfKinds(Visits, [], ["at"])).Message);
        Assert.Contains("'name'", Assert.Throws<ArgumentException>(() => FeatureSelection.OfKinds(Visits, ["name"], [])).Message);
        Assert.Contains("'age'", Assert.Throws<ArgumentException>(() => FeatureSelection.OfKinds(Visits, ["age"], ["age"])).Message);
    }

    [Fact]
    public void What_models_read_in_a_check_is_the_numbers_themselves_where_there_is_nothing_else()
    {
        var numbers = new Matrix(2, 1, [1, 2]);
        Assert.Same(numbers, ModelInputs.Of(numbers, null, []));
        Assert.Null(ModelInputs.Of(null, null, []));
        Matrix gaps = ModelInputs.Of(new Matrix(2, 1, [float.NaN, 2]), new Matrix(2, 1, [7, 8]), [])!;
        Assert.Equal([float.NaN, 7, 1, 2, 8, 0], gaps.Values.ToArray());
        Assert.Equal(HashedText.Buckets, ModelInputs.Of(null, null, [["a b", null]])!.Columns);
    }

    private static RecordBatch Visit(int seed, bool gap)
    {
        var records = new RecordBuffer(Visits);
        for (int row = 0; row < 4; row++)
        {
            records[0].Add(row + 0.5);
            if (gap && row == 0)
            {
                records[1].AddMissing();
            }
            else
            {
                records[1].AddMoment(10_000 + row);
            }
            records[2].Add($"Ward {row % 2}");
            records[3].Add($"visitor {seed} {row}");
            records[4].AddMoment(row);
            records[5].Add(row % 2 == 0 ? "a" : "b");
        }
        return Records.Batch(records);
    }

    private static RecordBatch Note()
    {
        var records = new RecordBuffer(Notes);
        for (int row = 0; row < 4; row++)
        {
            records[0].Add($"the patient said {row} times no");
            records[1].Add($"p-{row}");
            records[2].Add(row % 2 == 0 ? "a" : "b");
        }
        return Records.Batch(records);
    }
}
