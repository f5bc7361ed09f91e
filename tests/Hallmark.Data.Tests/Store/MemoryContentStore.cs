using System.Collections.Concurrent;
using Hallmark.Data.Store;
using Hallmark.Evidence;

namespace Hallmark.Data.Tests.Store;

/// <summary>A store whose objects tests can damage.</summary>
internal sealed class MemoryContentStore : IContentStore
{
    public ConcurrentDictionary<Digest, byte[]> Objects { get; } = new();

    public ObjectReference Put(ReadOnlyMemory<byte> content)
    {
        ObjectReference reference = ObjectReference.Of(content.Span);
        Objects[reference.Digest] = content.ToArray();
        return reference;
    }

    public ObjectReference Put(Stream content)
    {
        using var copy = new MemoryStream();
        content.CopyTo(copy);
        return Put(copy.ToArray());
    }

    public byte[] Read(ObjectReference reference)
    {
        byte[] bytes = Objects.TryGetValue(reference.Digest, out byte[]? found)
            ? found
            : throw new ContentException(reference, ContentFault.Missing, "missing");
        return ObjectReference.Of(bytes) == reference ? bytes : throw new ContentException(reference, ContentFault.Altered, "altered");
    }

    public Stream? ReadUnverified(ObjectReference reference) =>
        Objects.TryGetValue(reference.Digest, out byte[]? found) ? new MemoryStream(found) : null;

    public bool Contains(ObjectReference reference) => Objects.ContainsKey(reference.Digest);

    public bool Delete(ObjectReference reference) => Objects.TryRemove(reference.Digest, out _);
}
