using FsCheck;
using FsCheck.Fluent;

namespace Hallmark.Evidence.Tests;

/// <summary>Deterministic maps: one encoding for one value, every fault named, nothing passed over.</summary>
public sealed class CborMapTests
{
    [Fact]
    public void Fields_may_be_added_in_any_order() =>
        Assert.Equal(
            new CborMapWriter().Integer("a", 1).Integer("bb", 2).Integer("c", 3).ToBytes(),
            new CborMapWriter().Integer("c", 3).Integer("bb", 2).Integer("a", 1).ToBytes());

    [Fact]
    public void Keys_stand_in_the_order_of_their_encodings_also_beyond_ASCII()
    {
        // "é" takes two bytes and so comes after "z" and among the two-letter keys.
        byte[] bytes = new CborMapWriter().Integer("é", 1).Integer("z", 2).Integer("ab", 3).Integer("\ufffd", 4).Integer("😀", 5).ToBytes();
        Assert.Equal("a5617a02626162" + "0362c3a901" + "63efbfbd04" + "64f09f988005", Convert.ToHexStringLower(bytes));
        Assert.Equal(5, CborMap.Read(bytes, "map").Integer("😀"));
    }

    [Fact]
    public void The_same_field_twice_is_misuse() =>
        Assert.Throws<ArgumentException>(() => new CborMapWriter().Integer("a", 1).Integer("a", 1));

    [Theory]
    [InlineData("a2616101616102", "same key twice")]
    [InlineData("a2616201616102", "keys out of order")]
    [InlineData("a262616101616202", "keys out of order by length")]
    [InlineData("a161611801", "integer not shortest")]
    [InlineData("a16161190001", "integer not shortest, two bytes")]
    [InlineData("a1616138" + "01", "negative integer not shortest")]
    [InlineData("a178016101", "key length not shortest")]
    [InlineData("b8016161" + "01", "map length not shortest")]
    [InlineData("bf616101ff", "indefinite map")]
    [InlineData("a161619f01ff", "indefinite list inside")]
    [InlineData("a161615f4101ff", "indefinite bytes inside")]
    [InlineData("a10101", "integer key")]
    [InlineData("a16161", "no value")]
    [InlineData("a1616101" + "00", "trailing byte")]
    [InlineData("a1616101" + "a0", "trailing map")]
    [InlineData("8101", "a list")]
    [InlineData("c1a0", "a tag before")]
    [InlineData("", "nothing")]
    [InlineData("a161ff01", "key not UTF-8")]
    [InlineData("bb7fffffffffffffff", "huge map")]
    [InlineData("bbffffffffffffffff", "map beyond all numbers")]
    [InlineData("a161619b00000000ffffffff", "huge list inside")]
    [InlineData("a161615b7fffffffffffffff", "huge bytes inside")]
    public void What_is_not_one_deterministic_map_is_refused(string hex, string what) =>
        Assert.True(
            Assert.Throws<MalformedException>(() => CborMap.Read(Convert.FromHexString(hex), "thing")).Field == "thing", what);

    [Fact]
    public void More_than_64_fields_are_refused()
    {
        var writer = new CborMapWriter();
        for (int i = 0; i < 64; i++)
        {
            writer.Integer($"k{i:d2}", i);
        }
        Assert.Equal(63, CborMap.Read(writer.ToBytes(), "map").Integer("k63"));
        Assert.Contains(
            "65 fields", Refuse(() => CborMap.Read(writer.Integer("more", 1).ToBytes(), "map")).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_field_a_wrong_type_and_an_unknown_field_are_named()
    {
        static CborMap Map() => CborMap.Read(new CborMapWriter().Text("word", "x").Integer("n", -1).Bytes("raw", [1]).ToBytes(), "thing");
        Assert.Equal("thing.absent: is missing", Refuse(() => Map().Text("absent")).Message);
        Assert.Equal("thing.n: is not a text", Refuse(() => Map().Text("n")).Message);
        Assert.Equal("thing.word: is not an integer", Refuse(() => Map().Integer("word")).Message);
        Assert.Equal("thing.n: is -1, outside 0 to 9", Refuse(() => Map().Integer("n", 0, 9)).Message);
        Assert.Equal("thing.n: is not an unsigned integer", Refuse(() => Map().Unsigned("n")).Message);
        Assert.Equal("thing.word: is not true or false", Refuse(() => Map().Boolean("word")).Message);
        Assert.Equal("thing.word: is not a byte string", Refuse(() => Map().Bytes("word")).Message);
        Assert.Equal("thing.raw: has 1 bytes, a digest has 32", Refuse(() => Map().Digest("raw")).Message);
        Assert.Equal("thing.word: is not a deterministic CBOR map with text keys", Refuse(() => Map().Map("word")).Message);
        Assert.Equal("thing.word: is not a list of texts", Refuse(() => Map().Texts("word", 9)).Message);
        Assert.Equal("thing.n: is not a known field", Refuse(() => Map().End()).Message);
    }

    [Fact]
    public void A_field_is_taken_once_so_that_End_sees_what_is_left()
    {
        CborMap map = CborMap.Read(new CborMapWriter().Integer("a", 1).ToBytes(), "thing");
        Assert.True(map.Has("a"));
        Assert.Equal(1, map.Integer("a"));
        Assert.False(map.Has("a"));
        map.End();
    }

    [Fact]
    public void Limits_of_texts_bytes_and_lists_are_kept()
    {
        static CborMap Map() => CborMap.Read(
            new CborMapWriter().Text("word", "four").Bytes("raw", [1, 2]).Texts("words", ["a", "four"]).Integers("ns", [1, 2, 3]).ToBytes(),
            "thing");
        Assert.Equal("four", Map().Text("word", 4));
        Assert.Equal("thing.word: has 4 characters, more than 3", Refuse(() => Map().Text("word", 3)).Message);
        Assert.Equal("thing.raw: has 2 bytes, more than 1", Refuse(() => Map().Bytes("raw", 1)).Message);
        Assert.Equal("thing.words: has 4 characters, more than 3", Refuse(() => Map().Texts("words", 2, 3)).Message);
        Assert.Equal("thing.ns: has 3 items, more than 2", Refuse(() => Map().Integers("ns", 2)).Message);
    }

    [Fact]
    public void A_fault_inside_a_list_of_maps_is_named_with_its_place()
    {
        CborMap map = CborMap.Read(
            new CborMapWriter().Maps("items", [new CborMapWriter().Integer("n", 1), new CborMapWriter()]).ToBytes(), "thing");
        IReadOnlyList<CborMap> items = map.Maps("items", 2);
        Assert.Equal(1, items[0].Integer("n"));
        Assert.Equal("thing.items[1].n: is missing", Refuse(() => items[1].Integer("n")).Message);
    }

    [Fact]
    public void A_list_of_maps_with_something_else_in_it_is_refused() =>
        Assert.Equal("m.a[0]", Refuse(() => CborMap.Read(Convert.FromHexString("a161618101"), "m").Maps("a", 5)).Field);

    [Fact]
    public void A_long_unknown_key_is_shortened_in_the_message()
    {
        string key = new('k', 500);
        MalformedException e = Refuse(() => CborMap.Read(new CborMapWriter().Integer(key, 1).ToBytes(), "m").End());
        Assert.Equal("m." + key[..64] + "…", e.Field);
    }

    [Fact]
    public void Control_characters_of_an_unknown_key_do_not_reach_the_message()
    {
        MalformedException e = Refuse(() => CborMap.Read(new CborMapWriter().Integer("a\u001b[2J\nb", 1).ToBytes(), "m").End());
        Assert.DoesNotContain(e.Message, char.IsControl);
    }

    [Fact]
    public void Any_values_survive_the_wire() =>
        Prop.ForAll<(long Number, NonNull<string> Text), byte[], long[]>((scalars, raw, numbers) =>
        {
            (long number, NonNull<string> text) = scalars;
            // A lone surrogate has no UTF-8 and cannot be written at all.
            string word = string.Concat(text.Get.Where(c => !char.IsSurrogate(c)));
            byte[] bytes = new CborMapWriter().Integer("number", number).Text("text", word).Bytes("raw", raw ?? [])
                .Integers("numbers", numbers ?? []).ToBytes();
            CborMap map = CborMap.Read(bytes, "map");
            bool same = map.Integer("number", long.MinValue) == number && map.Text("text", int.MaxValue) == word
                && map.Bytes("raw").SequenceEqual(raw ?? []) && map.Integers("numbers", int.MaxValue).SequenceEqual(numbers ?? []);
            map.End();
            return same;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static MalformedException Refuse(Action read) => Assert.Throws<MalformedException>(read);
}
