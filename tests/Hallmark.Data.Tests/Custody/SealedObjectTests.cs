using System.Security.Cryptography;
using Hallmark.Data.Custody;
using Hallmark.Evidence;

namespace Hallmark.Data.Tests.Custody;

public sealed class SealedObjectTests : IDisposable
{
    private const int Header = 88;
    private const int Stored = 65_552;
    private readonly BatchSecret _secret = BatchSecret.FromBytes(SealedWorld.FixedSecret);

    public void Dispose() => _secret.Dispose();

    /// <summary>Lengths around the borders of chunks; the oracle is the plain bytes themselves.</summary>
    [Fact]
    public void Whatever_was_sealed_is_opened()
    {
        foreach (int length in new[] { 0, 1, 100, 65_527, 65_528, 65_529, 131_064, 131_065, 300_000 })
        {
            byte[] plain = Bytes(length);
            byte[] bytes = Seal(plain);
            Assert.Equal(SealedObject.SizeOf(length), bytes.Length);
            Assert.Equal(Header + (((length + 8 + 65_535) / 65_536) * Stored), bytes.Length);
            Assert.Equal(plain, SealedObject.Open(SealedKind.Content, bytes, _secret));
        }
    }

    [Fact]
    public void Ranges_are_those_of_the_plain_bytes()
    {
        byte[] plain = Bytes(400_000);
        using var stream = new CountingStream(Seal(plain));
        using var reader = new SealedReader(stream, SealedKind.Content, _secret);
        Assert.Equal(plain.Length, reader.Length);
        var random = new Random(1);
        for (int i = 0; i < 500; i++)
        {
            int offset = random.Next(plain.Length + 1);
            byte[] range = new byte[random.Next(Math.Min(200_000, plain.Length - offset) + 1)];
            reader.Read(offset, range);
            Assert.True(plain.AsSpan(offset, range.Length).SequenceEqual(range));
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Read(plain.Length, new byte[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Read(-1, new byte[1]));
    }

    [Fact]
    public void A_range_reads_only_the_chunks_it_lies_in()
    {
        byte[] bytes = Seal(Bytes(650_000));
        bytes[^1] ^= 1;
        using var stream = new CountingStream(bytes);
        using var reader = new SealedReader(stream, SealedKind.Content, _secret);
        reader.Read(300_000, new byte[1_000]);
        Assert.InRange(stream.BytesRead, 1, 3 * Stored);
        Assert.Contains("chunk 9 of 10", Assert.Throws<MalformedException>(() => reader.Read(649_999, new byte[1])).Message);
        reader.Read(0, new byte[10]);
    }

    /// <summary>The whole object is covered: header, ciphertext, padding, tag.</summary>
    [Fact]
    public void Every_flipped_byte_is_refused_and_named()
    {
        byte[] bytes = Seal(Bytes(500));
        static string FieldAt(int position) =>
            position switch { < 8 => "magic", < 12 => "version", < 16 => "kind", < 24 => "chunks", _ => "commitment" };
        Parallel.For(0, bytes.Length, position =>
        {
            byte[] altered = [.. bytes];
            altered[position] ^= (byte)(1 << (position % 8));
            MalformedException error = Assert.Throws<MalformedException>(() => SealedObject.Open(SealedKind.Content, altered, _secret));
            Assert.StartsWith(position < Header ? $"sealed content.{FieldAt(position)}" : "sealed content, chunk 0 of 1", error.Field);
        });
    }

    [Fact]
    public void Every_length_is_refused_but_the_whole_one()
    {
        byte[] bytes = Seal(Bytes(500));
        Parallel.For(0, bytes.Length, length =>
        {
            MalformedException error = Assert.Throws<MalformedException>(
                () => SealedObject.Open(SealedKind.Content, bytes.AsSpan(0, length), _secret));
            Assert.Equal(length < Header ? "sealed content" : "sealed content.chunks", error.Field);
        });
        Assert.Equal("sealed content.chunks", Refused([.. bytes, 0]).Field);
        Assert.Equal("sealed content.chunks", Refused([.. bytes, .. bytes[^Stored..]]).Field);
    }

    /// <summary>With a header made to fit, only the chunks themselves can still tell.</summary>
    [Fact]
    public void Chunks_belong_to_one_place_of_one_object()
    {
        byte[] bytes = Seal(Bytes(200_000));
        byte[] other = Seal(Bytes(200_001));
        Assert.Equal("sealed content, chunk 0 of 4", Refused(WithChunks(bytes, 1, 0, 2, 3)).Field);
        Assert.Equal("sealed content, chunk 1 of 4", Refused(WithChunks(bytes, 0, 2, 1, 3)).Field);
        Assert.Equal("sealed content, chunk 2 of 4", Refused(WithChunks(bytes, 0, 1, 3, 2)).Field);
        Assert.Equal("sealed content, chunk 1 of 4", Refused(WithChunks(bytes, 0, 0, 2, 3)).Field);
        Assert.Equal("sealed content, chunk 0 of 3", Refused(WithChunks(bytes, 0, 1, 2)).Field);
        Assert.Equal("sealed content, chunk 0 of 5", Refused(WithChunks(bytes, 0, 1, 2, 3, 3)).Field);
        byte[] mixed = [.. bytes[..(Header + Stored)], .. other[(Header + Stored)..]];
        Assert.Equal("sealed content, chunk 1 of 4", Refused(mixed).Field);
    }

    [Fact]
    public void An_object_opens_as_what_it_is_and_under_its_secret_only()
    {
        byte[] bytes = Seal(Bytes(500));
        Assert.Equal("sealed tree.kind", Assert.Throws<MalformedException>(() => SealedObject.Open(SealedKind.Tree, bytes, _secret)).Field);
        bytes[15] = (byte)SealedKind.Tree;
        Assert.Equal(
            "sealed tree.commitment", Assert.Throws<MalformedException>(() => SealedObject.Open(SealedKind.Tree, bytes, _secret)).Field);
        using BatchSecret other = BatchSecret.Create();
        MalformedException wrong = Assert.Throws<MalformedException>(() => SealedObject.Open(SealedKind.Content, Seal(Bytes(500)), other));
        Assert.Equal("sealed content.commitment", wrong.Field);
        Assert.Contains("another secret", wrong.Reason);
    }

    /// <summary>A secret used twice, as custody does for the same records, gives the same object; for other bytes another key.</summary>
    [Fact]
    public void One_secret_never_encrypts_different_bytes_under_one_key()
    {
        byte[] plain = Bytes(500);
        byte[] altered = [.. plain];
        altered[0] ^= 1;
        Assert.Equal(Seal(plain), Seal(plain));
        byte[] one = Seal(plain);
        byte[] two = Seal(altered);
        Assert.NotEqual(one[24..Header], two[24..Header]);
        int same = Enumerable.Range(Header, 65_536).Count(i => one[i] == two[i]);
        Assert.InRange(same, 150, 370); // 256 of 65,536 bytes are equal by chance; under one key all but one would be
        byte[] tree = SealedObject.Seal(SealedKind.Tree, plain, Digest.Of(plain), _secret.Bytes);
        Assert.NotEqual(one[24..Header], tree[24..Header]);
    }

    [Fact]
    public void Bytes_are_frozen()
    {
        byte[] bytes = SealedObject.Seal(SealedKind.Content, "plain bytes"u8, Digest.Of("plain bytes"u8), _secret.Bytes);
        Assert.Equal(
            "484d5345414c454400000001000000010000000000000001ebd14a34b4e815b2fdf77edc99e7ac37cf541f7b2064570b61756ffee556cc59d43547dc"
            + "ac1e0ce8addc67a2a0e9b85e164ab9edfc4a52ec0020cc6e17167b70331623dd7f2fd5147c44bf445fcfa1c0",
            Convert.ToHexStringLower(bytes.AsSpan(0, Header + 16)));
        Assert.Equal("23e36712ca1f05a0837298ed94848d4dec3383d616ecb2d3288ba156a617d495", Digest.Of(bytes).ToString());
    }

    [Fact]
    public void A_used_up_secret_opens_nothing()
    {
        BatchSecret secret = BatchSecret.Create();
        secret.Dispose();
        Assert.Throws<ObjectDisposedException>(() => SealedObject.Open(SealedKind.Content, Seal(Bytes(5)), secret));
        Assert.Throws<ArgumentException>(() => BatchSecret.FromBytes(new byte[31]));
    }

    private static byte[] Bytes(int length)
    {
        byte[] bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private static byte[] WithChunks(byte[] bytes, params int[] order)
    {
        byte[] changed = [.. bytes[..Header], .. order.SelectMany(chunk => bytes.Skip(Header + (chunk * Stored)).Take(Stored))];
        changed[23] = (byte)order.Length;
        return changed;
    }

    private byte[] Seal(byte[] plain) => SealedObject.Seal(
        SealedKind.Content, plain, Digest.FromBytes(SHA256.HashData(plain)), _secret.Bytes);

    private MalformedException Refused(byte[] bytes) => Assert.Throws<MalformedException>(
        () => SealedObject.Open(SealedKind.Content, bytes, _secret));

    private sealed class CountingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public long BytesRead { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            int read = base.Read(buffer);
            BytesRead += read;
            return read;
        }
    }
}
