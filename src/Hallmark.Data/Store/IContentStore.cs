namespace Hallmark.Data.Store;

/// <summary>
/// Objects under their digests, wherever they lie. Bytes are checked at every read, before the caller sees the first of them. Safe for
/// concurrent use. Failures of the medium are <see cref="IOException"/>s. What every store must do is a suite of tests that each
/// inherits (<c>ContentStoreContract</c>).
/// </summary>
public interface IContentStore
{
    /// <summary>Makes the object durable and returns its name; putting it again changes nothing.</summary>
    /// <exception cref="ContentException">The store already holds other bytes under that name; they are left as they are.</exception>
    ValueTask<ObjectReference> PutAsync(ReadOnlyMemory<byte> content, CancellationToken cancellation = default);

    /// <summary>The same for an object read once from a stream, to its end, and never held in memory.</summary>
    /// <exception cref="ContentException">As above.</exception>
    ValueTask<ObjectReference> PutAsync(Stream content, CancellationToken cancellation = default);

    /// <summary>All bytes of the object, of the size and digest it is named by.</summary>
    /// <exception cref="ContentException">Missing or altered.</exception>
    ValueTask<byte[]> ReadAsync(ObjectReference reference, CancellationToken cancellation = default);

    /// <summary>
    /// The bytes that stand under that name, whatever they are, or null when there are none. For finding out what was altered;
    /// nothing else may use them.
    /// </summary>
    ValueTask<Stream?> OpenUnverifiedAsync(ObjectReference reference, CancellationToken cancellation = default);

    /// <summary>Whether anything stands under that name; says nothing about its bytes.</summary>
    ValueTask<bool> ContainsAsync(ObjectReference reference, CancellationToken cancellation = default);

    /// <summary>Destroys the object: gone for good, through a power cut too, when this is done. False when there was none.</summary>
    ValueTask<bool> DeleteAsync(ObjectReference reference, CancellationToken cancellation = default);
}
