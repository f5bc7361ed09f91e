namespace Hallmark.Data.Store;

/// <summary>
/// Objects under their digests. Bytes are checked at every read, before the caller sees the first of them. Safe for concurrent
/// use. Failures of the medium are <see cref="IOException"/>s.
/// </summary>
public interface IContentStore
{
    /// <summary>Makes the object durable and returns its name; putting it again changes nothing.</summary>
    /// <exception cref="ContentException">The store already holds other bytes under that name; they are left as they are.</exception>
    ObjectReference Put(ReadOnlyMemory<byte> content);

    /// <summary>As <see cref="Put(ReadOnlyMemory{byte})"/>, for an object read once from a stream and never held in memory.</summary>
    ObjectReference Put(Stream content);

    /// <summary>All bytes of the object, of the size and digest it is named by.</summary>
    /// <exception cref="ContentException">Missing or altered.</exception>
    byte[] Read(ObjectReference reference);

    /// <summary>
    /// The bytes that stand under that name, whatever they are, or null when there are none. For finding out what was altered;
    /// nothing else may use them.
    /// </summary>
    Stream? ReadUnverified(ObjectReference reference);

    /// <summary>Whether anything stands under that name; says nothing about its bytes.</summary>
    bool Contains(ObjectReference reference);

    /// <summary>Destroys the object: gone for good, through a power cut too, when this returns. False when there was none.</summary>
    bool Delete(ObjectReference reference);
}
