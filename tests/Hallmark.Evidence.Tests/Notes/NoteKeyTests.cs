using Hallmark.Evidence.Notes;

namespace Hallmark.Evidence.Tests.Notes;

public sealed class NoteKeyTests
{
    [Theory]
    [InlineData(PublishedNotes.GoKey, "PeterNeumann", NoteKeyType.Ed25519)]
    [InlineData(PublishedNotes.SpecKey, "example.com/foo", NoteKeyType.Ed25519)]
    [InlineData(PublishedNotes.RekorKey, "rekor.sigstore.dev", NoteKeyType.Ecdsa)]
    [InlineData(PublishedNotes.WitnessKey, "remora.n621.de", NoteKeyType.Cosignature)]
    [InlineData("TEST+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6", "TEST", NoteKeyType.Ed25519)]
    public void Published_keys_read_and_are_written_back(string text, string name, NoteKeyType type)
    {
        var key = NoteKey.Parse(text);
        Assert.Equal((name, type, text), (key.Name, key.Type, key.ToText()));
        Assert.Equal(key, NoteKey.Of(name, type, key.PublicKey));
    }

    [Fact]
    public void No_part_and_no_neighbour_of_a_key_reads()
    {
        const string good = PublishedNotes.GoKey;
        for (int start = 0; start < good.Length; start++)
        {
            for (int end = start; end <= good.Length; end++)
            {
                if (start > 0 || end < good.Length)
                {
                    Assert.Throws<MalformedException>(() => NoteKey.Parse(good[start..end]));
                }
            }
        }
        for (int i = 0; i < good.Length; i++)
        {
            Assert.Throws<MalformedException>(() => NoteKey.Parse($"{good[..i]}{(char)(good[i] + 1)}{good[(i + 1)..]}"));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a+b")]
    [InlineData("a\u00a0b")]
    [InlineData("a\u2028b")]
    [InlineData("a\nb")]
    [InlineData("a\u0001b")]
    public void Names_that_would_break_a_signature_line_are_refused(string name) =>
        Assert.Equal("note key name", Assert.Throws<MalformedException>(() => NoteKey.Of(name, NoteKeyType.Ed25519, new byte[32])).Field);

    [Fact]
    public void Keys_that_cannot_be_one_are_refused()
    {
        Assert.Throws<MalformedException>(() => NoteKey.Of("a", NoteKeyType.Ed25519, new byte[33]));
        Assert.Throws<MalformedException>(() => NoteKey.Of("a", NoteKeyType.Ecdsa, new byte[91]));
        Assert.Throws<MalformedException>(() => NoteKey.Of("a", (NoteKeyType)6, new byte[32]));
        NoteKey rekor = NoteKey.Parse(PublishedNotes.RekorKey);
        Assert.Throws<MalformedException>(() => NoteKey.Of("a", NoteKeyType.Ecdsa, [.. rekor.PublicKey, 0]));
    }

    [Fact]
    public void The_id_of_an_ECDSA_key_is_its_own_and_that_of_others_goes_with_name_and_type()
    {
        Assert.Equal(NoteKey.Of("a", Samples.Authority.PublicKey).Id, NoteKey.Of("b", Samples.Authority.PublicKey).Id);
        byte[] key = NoteKey.Parse(PublishedNotes.GoKey).PublicKey;
        uint[] ids = [NoteKey.Of("a", NoteKeyType.Ed25519, key).Id, NoteKey.Of("b", NoteKeyType.Ed25519, key).Id,
            NoteKey.Of("a", NoteKeyType.Cosignature, key).Id];
        Assert.Equal(3, ids.Distinct().Count());
    }
}
