using Microsoft.Win32.SafeHandles;

namespace Hallmark.Files;

/// <summary>
/// The regular files below a folder for whose contents nobody vouches, such as a home that somebody else filled. The folder itself is the
/// caller's word and may be reached by links; below it nothing is followed, opened or waited for but regular files: no symbolic link, no
/// pipe, socket, device or folder, and no more bytes than a file of its kind can have. So a reader ends, reads nothing outside, and takes
/// no more memory than its caller says. Contrast <see cref="InputFiles"/>, for single files that a user names, and
/// <see cref="DurableFile"/>, which writes.
/// </summary>
/// <remarks>Looks at the folder anew with every call, and keeps nothing open; safe for use by several threads.</remarks>
public sealed class RegularFiles
{
    private readonly string _root;
    private readonly string _below; // of the root; empty for the root itself
    private readonly bool _stepwise;

    /// <param name="root">A folder, which need not be there.</param>
    public RegularFiles(string root)
        : this(System.IO.Path.GetFullPath(root), "", stepwise: false)
    {
    }

    private RegularFiles(string root, string below, bool stepwise) => (_root, _below, _stepwise) = (root, below, stepwise);

    /// <summary>Full path of the folder.</summary>
    public string Path => System.IO.Path.Combine(_root, _below);

    /// <summary>Whether anything has this name, whatever it is.</summary>
    public bool Has(string name) => FileFacts.Find(PathOf(name)) is not null;

    /// <summary>Full path of a file of the folder, for messages and for writing.</summary>
    public string PathOf(string name) => System.IO.Path.Combine(_root, Below(name));

    /// <summary>A folder of this folder; the links that are not followed begin where they did.</summary>
    public RegularFiles In(string folder) => new(_root, Below(folder), _stepwise);

    /// <summary>Makes the folder where it is not there, with a durable name, for whoever writes into it.</summary>
    /// <exception cref="FileRefusedException">
    /// Something else stands on the way below the root: behind a link a writer would end wherever that leads.
    /// </exception>
    public void Create()
    {
        string path = _root;
        foreach (string part in _below.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            path = System.IO.Path.Combine(path, part);
            if (FileFacts.Find(path) is { Kind: not FileKind.Folder } other)
            {
                throw new FileRefusedException(path, FileRefusal.Kind, $"is {other.InWords}, not a folder to write into");
            }
        }
        DurableDirectory.Create(Path);
    }

    /// <summary>The same as on a kernel that knows no openat2(2): for tests.</summary>
    internal RegularFiles Stepwise() => new(_root, _below, stepwise: true);

    /// <summary>Opens a file for reading.</summary>
    /// <param name="name">One name, or several with slashes between; none is empty, <c>.</c> or <c>..</c>.</param>
    /// <param name="limit">The most bytes that it may have.</param>
    /// <param name="access">Write as well, for whoever holds the lock of what it is.</param>
    public FileAnswer<SafeFileHandle> Open(string name, long limit, FileAccess access = FileAccess.Read)
    {
        string below = Below(name);
        FileAnswer<SafeFileHandle> opened = Beneath.Open(_root, below, access, _stepwise);
        if (opened is FileAnswer<SafeFileHandle>.Found found && RandomAccess.GetLength(found.Value) is var length && length > limit)
        {
            found.Value.Dispose();
            return new FileAnswer<SafeFileHandle>.Refused(
                PathOf(name), FileRefusal.Size, $"has {length} bytes, more than the {limit} that there may be");
        }
        return opened;
    }

    /// <summary>The same as a stream.</summary>
    public FileAnswer<FileStream> OpenStream(string name, long limit) => Open(name, limit) switch
    {
        FileAnswer<SafeFileHandle>.Found found => new FileAnswer<FileStream>.Found(new FileStream(found.Value, FileAccess.Read, 1)),
        FileAnswer<SafeFileHandle>.Refused refused => new FileAnswer<FileStream>.Refused(refused.Path, refused.Why, refused.Reason),
        _ => new FileAnswer<FileStream>.Missing(),
    };

    /// <summary>All bytes of a file.</summary>
    /// <param name="name">As above.</param>
    /// <param name="limit">As above; never more are read, also where it grows meanwhile.</param>
    public FileAnswer<byte[]> Read(string name, int limit)
    {
        switch (Open(name, limit))
        {
            case FileAnswer<SafeFileHandle>.Found { Value: var file }:
                using (file)
                {
                    return ReadAll(file, limit, PathOf(name));
                }
            case FileAnswer<SafeFileHandle>.Refused refused:
                return new FileAnswer<byte[]>.Refused(refused.Path, refused.Why, refused.Reason);
            default:
                return new FileAnswer<byte[]>.Missing();
        }
    }

    /// <summary>The names in this folder, in no order, whatever has them; none where there is no such folder.</summary>
    /// <exception cref="FileRefusedException">It, or a folder above it, is a link or no folder, or cannot be looked at.</exception>
    public IReadOnlyList<string> List() => List(int.MaxValue);

    /// <summary>The same of no more than so many names, for folders that somebody else may have filled.</summary>
    /// <exception cref="FileRefusedException">As above.</exception>
    public IReadOnlyList<string> List(int limit)
    {
        using FolderHandle? folder = OpenFolder();
        return folder is null
            ? []
            : [.. Directory.EnumerateFileSystemEntries(folder.Path).Take(limit).Select(path => System.IO.Path.GetFileName(path))];
    }

    /// <summary>This folder, kept open, so that what is done in it is done there and nowhere else; null where there is none.</summary>
    /// <exception cref="FileRefusedException">As above.</exception>
    internal FolderHandle? OpenFolder() => Beneath.OpenFolder(_root, _below, _stepwise).OrNull();

    private static FileAnswer<byte[]> ReadAll(SafeFileHandle file, int limit, string path)
    {
        try
        {
            byte[] bytes = new byte[Math.Min(RandomAccess.GetLength(file), limit)];
            int total = 0;
            while (total < bytes.Length && RandomAccess.Read(file, bytes.AsSpan(total), total) is > 0 and var read)
            {
                total += read;
            }
            return new FileAnswer<byte[]>.Found(total == bytes.Length ? bytes : bytes[..total]);
        }
        catch (IOException e)
        {
            return new FileAnswer<byte[]>.Refused(path, FileRefusal.Unreadable, $"cannot be read: {e.Message}");
        }
    }

    private string Below(string name) => name.Split('/').All(part => part is not ("" or "." or "..") && !part.Contains('\0'))
        ? _below.Length == 0 ? name : $"{_below}/{name}"
        : throw new ArgumentException($"'{name}' names nothing below a folder.", nameof(name));
}
