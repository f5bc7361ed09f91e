namespace Hallmark.Data.Store;

/// <summary>
/// Objects under their digests, wherever they lie, to be read. Bytes are checked at every read, before the caller sees the first of them.
/// Safe for concurrent use. Failures of the medium are <see cref="IOException"/>s. Unlike <see cref="IContentStore"/> it changes nothing.
/// </summary>
public interface IContentReader
{
    /// <summary>All bytes of the object, of the size and digest it is named by.</summary>
    /// <exception cref="ContentException">Missing or altered.</exception>
    ValueTask<byte[]> ReadAsync(ObjectReference reference, CancellationToken cancellation = default);

    /// <summary>
    /// The bytes that stand under that name, whatever they are, or null when there is nothing; none of what is no file. For finding out
    /// what was altered; nothing else may use them.
    /// </summary>
    ValueTask<Stream?> OpenUnverifiedAsync(ObjectReference reference, CancellationToken cancellation = default);

    /// <summary>Whether anything stands under that name; says nothing about its bytes.</summary>
    ValueTask<bool> ContainsAsync(ObjectReference reference, CancellationToken cancellation = default);
}
