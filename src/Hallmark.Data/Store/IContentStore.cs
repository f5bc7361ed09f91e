namespace Hallmark.Data.Store;

/// <summary>
/// A store of objects under their digests, to be read and written. What every store must do is a suite of tests that each inherits
/// (<c>ContentStoreContract</c>).
/// </summary>
public interface IContentStore : IContentReader
{
    /// <summary>Makes the object durable and returns its name; putting it again changes nothing.</summary>
    /// <exception cref="ContentException">The store already holds other bytes under that name; they are left as they are.</exception>
    ValueTask<ObjectReference> PutAsync(ReadOnlyMemory<byte> content, CancellationToken cancellation = default);

    /// <summary>The same for an object read once from a stream, to its end, and never held in memory.</summary>
    /// <exception cref="ContentException">As above.</exception>
    ValueTask<ObjectReference> PutAsync(Stream content, CancellationToken cancellation = default);

    /// <summary>Destroys the object: gone for good, through a power cut too, when this is done. False when there was none.</summary>
    ValueTask<bool> DeleteAsync(ObjectReference reference, CancellationToken cancellation = default);
}
