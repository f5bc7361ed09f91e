using System.Text.Json;

namespace Hallmark.Evidence.Tests.Vectors;

/// <summary>The RFC 9162 proofs of transparency-dev/merkle, good and deliberately wrong.</summary>
public sealed class MerkleVectorTests
{
    private const int InclusionFiles = 98;
    private const int ConsistencyFiles = 98;

    [Fact]
    public void Inclusion_proofs_pass_or_are_refused_as_published()
    {
        IReadOnlyList<(string Name, JsonElement Json)> vectors = SharedVectors.Read("merkle/inclusion");
        Assert.Equal(InclusionFiles, vectors.Count);
        foreach ((string name, JsonElement json) in vectors)
        {
            var proof = new InclusionProof(
                new TreeSize(json.GetProperty("treeSize").GetUInt64()), new EntryIndex(json.GetProperty("leafIdx").GetUInt64()),
                PathOf(json));
            // A value that is not 32 bytes long cannot become a digest at all: our refusal comes before the check.
            bool good = DigestOf(json, "leafHash") is { } leaf && DigestOf(json, "root") is { } root
                && proof.Check(leaf, root) == ProofStatus.Good;
            Assert.True(good != json.GetProperty("wantErr").GetBoolean(), $"{name}: {(good ? "passed" : "was refused")}");
        }
    }

    [Fact]
    public void Consistency_proofs_pass_or_are_refused_as_published()
    {
        IReadOnlyList<(string Name, JsonElement Json)> vectors = SharedVectors.Read("merkle/consistency");
        Assert.Equal(ConsistencyFiles, vectors.Count);
        foreach ((string name, JsonElement json) in vectors)
        {
            var proof = new ConsistencyProof(
                new TreeSize(json.GetProperty("size1").GetUInt64()), new TreeSize(json.GetProperty("size2").GetUInt64()), PathOf(json));
            Digest older = AnyDigest(json.GetProperty("root1").GetBytesFromBase64());
            Digest newer = AnyDigest(json.GetProperty("root2").GetBytesFromBase64());
            bool good = proof.Check(older, newer) == ProofStatus.Good;
            Assert.True(good != json.GetProperty("wantErr").GetBoolean(), $"{name}: {(good ? "passed" : "was refused")}");
        }
    }

    [Fact]
    public void The_published_set_has_proofs_of_both_outcomes()
    {
        IEnumerable<JsonElement> all = [.. SharedVectors.Read("merkle").Select(vector => vector.Json)];
        Assert.Equal(InclusionFiles + ConsistencyFiles, all.Count());
        Assert.Equal(12, all.Count(json => !json.GetProperty("wantErr").GetBoolean()));
    }

    private static Digest[] PathOf(JsonElement json) =>
        json.GetProperty("proof") is { ValueKind: JsonValueKind.Array } nodes
            ? [.. nodes.EnumerateArray().Select(node => AnyDigest(node.GetBytesFromBase64()))]
            : [];

    /// <summary>Values of another length stand for "any value" in these files: their digests keep what matters, equal or not.</summary>
    private static Digest AnyDigest(byte[] value) => value.Length == Digest.Size ? Digest.FromBytes(value) : Digest.Of(value);

    private static Digest? DigestOf(JsonElement json, string name) =>
        json.GetProperty(name) is { ValueKind: JsonValueKind.String } value && value.GetBytesFromBase64() is { Length: Digest.Size } bytes
            ? Digest.FromBytes(bytes)
            : null;
}
