using System.Security.Cryptography;
using Hallmark.Data.Batches;
using Hallmark.Evidence;

namespace Hallmark.Data.Tests.Batches;

public class LaneHasherTests
{
    [Fact]
    public void Agrees_with_the_platform_for_every_length_and_every_number_of_messages()
    {
        var random = new Random(7);
        byte[][] messages = [.. Enumerable.Range(0, 1_100).Select(length => Bytes(random, length))];
        for (int count = 0; count < 20; count++)
        {
            Check([.. messages.Take(count)], 1);
        }
        Check(messages, 0);
        random.Shuffle(messages);
        Check(messages, 255);
    }

    [Fact]
    public void Root_agrees_with_the_evidence_tree()
    {
        var random = new Random(8);
        for (int count = 0; count < 70; count++)
        {
            byte[] leaves = Bytes(random, count * Digest.Size);
            Digest[] digests = [.. leaves.Chunk(Digest.Size).Select(leaf => Digest.FromBytes(leaf))];
            Assert.Equal(MerkleTree.Root(digests), TreeHashes.Root(leaves));
        }
    }

    private static void Check(byte[][] messages, byte prefix)
    {
        byte[] output = new byte[messages.Length * 32];
        var hasher = new LaneHasher(output);
        foreach (byte[] message in messages)
        {
            hasher.Add(prefix, message);
        }
        hasher.Finish();
        byte[] expected = [.. messages.SelectMany(message => SHA256.HashData([prefix, .. message]))];
        Assert.Equal(expected, output);
    }

    private static byte[] Bytes(Random random, int length)
    {
        byte[] bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
