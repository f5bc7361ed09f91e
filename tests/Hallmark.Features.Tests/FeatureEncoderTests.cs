using Hallmark.Data.Records;
using Hallmark.Learning;
using static Hallmark.Features.Tests.Records;

namespace Hallmark.Features.Tests;

public sealed class FeatureEncoderTests
{
    [Fact]
    public void Missing_cells_are_NaN_booleans_0_or_1_and_numbers_rounded_to_single_precision()
    {
        var selection = FeatureSelection.All(Plants);
        Matrix features = FeatureEncoder.Plain(Batch(Buffer(3, 7, height: row => row == 1 ? null : 0.1 + row)), selection);
        Assert.Equal([7, 0.1f, 1, 0], features.Row(0).ToArray());
        Assert.Equal([8, float.NaN, 0, 2], features.Row(1).ToArray());
        Assert.Equal((3, 4), (features.Rows, features.Columns));
    }

    [Fact]
    public void Both_encodings_are_the_same_bits_for_ordinary_numbers()
    {
        var random = new Random(2);
        RecordBuffer records = Buffer(500, 1, height: row => row % 9 == 0 ? null : (random.NextDouble() - 0.3) * 1000);
        Assert.Equal(Encode(FeatureEncoding.Plain, records, 500), Encode(FeatureEncoding.Ranged, records, 500));
    }

    [Fact]
    public void Ranged_keeps_differences_between_numbers_far_from_0_and_Plain_rounds_them_away()
    {
        RecordBuffer times = Buffer(64, 1, height: row => 1_700_000_000_000 + row);
        float[] plain = Encode(FeatureEncoding.Plain, times, 64);
        float[] ranged = Encode(FeatureEncoding.Ranged, times, 64);
        Assert.Single(Heights(plain).Distinct());
        Assert.Equal(64, Heights(ranged).Distinct().Count());

        static IEnumerable<float> Heights(float[] values) => values.Where((_, i) => i % 4 == 1);
    }

    [Fact]
    public void Pieces_and_scales_that_are_known_give_the_same_as_the_whole()
    {
        RecordBuffer whole = Buffer(200, 1, height: row => row == 0 ? null : 1e12 + row);
        var one = new FeatureEncoder([1], FeatureEncoding.Ranged);
        var expected = new Matrix(200, 1);
        one.Encode(column => whole[column], 200, expected, 0);

        var first = new FeatureEncoder([1], FeatureEncoding.Ranged);
        var again = new Matrix(200, 1);
        RecordBuffer head = Buffer(70, 1, height: row => row == 0 ? null : 1e12 + row);
        RecordBuffer tail = Buffer(130, 71, height: row => 1e12 + row + 70);
        first.Encode(column => head[column], 70, again, 0);
        first.Encode(column => tail[column], 130, again, 70);
        Assert.Equal(expected.Values.ToArray(), again.Values.ToArray());

        var known = new Matrix(130, 1);
        new FeatureEncoder([1], FeatureEncoding.Ranged, one.Scales).Encode(column => tail[column], 130, known, 0);
        Assert.Equal(expected.Values[70..].ToArray(), known.Values.ToArray());
    }

    [Theory]
    [InlineData("12.5", 12.5)]
    [InlineData(" NaN ", double.NaN)]
    [InlineData("na", double.NaN)]
    [InlineData("-Infinity", double.NegativeInfinity)]
    public void A_text_that_says_a_number_is_read(string text, double expected)
    {
        Assert.True(NumberCell.TryRead(text, out double value));
        Assert.Equal(expected, value);
        Assert.False(NumberCell.TryRead("n/x", out _));
    }

    [Fact]
    public void What_is_missing_stands_at_the_mean_of_what_is_there()
    {
        var features = new Matrix(4, 3, [1, float.NaN, 1e20f, 2, float.NaN, 3, float.PositiveInfinity, float.NaN, 5, 6, float.NaN, 7]);
        Matrix filled = MissingNumbers.Filled(features);
        Assert.Equal([1, 0, 5, 2, 0, 3, 3, 0, 5, 6, 0, 7], filled.Values.ToArray());
        Assert.Equal(1e20f, features[0, 2]); // what was given is not changed
        Assert.Same(filled, MissingNumbers.Filled(filled));
        MissingNumbers.Fill(features);
        Assert.Equal((1e20f, 3f), (features[0, 2], features[2, 0])); // a run takes every finite number as it is
        var known = new Matrix(1, 2, [float.NaN, 4]);
        MissingNumbers.Fill(known, [2.5, 9]);
        Assert.Equal([2.5f, 4], known.Values.ToArray());
    }

    private static float[] Encode(FeatureEncoding encoding, RecordBuffer records, int count)
    {
        var features = new Matrix(count, 4);
        new FeatureEncoder(FeatureSelection.All(Plants).Columns, encoding).Encode(column => records[column], count, features, 0);
        return features.Values.ToArray();
    }
}
