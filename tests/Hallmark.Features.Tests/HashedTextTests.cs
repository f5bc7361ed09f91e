namespace Hallmark.Features.Tests;

/// <summary>Texts as numbers.</summary>
public sealed class HashedTextTests
{
    [Theory]
    [InlineData("red")]
    [InlineData("rouge-violet")]
    [InlineData("Ärzte 12")]
    [InlineData("***")]
    public void A_text_has_length_1_and_is_always_the_same(string text)
    {
        float[] places = Encode(text);
        Assert.InRange(places.Sum(place => place * place), 0.9999f, 1.0001f);
        Assert.Equal(places, Encode(text));
    }

    [Fact]
    public void A_category_of_one_word_is_one_place_of_its_own()
    {
        string[] names = [.. Enumerable.Range(0, 12).Select(i => $"k{i}")];
        int[] places = [.. names.Select(name => Array.FindIndex(Encode(name), place => place != 0))];
        Assert.All(names, name => Assert.Equal(1, Math.Abs(Encode(name).Single(place => place != 0))));
        Assert.InRange(places.Distinct().Count(), 11, 12);
    }

    [Fact]
    public void Missing_and_empty_texts_are_0_throughout()
    {
        Assert.All(Encode(null), place => Assert.Equal(0, place));
        Assert.All(Encode(""), place => Assert.Equal(0, place));
    }

    [Fact]
    public void Case_and_what_parts_words_do_not_matter_and_their_order_does()
    {
        Assert.Equal(Encode("the red house"), Encode("The  RED,house!"));
        Assert.NotEqual(Encode("the red house"), Encode("house the red"));
        Assert.NotEqual(Encode("a b"), Encode("ab"));
    }

    /// <summary>Worked out again the long way: words and pairs as texts, hashed one by one.</summary>
    [Fact]
    public void Words_and_pairs_are_hashed_as_documented()
    {
        var random = new Random(1);
        for (int i = 0; i < 2_000; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => "abcXYZ019 .,-éß漢\U0001F600"[random.Next(18)]));
            Assert.Equal(Plainly(text), Encode(text));
        }
    }

    [Fact]
    public void The_places_are_frozen()
    {
        float[] places = Encode("The quick brown fox");
        IEnumerable<string> named = places.Index().Where(item => item.Item != 0).Select(item => $"{item.Index}:{Math.Sign(item.Item)}");
        Assert.Equal("54:1 100:1 103:-1 135:1 182:-1 249:1 251:1", string.Join(' ', named));
    }

    private static float[] Encode(string? text)
    {
        float[] places = new float[HashedText.Buckets];
        HashedText.Encode(text, places);
        return places;
    }

    private static float[] Plainly(string text)
    {
        string[] words = [.. new string([.. text.Select(c => char.IsAscii(c) && !char.IsAsciiLetterOrDigit(c) ? ' ' : char.IsAscii(c)
            ? char.ToLowerInvariant(c) : c)]).Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        string[] tokens = words.Length == 0 ? [text] : [.. words, .. words.Zip(words.Skip(1), (one, next) => $"{one} {next}")];
        float[] places = new float[HashedText.Buckets];
        foreach (string token in tokens)
        {
            ulong hash = 0xCBF29CE484222325;
            foreach (byte unit in token.SelectMany(c => (byte[])[(byte)(c & 0xFF), (byte)(c >> 8)]))
            {
                hash = unchecked((hash ^ unit) * 0x100000001B3);
            }
            hash = unchecked((hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCD);
            hash = unchecked((hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53);
            hash ^= hash >> 33;
            places[hash % HashedText.Buckets] += hash >> 63 == 1 ? -1 : 1;
        }
        double length = Math.Sqrt(places.Sum(place => (double)place * place));
        return [.. places.Select(place => length > 0 ? (float)(place / length) : place)];
    }
}
