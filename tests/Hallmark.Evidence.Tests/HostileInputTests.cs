using System.Diagnostics;
using System.Text;
using Hallmark.Evidence.Cose;
using Hallmark.Evidence.Notes;
using Hallmark.Evidence.Seals;
using Hallmark.Evidence.Tiles;
using Hallmark.Evidence.Witness;

namespace Hallmark.Evidence.Tests;

/// <summary>
/// Bytes from someone who wishes us ill. Whatever they are, a reader either reads or throws <see cref="MalformedException"/>;
/// it never throws anything else, hangs, or allocates by a number it was merely told.
/// </summary>
public sealed class HostileInputTests
{
    private static readonly Dictionary<string, (byte[] Good, Func<byte[], object> Read)> Formats = new()
    {
        ["statement"] = (Frozen.Statement, bytes => Statement.Read(bytes)),
        ["genesis"] = (Frozen.Genesis, bytes => Genesis.Read(bytes)),
        ["header"] = (Frozen.Header, bytes => BlockHeader.Read(bytes)),
        ["seal"] = (Frozen.Seal, ReadAndVerifySeal),
        ["receipt"] = (Frozen.Receipt, ReadAndCheckReceipt),
        ["inclusion proof"] = (Frozen.Proof, ReadAndCheckProof),
        ["key"] = (Frozen.Key, bytes => CoseKey.Read(bytes)),
        ["key file"] = (System.Text.Encoding.ASCII.GetBytes(Samples.Authority.ToPublicPem()), bytes => CoseKey.ReadFile(bytes)),
        ["head"] = (System.Text.Encoding.UTF8.GetBytes(Head.Of(Samples.Header).ToText()), bytes => Head.Read(bytes)),
        ["protected header"] = (Frozen.Protected, bytes => CoseHeaders.Read(bytes)),
        ["map"] = (Frozen.Map, bytes => CborMap.Read(bytes, "map")),
        ["consistency receipt"] = (HostileSamples.ConsistencyReceipt, HostileSamples.ReadAndCheckConsistency),
        ["consistency proof"] = (HostileSamples.Growth.ToBytes(), bytes => ConsistencyProof.Read(bytes)),
        ["note"] = (HostileSamples.Note, HostileSamples.ReadAndVerifyNote),
        ["cosigned note"] = (Encoding.UTF8.GetBytes(HostileSamples.Cosigned), HostileSamples.ReadAndVerifyNote),
        ["checkpoint"] = (Encoding.UTF8.GetBytes(Checkpoint.Of(Samples.Header).ToText()),
            bytes => Checkpoint.Read(Encoding.UTF8.GetString(bytes))),
        ["tlog-proof"] = (HostileSamples.TextProof, HostileSamples.ReadAndCheckTextProof),
        ["add-checkpoint"] = (HostileSamples.AddCheckpoint, bytes => AddCheckpointRequest.Read(bytes)),
        ["note key"] = (Encoding.UTF8.GetBytes(Tests.Notes.PublishedNotes.GoKey), bytes => NoteKey.Parse(Encoding.UTF8.GetString(bytes))),
        ["entry bundle"] = (EntryBundle.Encode([new byte[3], new byte[4], new byte[5]]), bytes => EntryBundle.Read(bytes, 3)),
        ["tile path"] = (Encoding.UTF8.GetBytes("tile/0/x001/067"), bytes => TileId.Parse(Encoding.UTF8.GetString(bytes))),
    };

    public static TheoryData<string> Names { get; } = [.. Formats.Keys];

    /// <summary>A PEM file may end, or go on, after its last line in any way; every other format is exact.</summary>
    public static TheoryData<string> ExactNames { get; } = [.. Formats.Keys.Where(name => name != "key file")];

    [Theory]
    [MemberData(nameof(ExactNames))]
    public void A_truncation_at_any_byte_is_refused(string name)
    {
        (byte[] good, Func<byte[], object> read) = Formats[name];
        Assert.NotNull(read(good));
        for (int length = name == "protected header" ? 1 : 0; length < good.Length; length++) // no header at all is a header
        {
            Assert.Throws<MalformedException>(() => read(good[..length]));
        }
    }

    [Theory]
    [MemberData(nameof(ExactNames))]
    public void Trailing_bytes_are_refused(string name)
    {
        (byte[] good, Func<byte[], object> read) = Formats[name];
        foreach (byte more in new byte[] { 0x00, 0xa0, 0xf6, 0xff, (byte)'\n' })
        {
            Assert.Throws<MalformedException>(() => read([.. good, more]));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Random_changes_are_read_or_refused_and_nothing_else(string name)
    {
        (byte[] good, Func<byte[], object> read) = Formats[name];
        var random = new Random(1957);
        int refused = 0;
        for (int round = 0; round < 3_000; round++)
        {
            byte[] bytes = Mutate(random, good);
            try
            {
                Assert.NotNull(read(bytes));
            }
            catch (MalformedException e)
            {
                Assert.False(string.IsNullOrWhiteSpace(e.Field) || string.IsNullOrWhiteSpace(e.Reason));
                refused++;
            }
            catch (Exception e) when (e is not Xunit.Sdk.IAssertionException)
            {
                Assert.Fail($"{e.GetType().Name} in round {round} from {Convert.ToHexStringLower(bytes)}");
            }
        }
        Assert.InRange(refused, 100, 3_000); // the changes do bite
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Random_bytes_are_refused(string name)
    {
        Func<byte[], object> read = Formats[name].Read;
        var random = new Random(8949);
        for (int round = 0; round < 3_000; round++)
        {
            byte[] bytes = new byte[random.Next(1, 64)];
            random.NextBytes(bytes);
            try
            {
                read(bytes);
                Assert.True(name is "protected header" or "map", Convert.ToHexStringLower(bytes)); // the one-byte empty map
            }
            catch (MalformedException)
            {
                continue;
            }
        }
    }

    [Theory]
    [MemberData(nameof(ExactNames))]
    public void Deep_nesting_is_refused_quickly(string name)
    {
        Func<byte[], object> read = Formats[name].Read;
        byte[] arrays = [.. Enumerable.Repeat((byte)0x81, 100_000), 0x00];
        byte[] indefinite = [.. Enumerable.Repeat((byte)0x9f, 100_000)];
        byte[] tags = [.. Enumerable.Repeat((byte)0xc1, 100_000), 0x00];
        byte[] maps = [.. Enumerable.Repeat((byte)0xa1, 30_000), .. Enumerable.Repeat((byte)0x00, 30_001)];
        byte[][] nested =
        [
            arrays, indefinite, tags, maps,
            [0xa1, 0x61, 0x61, .. arrays], [0xa1, 0x18, 0x63, .. arrays], [0xd2, 0x84, 0x40, 0xa1, 0x00, .. arrays],
            [0xd2, 0x84, 0x40, .. maps], [0x83, 0x05, 0x03, .. arrays],
        ];
        foreach (byte[] bytes in nested)
        {
            Cheaply(() => Assert.Throws<MalformedException>(() => read(bytes)));
        }
    }

    [Theory]
    [MemberData(nameof(ExactNames))]
    public void Huge_declared_lengths_are_refused_without_believing_them(string name)
    {
        (byte[] good, Func<byte[], object> read) = Formats[name];
        string[] lengths = ["9a7fffffff", "9affffffff", "9b7fffffffffffffff", "9bffffffffffffffff"];
        foreach (string length in lengths)
        {
            foreach (byte type in new byte[] { 0x40, 0x60, 0x80, 0xa0 }) // bytes, text, array, map
            {
                byte[] head = Convert.FromHexString(length);
                head[0] = (byte)(type | (head[0] & 0x1f));
                for (int at = 0; at < good.Length; at += name == "seal" ? 7 : 3)
                {
                    byte[] bytes = [.. good[..at], .. head, .. good[at..]];
                    Cheaply(() =>
                    {
                        try
                        {
                            read(bytes);
                        }
                        catch (MalformedException)
                        {
                            return;
                        }
                    });
                }
            }
        }
        Assert.Throws<MalformedException>(() => read(Convert.FromHexString("5b7fffffffffffffff")));
    }

    [Fact]
    public void Keys_nested_in_keys_do_not_make_reading_slow()
    {
        // Strict readers remember keys to notice doubles; a key that is a map whose key is a map … must not be hashed again at each depth.
        const int depth = 15_000; // fills the largest statement: {{{1: 0, 0: 0}: 0, 0: 0}: 0, 0: 0} …
        byte[] nested = [.. Enumerable.Repeat((byte)0xa2, depth), 0x01, .. Enumerable.Repeat((byte)0x00, 3 * depth)];
        byte[] message = [0xd2, 0x84, 0x40, .. nested, 0x40, 0x40];
        MalformedException? e = null;
        Cheaply(() => e = Assert.Throws<MalformedException>(() => CoseSign1.Read(message)));
        Assert.Equal("COSE_Sign1: is nested more than 16 deep", e!.Message);
    }

    [Fact]
    public void Nesting_is_refused_from_depth_17_on()
    {
        // The map itself is the first depth.
        static byte[] Arrays(int depth) => [0xa1, 0x61, 0x61, .. Enumerable.Repeat((byte)0x81, depth - 1), 0x00];
        static byte[] Maps(int depth) => [.. Enumerable.Repeat<byte[]>([0xa1, 0x61, 0x61], depth).SelectMany(map => map), 0x00];
        foreach (Func<int, byte[]> nested in (Func<int, byte[]>[])[Arrays, Maps])
        {
            Assert.True(CborMap.Read(nested(16), "map").Has("a"));
            Assert.Equal(
                "map: is nested more than 16 deep", Assert.Throws<MalformedException>(() => CborMap.Read(nested(17), "map")).Message);
        }
    }

    [Fact]
    public void A_duplicate_field_is_refused_in_every_map()
    {
        foreach (string name in new[] { "genesis", "header", "seal" })
        {
            (byte[] good, Func<byte[], object> read) = Formats[name];
            // The first key comes in twice, with its value: the count is one more and everything else as it was.
            var reader = new System.Formats.Cbor.CborReader(good);
            reader.ReadStartMap();
            reader.ReadTextString();
            reader.SkipValue();
            byte[] first = good[1..^reader.BytesRemaining];
            byte[] bytes = [(byte)(good[0] + 1), .. first, .. good[1..]];
            Assert.Throws<MalformedException>(() => read(bytes));
        }
    }

    private static object ReadAndVerifySeal(byte[] bytes)
    {
        var seal = SoloSeal.Read(bytes);
        var header = BlockHeader.Read(Frozen.SealedHeader);
        seal.Verify(Samples.AuthorityKey, header, Frozen.SealedHeader);
        return seal;
    }

    private static object ReadAndCheckReceipt(byte[] bytes)
    {
        var receipt = Receipt.Read(bytes);
        receipt.Check("entry 3"u8, Samples.AuthorityKey);
        return receipt;
    }

    private static object ReadAndCheckProof(byte[] bytes)
    {
        var proof = InclusionProof.Read(bytes);
        proof.TryRoot(Digest.Of([]), out _);
        return proof;
    }

    /// <summary>A few bytes flipped, overwritten, inserted, removed or repeated.</summary>
    private static byte[] Mutate(Random random, byte[] good)
    {
        List<byte> bytes = [.. good];
        byte[] telling = [0x00, 0x18, 0x1b, 0x40, 0x5f, 0x60, 0x7f, 0x80, 0x9f, 0xa0, 0xbf, 0xc1, 0xd2, 0xf6, 0xf9, 0xff];
        for (int changes = random.Next(1, 4); changes > 0 && bytes.Count > 0; changes--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = telling[random.Next(telling.Length)]; break;
                case 2: bytes.Insert(at, telling[random.Next(telling.Length)]); break;
                case 3: bytes.RemoveAt(at); break;
                default: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 40), bytes.Count - at))); break;
            }
        }
        return [.. bytes];
    }

    /// <summary>Bounds that only a hang or an allocation of the declared size would break.</summary>
    private static void Cheaply(Action read)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var clock = Stopwatch.StartNew();
        read();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64L << 20);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }
}
