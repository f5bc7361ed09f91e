using Hallmark.Evidence;
using Hallmark.Files;

namespace Hallmark.Data.Custody;

/// <summary>
/// Small files in folders of one directory, each whole or not there, durable when a call returns. Names are made by the caller
/// from digests and numbers only. The directory is made with the first file, for its owner alone. Safe for concurrent use.
/// </summary>
internal sealed class SmallFiles : IDisposable
{
    private readonly RegularFiles _files;
    private readonly string _root;
    private readonly IncomingFiles _incoming;

    public SmallFiles(RegularFiles files)
    {
        (_files, _root) = (files, files.Path);
        _incoming = new IncomingFiles(Path.Combine(_root, IncomingFiles.FolderName));
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
    /// <exception cref="MalformedException">It is longer than <paramref name="limit"/>, or no regular file.</exception>
    public byte[]? Find(string folder, string name, int limit)
    {
        FileAnswer<byte[]> answer = _files.Read($"{folder}/{name}", limit);
        return answer is FileAnswer<byte[]>.Refused { Why: not FileRefusal.Unreadable } refused
            ? throw new MalformedException($"{folder}/{name}", refused.Reason)
            : answer.OrNull();
    }

    /// <summary>Makes the names in a folder durable.</summary>
    public void Flush(string folder) => DurableDirectory.Flush(Path.Combine(_root, folder));

    /// <summary>Names of the files in a folder, in no order; none when there is no folder.</summary>
    public IReadOnlyList<string> List(string folder) => _files.In(folder).List();

    /// <summary>Removes the file for good, through a power cut too; false when there was none.</summary>
    public bool Delete(string folder, string name)
    {
        return DurableFile.Delete(_files.In(folder), name);
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
