using Hallmark.Features;
using Hallmark.Learning;
using Hallmark.Quality.Backdoors;
using Hallmark.Quality.Duplicates;

namespace Hallmark.Quality.Tests.Duplicates;

public sealed class NearDuplicateTests
{
    /// <summary>The oracle compares all pairs; rows are made so that many pairs lie close to the tolerance and to cell
    /// boundaries.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Rows_within_the_tolerance_are_found_exactly(ulong seed)
    {
        var random = new SeededRandom(seed, "test.rows");
        var features = new Matrix(400, 11);
        for (int r = 0; r < features.Rows; r++)
        {
            for (int c = 0; c < features.Columns; c++)
            {
                bool copies = r >= 100;
                features[r, c] = copies
                    ? features[r % 100, c] + (float)((random.NextDouble() - 0.5) * (r % 3 == 0 ? 1.6 : 2.4))
                    : (float)(random.NextInt(400) - 200);
            }
        }
        float[] tolerances = [.. Enumerable.Repeat(1f, 11)];
        var expected = new List<NearDuplicate>();
        for (int r = 1; r < features.Rows; r++)
        {
            for (int other = 0; other < r; other++)
            {
                if (Enumerable.Range(0, 11).All(c => Math.Abs((double)features[r, c] - features[other, c]) <= 1))
                {
                    expected.Add(new NearDuplicate(r, other));
                    break;
                }
            }
        }
        Assert.True(expected.Count > 50);
        Assert.Equal(expected, NearDuplicateRows.Find(features, tolerances));
    }

    [Fact]
    public void Missing_and_constant_columns_do_not_hide_copies()
    {
        var features = new Matrix(4, 3, [1, float.NaN, 5, 2, float.NaN, 5, 1, float.NaN, 5, 1, 0, 5]);
        Assert.Equal([new NearDuplicate(2, 0)], NearDuplicateRows.Find(features, NearDuplicateRows.Tolerances(features)));
        Assert.Empty(NearDuplicateRows.Find(new Matrix(0, 3), new float[3]));
        Assert.Throws<ArgumentException>(() => NearDuplicateRows.Find(features, [1, 1, float.NaN]));
    }

    [Fact]
    public void A_key_that_goes_on_does_not_hide_copies()
    {
        var random = new SeededRandom(3, "test.keys");
        var features = new Matrix(60, 3);
        for (int row = 0; row < 60; row++)
        {
            features[row, 0] = 1_000 + (row * 10);
            features[row, 1] = row >= 50 ? features[row - 50, 1] : (float)random.NextDouble();
            features[row, 2] = row >= 50 ? features[row - 50, 2] : (float)random.NextDouble();
        }
        Assert.Equal(Enumerable.Range(50, 10).Select(row => new NearDuplicate(row, row - 50)),
            NearDuplicateRows.Find(features, NearDuplicateRows.Tolerances(features)));
        features[1, 0] = features[0, 0]; // repeats: a number like others
        Assert.Empty(NearDuplicateRows.Find(features, NearDuplicateRows.Tolerances(features)));
    }

    [Fact]
    public void Texts_with_few_changes_are_found_and_others_are_not()
    {
        string original = string.Join(' ', Enumerable.Range(0, 60).Select(i => $"word{i * i % 97}"));
        string changed = original.Replace("word36", "term36", StringComparison.Ordinal).ToUpperInvariant() + "  ";
        string other = string.Join(' ', Enumerable.Range(0, 60).Select(i => $"noun{i * 3 % 89}"));
        Assert.True(NearDuplicateTexts.Similarity(original, changed) >= 0.8);
        Assert.Equal(
            [new NearDuplicate(2, 0), new NearDuplicate(5, 4)], NearDuplicateTexts.Find([original, other, changed, null, "", " "]));
    }

    [Fact]
    public void Copies_among_texts_of_one_frame_are_found_and_the_rest_of_the_record_has_a_say()
    {
        var random = new SeededRandom(6, "test.frame");
        string[] texts =
            [.. Enumerable.Range(0, 400).Select(_ => "dear customer, thank you very much for your order, it " + Word(random, 60))];
        string[] all = [.. texts, texts[300][..^2] + "zz", texts[399][..^2] + "zz"];
        Assert.Equal([new NearDuplicate(400, 300), new NearDuplicate(401, 399)], NearDuplicateTexts.Find(all));
        Assert.Equal([new NearDuplicate(401, 399)], NearDuplicateTexts.Find(all, alike: (record, other) => record != 400 || other != 300));
    }

    [Fact]
    public void Names_and_keys_are_no_running_text()
    {
        Assert.True(Holds("it was very good", null, "bad"));
        Assert.False(Holds("it was very good", "fair", "bad"));
        Assert.False(Holds("New York", "San  Francisco", "4f1c-22"));
        Assert.False(Holds(null, null));
        Assert.Equal("a b\nc", RunningText.Join([null, "a b", "c"]));
        Assert.Null(RunningText.Join([null, null]));

        static bool Holds(params string?[] cells)
        {
            var text = new RunningText();
            foreach (string? cell in cells)
            {
                text.Add(cell);
            }
            return text.Holds;
        }
    }

    private static string Word(SeededRandom random, int length) =>
        new([.. Enumerable.Range(0, length).Select(_ => (char)('a' + random.NextInt(26)))]);

    /// <summary>Pairs of a known similarity meet as often as the curve says.</summary>
    [Fact]
    public void Texts_meet_by_the_stated_curve()
    {
        var random = new SeededRandom(5, "test.texts");
        int met = 0;
        const int Pairs = 200;
        double expected = 0;
        for (int i = 0; i < Pairs; i++)
        {
            char[] a = [.. Enumerable.Range(0, 200).Select(_ => (char)('a' + random.NextInt(26)))];
            char[] b = [.. a];
            for (int j = 0; j < 20; j++)
            {
                b[random.NextInt(200)] = 'é';
            }
            double s = NearDuplicateTexts.Similarity(new string(a), new string(b));
            expected += 1 - Math.Pow(1 - Math.Pow(s, 4), 32);
            met += NearDuplicateTexts.Find([new string(a), new string(b)], threshold: 0.05).Length;
        }
        Assert.InRange(expected, 0.2 * Pairs, 0.9 * Pairs);
        Assert.InRange(met, expected - (0.12 * Pairs), expected + (0.12 * Pairs));
    }

    [Fact]
    public void Brighter_and_noisy_copies_of_pictures_are_found_and_other_pictures_are_not()
    {
        var random = new SeededRandom(9, "test.images");
        var shape = new ImageShape(24, 24);
        var features = new Matrix(60, shape.Size);
        for (int i = 0; i < 30; i++)
        {
            (double a, double b, double c) = (random.NextDouble(), random.NextDouble(), random.NextDouble());
            for (int f = 0; f < shape.Size; f++)
            {
                double x = f % 24 / 24.0;
                double y = f / 24 / 24.0;
                double wave = Math.Sin((9 * a * x) + (7 * b * y) + (6 * c)) + Math.Sin((5 * c * x * y) + (8 * b));
                features[i, f] = (float)Math.Round(128 + (60 * wave));
                features[30 + i, f] = features[i, f] + random.NextInt(3);
            }
        }
        NearDuplicate[] found = NearDuplicateImages.Find(features, shape);
        Assert.All(found, pair => Assert.Equal(pair.Record, pair.Of + 30));
        Assert.InRange(found.Length, 27, 30);
    }

    [Fact]
    public void Copies_under_two_labels_are_named()
    {
        NearDuplicate[] pairs = [new(1, 0), new(3, 2), new(4, 2)];
        Assert.Equal([new NearDuplicate(3, 2)], NearDuplicate.Conflicting(pairs, [0, 0, 1, 0, -1]));
    }
}
