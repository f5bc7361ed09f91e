using Hallmark.Evidence.Tiles;

namespace Hallmark.Evidence.Tests.Tiles;

public sealed class EntryBundleTests
{
    [Fact]
    public void A_bundle_has_each_entry_behind_its_big_endian_length()
    {
        byte[] bundle = EntryBundle.Encode([new byte[] { 1, 2 }, Array.Empty<byte>(), new byte[258]]);
        Assert.Equal([0, 2, 1, 2, 0, 0, 1, 2, .. new byte[258]], bundle);
    }

    [Fact]
    public void Any_entries_read_back()
    {
        var random = new Random(65535);
        for (int width = 1; width <= 256; width += 15)
        {
            ReadOnlyMemory<byte>[] entries = [.. Enumerable.Range(0, width).Select(_ =>
            {
                byte[] entry = new byte[random.Next(300)];
                random.NextBytes(entry);
                return (ReadOnlyMemory<byte>)entry;
            })];
            IReadOnlyList<ReadOnlyMemory<byte>> back = EntryBundle.Read(EntryBundle.Encode(entries), width);
            Assert.Equal(entries.Select(entry => Convert.ToHexString(entry.Span)), back.Select(entry => Convert.ToHexString(entry.Span)));
        }
    }

    [Fact]
    public void The_largest_bundle_reads_back()
    {
        ReadOnlyMemory<byte>[] entries = [.. Enumerable.Repeat((ReadOnlyMemory<byte>)new byte[ushort.MaxValue], 256)];
        byte[] bundle = EntryBundle.Encode(entries);
        Assert.Equal(EntryBundle.MaxBytes, bundle.Length);
        Assert.Equal(256, EntryBundle.Read(bundle, 256).Count);
    }

    [Fact]
    public void What_does_not_fit_a_bundle_cannot_be_written()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => EntryBundle.Encode([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => EntryBundle.Encode([.. Enumerable.Repeat(ReadOnlyMemory<byte>.Empty, 257)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => EntryBundle.Encode([new byte[65_536]]));
    }

    [Fact]
    public void A_bundle_cut_anywhere_or_of_another_width_is_refused()
    {
        byte[] bundle = EntryBundle.Encode([new byte[3], new byte[4], new byte[5]]);
        for (int length = 0; length < bundle.Length; length++)
        {
            Assert.Equal("entry bundle", Assert.Throws<MalformedException>(() => EntryBundle.Read(bundle.AsMemory(0, length), 3)).Field);
        }
        Assert.Throws<MalformedException>(() => EntryBundle.Read(bundle, 2));
        Assert.Throws<MalformedException>(() => EntryBundle.Read(bundle, 4));
        Assert.Throws<MalformedException>(() => EntryBundle.Read(Convert.FromHexString("ffff00"), 1));
    }
}
