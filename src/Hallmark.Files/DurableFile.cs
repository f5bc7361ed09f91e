using System.Runtime.InteropServices;

namespace Hallmark.Files;

/// <summary>
/// Files that are whole or not there, written in the only order that survives a power cut: write beside the place, flush the bytes,
/// give the file its name, flush the name's directory. What fails removes what it had begun; a process that dies leaves at most a file
/// NAME.RANDOM.tmp, which nobody reads. Writers of one file do not disturb each other: the last one's bytes stay.
/// </summary>
public static partial class DurableFile
{
    /// <summary>A mode for secrets: read and written by their owner alone.</summary>
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const int Exists = 17; // EEXIST, the same number on every Unix

    /// <summary>Puts the bytes in the place of whatever stood under that name; durable when this returns.</summary>
    /// <param name="path">In a directory that is there.</param>
    /// <param name="bytes">All of the new file.</param>
    /// <param name="mode">Who may read and write it, from its first byte on; null for what the process gives to new files.</param>
    /// <exception cref="IOException">It may or may not stand there, and may not last.</exception>
    public static void Replace(string path, ReadOnlySpan<byte> bytes, UnixFileMode? mode = null)
    {
        if (FileFacts.Find(path) is { Kind: FileKind.Device })
        {
            // Who may do everything would have /dev/null be a file from then on.
            throw new IOException($"{path} is a device, in whose place no file is put");
        }
        Rename(WriteBeside(path, bytes, mode, flush: true), path);
    }

    /// <summary>The same for bytes that come piece by piece; where writing them fails, nothing of them stays.</summary>
    /// <exception cref="IOException">As above.</exception>
    public static async Task ReplaceAsync(string path, Func<Stream, Task> write, UnixFileMode? mode = null)
    {
        ArgumentNullException.ThrowIfNull(write);
        string beside = BesideOf(path);
        try
        {
            using FileStream file = CreateBeside(beside, mode);
            await write(file).ConfigureAwait(false);
            file.Flush(flushToDisk: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
        Rename(beside, path);
    }

    /// <summary>
    /// As <see cref="Replace"/>, but after a power cut the file may be the old one, or torn: for what is looked at before it is
    /// believed, and can be made again.
    /// </summary>
    public static void ReplaceUnflushed(string path, ReadOnlySpan<byte> bytes) =>
        File.Move(WriteBeside(path, bytes, null, flush: false), path, overwrite: true);

    /// <summary>
    /// Makes the file unless there is one of that name: then false, and it is as durable as a new one. Of several who try at once one
    /// succeeds.
    /// </summary>
    /// <exception cref="IOException">As <see cref="Replace"/>; on a file system without hard links always.</exception>
    public static bool TryCreate(string path, ReadOnlySpan<byte> bytes, UnixFileMode? mode = null) =>
        TryRename(WriteBeside(path, bytes, mode, flush: true), path);

    /// <summary>The last two steps, for a file that was written and flushed elsewhere on the same file system.</summary>
    public static void Rename(string written, string path)
    {
        try
        {
            File.Move(written, path, overwrite: true);
        }
        catch
        {
            File.Delete(written);
            throw;
        }
        DurableDirectory.Flush(DirectoryOf(path));
    }

    /// <summary>As <see cref="Rename"/>, unless that name is taken: then false, and the written file is gone.</summary>
    /// <exception cref="IOException">The file cannot be renamed; on a file system without hard links it never can.</exception>
    public static bool TryRename(string written, string path)
    {
        bool made;
        try
        {
            made = TryLink(written, path);
        }
        finally
        {
            File.Delete(written);
        }
        DurableDirectory.Flush(DirectoryOf(path));
        return made;
    }

    /// <summary>
    /// Removes a file for good, through a power cut too; false where there was none. No link is followed: what is outside the folder stays.
    /// </summary>
    /// <exception cref="IOException">A folder on the way to it is no folder, or it cannot be removed.</exception>
    public static bool Delete(RegularFiles files, string name)
    {
        int slash = name.LastIndexOf('/');
        RegularFiles parent = slash < 0 ? files : files.In(name[..slash]);
        using FolderHandle? folder = parent.OpenFolder();
        if (folder is null)
        {
            return false;
        }
        string path = Path.Combine(folder.Path, name[(slash + 1)..]);
        bool found = FileFacts.Find(path) is not null;
        File.Delete(path);
        DurableDirectory.Flush(folder.Path); // also when it was missing: whoever deleted it may have died before this
        return found;
    }

    private static string WriteBeside(string path, ReadOnlySpan<byte> bytes, UnixFileMode? mode, bool flush)
    {
        string beside = BesideOf(path);
        try
        {
            using FileStream file = CreateBeside(beside, mode);
            file.Write(bytes);
            file.Flush(flush);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
        return beside;
    }

    private static string BesideOf(string path) => $"{path}.{Path.GetRandomFileName()}.tmp";

    private static FileStream CreateBeside(string beside, UnixFileMode? mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (mode is not null && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }
        return new FileStream(beside, options);
    }

    /// <summary>
    /// The platform library's own move looks first and then renames, so several could succeed; a hard link is made by one.
    /// </summary>
    private static bool TryLink(string written, string path)
    {
        if (OperatingSystem.IsWindows())
        {
            try
            {
                File.Move(written, path, overwrite: false);
                return true;
            }
            catch (IOException) when (File.Exists(path))
            {
                return false;
            }
        }
        if (Link(written, path) == 0)
        {
            return true;
        }
        int error = Marshal.GetLastPInvokeError();
        return error == Exists ? false : throw new IOException($"{path} cannot be made: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    private static string DirectoryOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path))!;

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Link(string from, string to);
}
