using Hallmark.Evidence;
using Hallmark.Files;

namespace Hallmark.Data.Custody;

/// <summary>
/// Small files in folders of one directory, each whole or not there, durable when a call returns. Names are made by the caller
/// from digests and numbers only. The directory is made with the first file, for its owner alone. Safe for concurrent use.
/// </summary>
internal sealed class SmallFiles : IDisposable
{
    private readonly string _root;
    private readonly IncomingFiles _incoming;

    public SmallFiles(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        _root = Path.GetFullPath(directory);
        _incoming = new IncomingFiles(Path.Combine(_root, "incoming"));
    }

    public void Dispose() => _incoming.Dispose();

    /// <summary>Makes the file; false when it is there already, and then it is durable too.</summary>
    public bool TryCreate(string folder, string name, ReadOnlySpan<byte> bytes)
    {
        string target = Prepare(folder, name, bytes, out string written);
        return DurableFile.TryRename(written, target);
    }

    /// <summary>Makes the file, in the place of one that is there.</summary>
    public void Replace(string folder, string name, ReadOnlySpan<byte> bytes)
    {
        string target = Prepare(folder, name, bytes, out string written);
        DurableFile.Rename(written, target);
    }

    /// <summary>All bytes of the file; null when there is none.</summary>
    /// <exception cref="MalformedException">It is longer than <paramref name="limit"/>.</exception>
    public byte[]? Find(string folder, string name, int limit)
    {
        try
        {
            using var file = new FileStream(
                Path.Combine(_root, folder, name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
            if (file.Length > limit)
            {
                throw new MalformedException($"{folder}/{name}", $"has {file.Length} bytes, more than {limit}");
            }
            byte[] bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Makes the names in a folder durable.</summary>
    public void Flush(string folder) => DurableDirectory.Flush(Path.Combine(_root, folder));

    /// <summary>Names of the files in a folder, in no order; none when there is no folder.</summary>
    public IReadOnlyList<string> List(string folder)
    {
        string directory = Path.Combine(_root, folder);
        return Directory.Exists(directory) ? [.. Directory.GetFiles(directory).Select(path => Path.GetFileName(path))] : [];
    }

    /// <summary>Removes the file for good, through a power cut too; false when there was none.</summary>
    public bool Delete(string folder, string name)
    {
        string directory = Path.Combine(_root, folder);
        if (!Directory.Exists(directory))
        {
            return false;
        }
        string path = Path.Combine(directory, name);
        bool found = File.Exists(path);
        File.Delete(path);
        DurableDirectory.Flush(directory); // also when it was missing: whoever deleted it may have died before this
        return found;
    }

    /// <summary>Writes the bytes beside their place and makes sure that the place has a folder.</summary>
    private string Prepare(string folder, string name, ReadOnlySpan<byte> bytes, out string written)
    {
        string directory = Path.Combine(_root, folder);
        DurableDirectory.Create(_root, ownerOnly: true);
        DurableDirectory.Create(directory);
        using FileStream file = _incoming.Create(out written);
        file.Write(bytes);
        file.Flush(flushToDisk: true);
        return Path.Combine(directory, name);
    }
}
