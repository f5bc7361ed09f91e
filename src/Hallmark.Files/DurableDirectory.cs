using System.Runtime.InteropServices;

namespace Hallmark.Files;

/// <summary>
/// Makes the names in a directory durable. A renamed file survives a power cut only once its directory has been flushed, and the
/// platform library offers no call for that.
/// </summary>
public static partial class DurableDirectory
{
    private const int ReadOnly = 0;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>
    /// Makes a directory and those above it that are missing, each with a durable name; one that is there is left as it is.
    /// </summary>
    /// <param name="directory">A path.</param>
    /// <param name="ownerOnly">Whether a new one, but not those above it, is for its owner alone.</param>
    public static void Create(string directory, bool ownerOnly = false)
    {
        string full = Path.GetFullPath(directory);
        if (Directory.Exists(full) || Path.GetDirectoryName(full) is not { } parent)
        {
            return;
        }
        Create(parent);
        if (ownerOnly && !OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(full, OwnerOnly);
        }
        else
        {
            Directory.CreateDirectory(full);
        }
        Flush(parent);
    }

    /// <exception cref="IOException">The directory could not be flushed, so the new name may not last.</exception>
    public static void Flush(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // NTFS journals names itself.
        }
        int descriptor = Open(directory, ReadOnly);
        if (descriptor < 0)
        {
            throw Failed(directory);
        }
        int result = FSync(descriptor);
        IOException? failure = result == 0 ? null : Failed(directory);
        _ = Close(descriptor);
        if (failure is not null)
        {
            throw failure;
        }
    }

    private static IOException Failed(string directory) =>
        new($"{directory} cannot be flushed: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
