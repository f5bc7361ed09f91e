using System.Security.Cryptography;
using Hallmark.Data.Batches;
using Hallmark.Data.Custody;
using Hallmark.Data.Records;
using Hallmark.Data.Tests.Store;
using Hallmark.Evidence;

namespace Hallmark.Data.Tests.Custody;

public class SaltsTests
{
    [Fact]
    public void Hmac_in_lanes_is_the_platforms()
    {
        var random = new Random(1);
        foreach (int length in Enumerable.Range(1, 64))
        {
            byte[] key = RandomBytes(random, random.Next(65));
            byte[][] messages = [.. Enumerable.Range(0, random.Next(20)).Select(_ => RandomBytes(random, length))];
            byte[] output = LaneHmac.Run(key, messages.Length, length, (index, message) => messages[index].CopyTo(message));
            Assert.Equal(messages.SelectMany(message => HMACSHA256.HashData(key, message)), output);
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => LaneHmac.Run([1], 1, 65, (_, _) => { }));
        Assert.Throws<ArgumentOutOfRangeException>(() => LaneHmac.Run([1], 1, 0, (_, _) => { }));
    }

    /// <summary>The specification again, record by record, with the platform's primitives.</summary>
    [Fact]
    public void Roots_are_those_of_a_naive_oracle()
    {
        foreach (int count in new[] { 1, 2, 3, 8, 9, 100 })
        {
            var world = new SealedWorld { NewSecret = () => SealedWorld.FixedSecret };
            RecordBuffer records = TestData.Records(count, count);
            BatchContent plain = BatchBuilder.Build(records);
            BatchManifest manifest = world.Register(new MemoryContentStore(), records);
            byte[] key = HKDF.DeriveKey(HashAlgorithmName.SHA256, SealedWorld.FixedSecret, 32, [], "hallmark/batch/v1/salts"u8.ToArray());
            Digest[] leaves = [.. Enumerable.Range(0, count).Select(i => Salted(key, 0, i, plain.Leaf(i)))];
            Digest[] columns = [.. Enumerable.Range(0, 5).Select(i => Salted(key, 1, i, plain.ColumnDigest(i)))];
            Assert.Equal(MerkleTree.Root(leaves), manifest.Root);
            Assert.Equal(MerkleTree.Root([.. columns.Select(column => MerkleTree.LeafHash(column.ToArray()))]), manifest.ColumnsRoot);
            using BatchSecret secret = world.Secret(manifest);
            RecordBatch batch = BatchReader.Decode(plain.Content, TestData.Mixed);
            Assert.Equal(leaves, Enumerable.Range(0, count).Select(i => Salts.Leaf(secret.RecordSalt(i), batch.RecordBytes(i).Span)));
        }
    }

    /// <summary>Somebody who knows every record, and the tree without the secret, still cannot tell whether they are the batch's.</summary>
    [Fact]
    public void Guessed_records_match_nothing()
    {
        RecordBuffer records = TestData.Records(50);
        BatchContent plain = BatchBuilder.Build(records);
        using BatchSecret secret = BatchSecret.Create();
        BatchContent salted = plain.Salted(secret);
        HashSet<Digest> published = [.. AllHashes(salted)];
        Assert.DoesNotContain(AllHashes(plain), published.Contains);
        using BatchSecret guessed = BatchSecret.Create();
        Assert.DoesNotContain(AllHashes(plain.Salted(guessed)), published.Contains);
        Assert.All(AllHashes(plain.Salted(secret)), hash => Assert.Contains(hash, published));
    }

    [Fact]
    public void Equal_records_have_different_leaves_and_equal_data_different_roots()
    {
        var schema = new Schema([new Column("x", ColumnType.Int64)]);
        var records = new RecordBuffer(schema);
        for (int i = 0; i < 20; i++)
        {
            records[0].Add(7L);
        }
        using BatchSecret one = BatchSecret.Create();
        using BatchSecret two = BatchSecret.Create();
        BatchContent plain = BatchBuilder.Build(records);
        Assert.Equal(20, Enumerable.Range(0, 20).Select(plain.Salted(one).Leaf).Distinct().Count());
        Assert.NotEqual(plain.Salted(one).Root, plain.Salted(two).Root);
        Assert.NotEqual(plain.Salted(one).ColumnsRoot, plain.Salted(two).ColumnsRoot);
        Assert.Equal(plain.Salted(one).Root, plain.Salted(one).Root);
    }

    /// <summary>A record, its salt and a proof show the one record, and its salt opens no other.</summary>
    [Fact]
    public void One_record_can_be_shown_alone()
    {
        RecordBuffer records = TestData.Records(13);
        BatchContent plain = BatchBuilder.Build(records);
        RecordBatch batch = BatchReader.Decode(plain.Content, TestData.Mixed);
        using BatchSecret secret = BatchSecret.Create();
        BatchContent salted = plain.Salted(secret);
        Digest[] leaves = [.. Enumerable.Range(0, 13).Select(salted.Leaf)];
        Digest shown = Salts.Leaf(secret.RecordSalt(5), batch.RecordBytes(5).Span);
        leaves[5] = shown;
        Assert.Equal(salted.Root, MerkleTree.Root(leaves));
        Assert.DoesNotContain(
            Enumerable.Range(0, 13).Where(i => i != 5), i => Salts.Leaf(secret.RecordSalt(5), batch.RecordBytes(i).Span) == salted.Leaf(i));
    }

    private static IEnumerable<Digest> AllHashes(BatchContent batch) =>
    [
        .. Enumerable.Range(0, batch.Records).Select(batch.Leaf), .. Enumerable.Range(0, 5).Select(batch.ColumnDigest),
        batch.Root, batch.ColumnsRoot,
    ];

    private static Digest Salted(byte[] key, byte what, long index, Digest plain)
    {
        byte[] message = [what, .. BitConverter.GetBytes(index).Reverse()];
        return Digest.FromBytes(SHA256.HashData([0, .. HMACSHA256.HashData(key, message), .. plain.ToArray()]));
    }

    private static byte[] RandomBytes(Random random, int length)
    {
        byte[] bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
