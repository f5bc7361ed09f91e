using System.IO.Hashing;
using System.Text;
using Hallmark.Data.Sources;
using Hallmark.Data.Sources.Gzip;
using Hallmark.Data.Tests.Sources.Arrays;

namespace Hallmark.Data.Tests.Sources.Gzip;

/// <summary>Gzip files are read whole or not at all: members, what is wrong with one, and what follows the last.</summary>
public sealed class GzipContentsTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void All_members_are_read_however_many_and_in_whatever_pieces()
    {
        var random = new Random(3);
        for (int trial = 0; trial < 40; trial++)
        {
            byte[][] parts =
                [.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => Bytes(random, random.Next(4) == 0 ? 0 : random.Next(40_000)))];
            byte[] packed = [.. parts.SelectMany(part => Packed(part, random)), .. new byte[random.Next(3) * 600]];
            using var contents = new GzipContents(new MemoryStream(packed));
            Assert.Equal([.. parts.SelectMany(part => part)], ReadAll(contents, random));
        }
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("g")]
    [InlineData("\0\0\0g")]
    public void What_follows_and_is_neither_gzip_nor_zeros_is_named_by_its_place(string garbage)
    {
        byte[] good = ArrayBytes.Packed("a\n1\n"u8.ToArray());
        Assert.EndsWith(
            $"a.csv.gz: cannot be read: its gzip data end with byte {good.Length}, and what follows is neither gzip nor zeros.",
            Refusal([.. good, .. Encoding.Latin1.GetBytes(garbage)]));
        Assert.Equal(["1"], SourceCells.Rows(RecordSources.Open(Write([.. good, 0, 0, 0]))));
    }

    [Fact]
    public void A_later_member_that_is_damaged_or_cut_off_anywhere_is_refused_and_an_earlier_one_too()
    {
        byte[] first = ArrayBytes.Packed("a\n1\n"u8.ToArray());
        byte[] second = ArrayBytes.Packed("2\n3\n4\n"u8.ToArray());
        byte[] both = [.. first, .. second];
        Assert.Equal(["1", "2", "3", "4"], SourceCells.Rows(RecordSources.Open(Write(both))));
        for (int length = first.Length + 1; length < both.Length; length++)
        {
            Assert.Contains($"byte {first.Length}", Refusal(both[..length]));
        }
        int unread = 0;
        for (int at = 2; at < both.Length; at++)
        {
            byte[] damaged = [.. both];
            damaged[at] ^= 0x10;
            try
            {
                // Time, level and system say nothing, nor do the bits that fill up the last packed byte.
                Assert.Equal(["1", "2", "3", "4"], SourceCells.Rows(RecordSources.Open(Write(damaged))));
                unread++;
            }
            catch (SourceException e)
            {
                Assert.Contains("gzip data", e.Message);
            }
        }
        Assert.InRange(unread, 12, 14);
    }

    [Fact]
    public void A_member_whose_packed_bytes_hold_its_own_checksum_ends_where_it_ends()
    {
        // Stored as it is, so that the bytes stand there: any four bytes behind can be chosen so that the sum is what stands before them.
        byte[] contents = [.. "a\n1\n2\n"u8, .. new byte[12]];
        BitConverter.GetBytes((uint)contents.Length).CopyTo(contents, 10);
        contents.AsSpan(14, 4).Fill((byte)'\n');
        byte[] member = Stored(contents, wanted: 0x0A0A_0A0A, at: 6);
        Assert.Equal(2, Occurrences(member, member.AsSpan(^8)));
        using var read = new GzipContents(new MemoryStream([.. member, .. member]));
        byte[] all = ReadAll(read, new Random(1));
        Assert.Equal(2 * contents.Length, all.Length);
    }

    [Fact]
    public void Arrays_too_are_read_to_the_end_of_what_is_packed()
    {
        byte[] packed = ArrayBytes.Packed(ArrayBytes.Npy("|u1", false, [2, 2], [1, 2, 3, 4]));
        string path = _folder.File("a.npy.gz");
        File.WriteAllBytes(path, [.. packed, 1]);
        Assert.Contains($"gzip data end with byte {packed.Length}", SourceCells.Refusal(() => RecordSources.Open(path)));
        File.WriteAllBytes(path, [.. packed[..^3], 1, 2, 3]);
        Assert.Contains("gzip data", SourceCells.Refusal(() => RecordSources.Open(path)));
    }

    [Theory]
    [InlineData(new byte[] { 0x1F, 0x8B, 8, 4, 0, 0, 0, 0, 0, 3, 255, 255, 1 }, "are cut off in their header")]
    [InlineData(new byte[] { 0x1F, 0x8B, 7, 0, 0, 0, 0, 0, 0, 3, 0, 0 }, "begin in a way that is not known")]
    [InlineData(new byte[] { 0x1F, 0x8B, 8, 0x20, 0, 0, 0, 0, 0, 3, 0, 0 }, "begin in a way that is not known")]
    [InlineData(new byte[] { 0x1F, 0x8B, 8, 2, 0, 0, 0, 0, 0, 3, 0, 0, 0 }, "have a header that is not what its checksum says")]
    [InlineData(new byte[] { 0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3 }, "are")]
    public void Headers_are_held_against_the_format(byte[] file, string problem) => Assert.Contains("its gzip data " + problem, Refusal(file));

    private static byte[] Bytes(Random random, int length)
    {
        byte[] bytes = new byte[length];
        random.NextBytes(bytes.AsSpan(0, length / 2)); // the other half packs well
        return bytes;
    }

    /// <summary>A member with whatever of a header may be there.</summary>
    private static byte[] Packed(byte[] contents, Random random)
    {
        byte[] plain = contents.Length > 0
            ? ArrayBytes.Packed(contents)
            : [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, .. new byte[8]]; // for which the platform writes nothing
        bool hasExtra = random.Next(2) == 0;
        bool hasName = random.Next(2) == 0;
        byte[] header =
        [
            .. plain[..3], (byte)((hasExtra ? 4 : 0) | (hasName ? 8 | 16 : 0) | 2), .. plain[4..10],
            .. hasExtra ? (byte[])[3, 0, 9, 9, 9] : [], .. hasName ? "name\0comment\0"u8.ToArray() : [],
        ];
        return [.. header, .. BitConverter.GetBytes(unchecked((ushort)Crc32.HashToUInt32(header))), .. plain[10..]];
    }

    /// <summary>One block that is not compressed, whose contents have the sum that is wanted, which stands among them.</summary>
    private static byte[] Stored(byte[] contents, uint wanted, int at)
    {
        BitConverter.GetBytes(wanted).CopyTo(contents, at);
        int free = contents.Length - 4;
        uint Sum(uint last)
        {
            BitConverter.GetBytes(last).CopyTo(contents, free);
            return Crc32.HashToUInt32(contents);
        }
        // The sum is linear in the last 32 bits: solve by elimination.
        uint target = wanted ^ Sum(0);
        var rows = new List<(uint Effect, uint Bit)>();
        for (int bit = 0; bit < 32; bit++)
        {
            (uint effect, uint bits) = (Sum(1u << bit) ^ Sum(0), 1u << bit);
            foreach ((uint other, uint otherBits) in rows)
            {
                (effect, bits) = (effect ^ other) < effect ? (effect ^ other, bits ^ otherBits) : (effect, bits);
            }
            rows.Add((effect, bits));
            rows.Sort((a, b) => b.Effect.CompareTo(a.Effect));
        }
        uint solution = 0;
        foreach ((uint effect, uint bits) in rows)
        {
            (target, solution) = (target ^ effect) < target ? (target ^ effect, solution ^ bits) : (target, solution);
        }
        Assert.Equal(wanted, Sum(solution));
        ushort length = (ushort)contents.Length;
        return
        [
            0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1, .. BitConverter.GetBytes(length), .. BitConverter.GetBytes(unchecked((ushort)~length)), .. contents,
            .. BitConverter.GetBytes(wanted), .. BitConverter.GetBytes((uint)contents.Length),
        ];
    }

    private static int Occurrences(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> wanted)
    {
        int count = 0;
        for (int at = bytes.IndexOf(wanted); at >= 0; count++)
        {
            int next = bytes[(at + 1)..].IndexOf(wanted);
            at = next < 0 ? -1 : at + 1 + next;
        }
        return count;
    }

    private static byte[] ReadAll(Stream stream, Random random)
    {
        var all = new MemoryStream();
        byte[] piece = new byte[random.Next(1, 9_000)];
        for (int read; (read = stream.Read(piece)) > 0;)
        {
            all.Write(piece, 0, read);
        }
        return all.ToArray();
    }

    private string Refusal(byte[] file) => SourceCells.Refusal(() => RecordSources.Open(Write(file)));

    private string Write(byte[] file)
    {
        string path = _folder.File("a.csv.gz");
        File.WriteAllBytes(path, file);
        return path;
    }
}
