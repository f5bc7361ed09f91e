using Hallmark.Evidence;

namespace Hallmark.Data.Store;

/// <summary>Names an object of the content store by what it contains.</summary>
/// <param name="Digest">SHA-256 of all its bytes.</param>
/// <param name="Size">Its length in bytes.</param>
public readonly record struct ObjectReference(Digest Digest, long Size)
{
    public static ObjectReference Of(ReadOnlySpan<byte> bytes) => new(Digest.Of(bytes), bytes.Length);

    public CborMapWriter ToMap() => new CborMapWriter().Digest("digest", Digest).Integer("size", Size);

    /// <exception cref="MalformedException">Names the field.</exception>
    public static ObjectReference Read(CborMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        var reference = new ObjectReference(map.Digest("digest"), map.Integer("size"));
        map.End();
        return reference;
    }
}
