using System.Formats.Cbor;

namespace Hallmark.Evidence;

/// <summary>What both proofs of RFC 9942 section 5 look like on the wire: CBOR array [uint, uint, [+ bstr .size 32]].</summary>
internal static class ProofFormat
{
    /// <summary>A tree of up to 2^63 leaves is at most 63 nodes deep; a consistency path may hold one more.</summary>
    private const int PathLimit = 64;

    public static byte[] Encode(ulong first, ulong second, IReadOnlyList<Digest> path)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartArray(3);
        writer.WriteUInt64(first);
        writer.WriteUInt64(second);
        writer.WriteStartArray(path.Count);
        foreach (Digest node in path)
        {
            writer.WriteByteString(node.ToArray());
        }
        writer.WriteEndArray();
        writer.WriteEndArray();
        return writer.Encode();
    }

    /// <param name="name">What the proof is, for messages.</param>
    /// <param name="numbers">What the two numbers are, for messages.</param>
    /// <exception cref="MalformedException">Not such an array, or an empty path, which RFC 9942 does not allow.</exception>
    public static (ulong First, ulong Second, Digest[] Path) Read(ReadOnlyMemory<byte> bytes, string name, string numbers)
    {
        try
        {
            var reader = new CborReader(bytes, CborConformanceMode.Strict);
            bool three = reader.ReadStartArray() == 3;
            ulong first = three ? reader.ReadUInt64() : throw new MalformedException(name, "is not an array of three");
            ulong second = reader.ReadUInt64();
            int? count = reader.ReadStartArray();
            if (count is null or 0 or > PathLimit)
            {
                throw new MalformedException(name, $"has a path of {count?.ToString() ?? "unknown"} nodes; 1 to {PathLimit} are possible");
            }
            var path = new Digest[count.Value];
            for (int i = 0; i < path.Length; i++)
            {
                path[i] = Digest.FromBytes(reader.ReadByteString());
            }
            reader.ReadEndArray();
            reader.ReadEndArray();
            return reader.BytesRemaining == 0 ? (first, second, path) : throw new MalformedException(name, "is followed by more bytes");
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException or OverflowException or ArgumentException)
        {
            throw new MalformedException(name, $"is not [{numbers}, [+ 32 bytes]]");
        }
    }
}
