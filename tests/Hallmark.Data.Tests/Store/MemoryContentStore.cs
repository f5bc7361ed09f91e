using System.Collections.Concurrent;
using Hallmark.Data.Store;
using Hallmark.Evidence;

namespace Hallmark.Data.Tests.Store;

/// <summary>A store whose objects tests can damage.</summary>
internal sealed class MemoryContentStore : IContentStore
{
    public ConcurrentDictionary<Digest, byte[]> Objects { get; } = new();

    public async ValueTask<ObjectReference> PutAsync(ReadOnlyMemory<byte> content, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        ObjectReference reference = ObjectReference.Of(content.Span);
        if (!Objects.TryAdd(reference.Digest, content.ToArray()))
        {
            await ReadAsync(reference, cancellation).ConfigureAwait(false);
        }
        return reference;
    }

    public async ValueTask<ObjectReference> PutAsync(Stream content, CancellationToken cancellation = default)
    {
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, cancellation).ConfigureAwait(false);
        return await PutAsync(copy.ToArray(), cancellation).ConfigureAwait(false);
    }

    public ValueTask<byte[]> ReadAsync(ObjectReference reference, CancellationToken cancellation = default) =>
        cancellation.IsCancellationRequested ? ValueTask.FromCanceled<byte[]>(cancellation)
        : !Objects.TryGetValue(reference.Digest, out byte[]? found) ? Fault(reference, ContentFault.Missing)
        : ObjectReference.Of(found) != reference ? Fault(reference, ContentFault.Altered)
        : ValueTask.FromResult<byte[]>([.. found]);

    public ValueTask<Stream?> OpenUnverifiedAsync(ObjectReference reference, CancellationToken cancellation = default) =>
        ValueTask.FromResult<Stream?>(Objects.TryGetValue(reference.Digest, out byte[]? found) ? new MemoryStream(found) : null);

    public ValueTask<bool> ContainsAsync(ObjectReference reference, CancellationToken cancellation = default) =>
        ValueTask.FromResult(Objects.ContainsKey(reference.Digest));

    public ValueTask<bool> DeleteAsync(ObjectReference reference, CancellationToken cancellation = default) =>
        cancellation.IsCancellationRequested ? ValueTask.FromCanceled<bool>(cancellation) : ValueTask.FromResult(
            Objects.TryRemove(reference.Digest, out _));

    private static ValueTask<byte[]> Fault(ObjectReference reference, ContentFault fault) =>
        ValueTask.FromException<byte[]>(new ContentException(reference, fault, fault.ToString()));
}
