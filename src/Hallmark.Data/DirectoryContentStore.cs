using System.Security.Cryptography;
using Hallmark.Evidence;

namespace Hallmark.Data;

/// <summary>
/// A content store in a local directory: the object <c>abcdef…</c> is the file <c>ab/cdef…</c>.
/// <para>
/// Stages of a put: write to <c>incoming/</c>, flush the file, rename it to its name, flush the directory. A process that dies
/// before the rename leaves a file in <c>incoming/</c> that no one refers to; opening the store removes it, unless a living
/// process still holds it. One that dies after the rename leaves a complete object that the next put finds.
/// </para>
/// </summary>
public sealed class DirectoryContentStore : IContentStore
{
    private const string IncomingName = "incoming";
    private const int CopySize = 128 << 10;
    private readonly string _root;
    private readonly string _incoming;
    private int _sequence;

    /// <param name="directory">Made when it is not there.</param>
    public DirectoryContentStore(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        _root = Path.GetFullPath(directory);
        _incoming = Path.Combine(_root, IncomingName);
        Directory.CreateDirectory(_incoming);
        RemoveLeftovers();
    }

    public ObjectReference Put(ReadOnlyMemory<byte> content)
    {
        ObjectReference reference = ObjectReference.Of(content.Span);
        if (Contains(reference))
        {
            Read(reference);
            return reference;
        }
        using FileStream file = CreateIncoming(out string path);
        Publish(file, path, reference, () => file.Write(content.Span));
        return reference;
    }

    public ObjectReference Put(Stream content)
    {
        ArgumentNullException.ThrowIfNull(content);
        using FileStream file = CreateIncoming(out string path);
        ObjectReference reference = default;
        try
        {
            reference = CopyHashed(content, file);
            if (Contains(reference))
            {
                Verify(reference);
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

    public byte[] Read(ObjectReference reference)
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

    public Stream? ReadUnverified(ObjectReference reference)
    {
        try
        {
            return Open(reference);
        }
        catch (ContentException)
        {
            return null;
        }
    }

    public bool Contains(ObjectReference reference) => File.Exists(PathOf(reference.Digest));

    public bool Delete(ObjectReference reference)
    {
        if (!Contains(reference))
        {
            return false;
        }
        string path = PathOf(reference.Digest);
        File.Delete(path);
        DurableDirectory.Flush(Path.GetDirectoryName(path)!);
        return true;
    }

    private static ContentException Altered(ObjectReference reference, string how) =>
        new(reference, ContentFault.Altered, $"altered in the content store: {how}");

    private static void CheckSize(FileStream file, ObjectReference reference)
    {
        if (file.Length != reference.Size)
        {
            throw Altered(reference, $"it has {file.Length} bytes, not {reference.Size}");
        }
    }

    private static ObjectReference CopyHashed(Stream content, FileStream file)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[CopySize];
        long size = 0;
        for (int read = content.Read(buffer); read > 0; read = content.Read(buffer))
        {
            hash.AppendData(buffer, 0, read);
            file.Write(buffer, 0, read);
            size += read;
        }
        return new ObjectReference(Digest.FromBytes(hash.GetHashAndReset()), size);
    }

    private string PathOf(Digest digest)
    {
        string name = digest.ToString();
        return Path.Combine(_root, name[..2], name[2..]);
    }

    private FileStream Open(ObjectReference reference)
    {
        try
        {
            return new FileStream(PathOf(reference.Digest), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ContentException(reference, ContentFault.Missing, "missing from the content store");
        }
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

    /// <summary>A new file that this process holds alone, which is how others see that it is no leftover.</summary>
    private FileStream CreateIncoming(out string path)
    {
        path = Path.Combine(_incoming, $"{Environment.ProcessId}-{Interlocked.Increment(ref _sequence)}-{Path.GetRandomFileName()}");
        return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1);
    }

    private void Publish(FileStream file, string path, ObjectReference reference, Action write)
    {
        string target = PathOf(reference.Digest);
        string directory = Path.GetDirectoryName(target)!;
        try
        {
            write();
            file.Flush(flushToDisk: true);
            if (!Directory.Exists(directory))
            {
                Directory.CreateDirectory(directory);
                DurableDirectory.Flush(_root);
            }
            File.Move(path, target, overwrite: true); // an equal object put at the same time has equal bytes
        }
        catch
        {
            File.Delete(path);
            throw;
        }
        DurableDirectory.Flush(directory);
    }

    private void RemoveLeftovers()
    {
        foreach (string path in Directory.EnumerateFiles(_incoming))
        {
            try
            {
                using var held = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
                File.Delete(path);
            }
            catch (IOException)
            {
                // Another process is writing it.
            }
        }
    }
}
