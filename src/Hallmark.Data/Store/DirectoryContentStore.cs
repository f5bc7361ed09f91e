using System.Security.Cryptography;
using Hallmark.Evidence;
using Hallmark.Files;

namespace Hallmark.Data.Store;

/// <summary>
/// A content store in a local directory: the object <c>abcdef…</c> is the file <c>ab/cdef…</c>.
/// <para>
/// Stages of a put: write to <c>incoming/</c>, flush the file, rename it to its name, flush the directory. A process that dies
/// before the rename leaves a file in <c>incoming/</c> that no one refers to (<see cref="IncomingFiles.RemoveLeftovers"/>). One that dies
/// after the rename leaves a complete object that the next put finds.
/// </para>
/// </summary>
public sealed class DirectoryContentStore : IContentStore, IDisposable
{
    private const int CopySize = 128 << 10;
    private readonly RegularFiles _files;
    private readonly string _root;
    private readonly IncomingFiles _incoming;
    private readonly HashSet<string> _durable = new(StringComparer.Ordinal); // directories whose names are known to last

    /// <param name="directory">Made with the first object; one that is only read is left as it is.</param>
    public DirectoryContentStore(string directory)
        : this(new RegularFiles(directory))
    {
    }

    /// <param name="files">The folder; made with the first object; one that is only read is left as it is.</param>
    public DirectoryContentStore(RegularFiles files)
    {
        (_files, _root) = (files, files.Path);
        _incoming = new IncomingFiles(Path.Combine(_root, IncomingFiles.FolderName));
    }

    public void Dispose() => _incoming.Dispose();

    public ValueTask<ObjectReference> PutAsync(ReadOnlyMemory<byte> content, CancellationToken cancellation = default) =>
        Now(() => Put(content), cancellation);

    public async ValueTask<ObjectReference> PutAsync(Stream content, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        using FileStream file = _incoming.Create(out string path);
        ObjectReference reference = default;
        try
        {
            reference = await CopyHashedAsync(content, file, cancellation).ConfigureAwait(false);
            if (Contains(reference))
            {
                Verify(reference);
                FlushName(reference);
                File.Delete(path);
                return reference;
            }
        }
        catch
        {
            File.Delete(path);
            throw;
        }
        Publish(file, path, reference, () => { });
        return reference;
    }

    public ValueTask<byte[]> ReadAsync(ObjectReference reference, CancellationToken cancellation = default) =>
        Now(() => Read(reference), cancellation);

    public ValueTask<Stream?> OpenUnverifiedAsync(ObjectReference reference, CancellationToken cancellation = default) =>
        Now(() => TryOpen(reference), cancellation);

    public ValueTask<bool> ContainsAsync(ObjectReference reference, CancellationToken cancellation = default) =>
        Now(() => Contains(reference), cancellation);

    public ValueTask<bool> DeleteAsync(ObjectReference reference, CancellationToken cancellation = default) =>
        Now(() => Delete(reference), cancellation);

    /// <summary>
    /// Done before it returns: there is no other way to flush a local file or to rename one, and reading on another thread would
    /// only keep two of them waiting.
    /// </summary>
    private static ValueTask<T> Now<T>(Func<T> work, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<T>(cancellation);
        }
        try
        {
            return ValueTask.FromResult(work());
        }
#pragma warning disable CA1031 // Nothing is swallowed: whoever awaits gets it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return ValueTask.FromException<T>(e);
        }
    }

    private ObjectReference Put(ReadOnlyMemory<byte> content)
    {
        ObjectReference reference = ObjectReference.Of(content.Span);
        if (Contains(reference))
        {
            Read(reference);
            FlushName(reference);
            return reference;
        }
        using FileStream file = _incoming.Create(out string path);
        Publish(file, path, reference, () => file.Write(content.Span));
        return reference;
    }

    private byte[] Read(ObjectReference reference)
    {
        using FileStream file = Open(reference);
        CheckSize(file, reference);
        byte[] content = new byte[checked((int)reference.Size)];
        int read = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        if (read < content.Length || Digest.Of(content) != reference.Digest)
        {
            throw Altered(reference, "its bytes have another digest");
        }
        return content;
    }

    private Stream? TryOpen(ObjectReference reference)
    {
        try
        {
            return Open(reference);
        }
        catch (ContentException e)
        {
            return e.Fault == ContentFault.Missing ? null : Stream.Null;
        }
    }

    private bool Contains(ObjectReference reference) => _files.Has(NameOf(reference.Digest));

    private bool Delete(ObjectReference reference) => DurableFile.Delete(_files, NameOf(reference.Digest));

    private static ContentException Altered(ObjectReference reference, string how) =>
        new(reference, ContentFault.Altered, $"altered in the content store: {how}");

    private static void CheckSize(FileStream file, ObjectReference reference)
    {
        if (file.Length != reference.Size)
        {
            throw Altered(reference, $"it has {file.Length} bytes, not {reference.Size}");
        }
    }

    private static async ValueTask<ObjectReference> CopyHashedAsync(Stream content, FileStream file, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[CopySize];
        long size = 0;
        int read;
        while ((read = await content.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0)
        {
            hash.AppendData(buffer, 0, read);
            file.Write(buffer, 0, read);
            size += read;
        }
        return new ObjectReference(Digest.FromBytes(hash.GetHashAndReset()), size);
    }

    private static string NameOf(Digest digest)
    {
        string name = digest.ToString();
        return $"{name[..2]}/{name[2..]}";
    }

    private string PathOf(Digest digest) => _files.PathOf(NameOf(digest));

    private FileStream Open(ObjectReference reference)
    {
        FileAnswer<FileStream> answer = _files.OpenStream(NameOf(reference.Digest), SizeLimits.Streamed);
        if (answer is FileAnswer<FileStream>.Refused { Why: not FileRefusal.Unreadable } refused)
        {
            throw Altered(reference, $"{refused.Path} {refused.Reason}");
        }
        return answer.OrNull() ?? throw new ContentException(reference, ContentFault.Missing, "missing from the content store");
    }

    private void Verify(ObjectReference reference)
    {
        using FileStream file = Open(reference);
        CheckSize(file, reference);
        if (Digest.FromBytes(SHA256.HashData(file)) != reference.Digest)
        {
            throw Altered(reference, "its bytes have another digest");
        }
    }

    /// <summary>Whoever put the object first may not have come to the last stage.</summary>
    private void FlushName(ObjectReference reference)
    {
        string directory = Path.GetDirectoryName(PathOf(reference.Digest))!;
        MakeDurable(directory);
        DurableDirectory.Flush(directory);
    }

    /// <summary>Also flushes a directory that somebody else has just made, once for each.</summary>
    private void MakeDurable(string directory)
    {
        lock (_durable)
        {
            if (!_durable.Contains(directory))
            {
                Directory.CreateDirectory(directory);
                DurableDirectory.Flush(_root);
                _durable.Add(directory);
            }
        }
    }

    private void Publish(FileStream file, string path, ObjectReference reference, Action write)
    {
        string target = PathOf(reference.Digest);
        string directory = Path.GetDirectoryName(target)!;
        try
        {
            write();
            file.Flush(flushToDisk: true);
            file.Dispose();
            MakeDurable(directory);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
        DurableFile.Rename(path, target); // an equal object put at the same time has equal bytes
        GC.KeepAlive(_incoming); // its lock must outlive the file's stay among the incoming
    }
}
