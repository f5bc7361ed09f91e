using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Hallmark.Data.Store;

/// <summary>
/// Makes the names in a directory durable. A renamed file survives a power cut only once its directory has been flushed, and
/// the platform library offers no call for that.
/// </summary>
public static class DurableDirectory
{
    private const int ReadOnly = 0;
    private const int Exists = 17; // EEXIST, the same number on every Unix

    /// <summary>Makes a directory and those above it that are missing, each with a durable name; one that is there is left as it is.</summary>
    public static void Create(string directory)
    {
        string full = Path.GetFullPath(directory);
        if (Directory.Exists(full) || Path.GetDirectoryName(full) is not { } parent)
        {
            return;
        }
        Create(parent);
        Directory.CreateDirectory(full);
        Flush(parent);
    }

    /// <exception cref="IOException">The directory could not be flushed, so the new name may not last.</exception>
    public static void Flush(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // NTFS journals names itself.
        }
        int descriptor = open(directory, ReadOnly);
        if (descriptor < 0)
        {
            throw Failed(directory);
        }
        int result = fsync(descriptor);
        IOException? failure = result == 0 ? null : Failed(directory);
        _ = close(descriptor);
        if (failure is not null)
        {
            throw failure;
        }
    }

    /// <summary>
    /// Gives a file another name, unless that name is taken: then false, and nothing was changed. One of several who try at once
    /// succeeds; the platform library's own call looks first and then renames, so several could.
    /// </summary>
    /// <exception cref="IOException">The file cannot be renamed; on a file system without hard links it never can.</exception>
    internal static bool TryMove(string from, string to)
    {
        if (OperatingSystem.IsWindows())
        {
            try
            {
                File.Move(from, to, overwrite: false);
                return true;
            }
            catch (IOException) when (File.Exists(to))
            {
                return false;
            }
        }
        if (link(from, to) == 0)
        {
            File.Delete(from);
            return true;
        }
        int error = Marshal.GetLastPInvokeError();
        return error == Exists ? false : throw new IOException($"{to} cannot be made: {new Win32Exception(error).Message}");
    }

    private static IOException Failed(string directory) =>
        new($"{directory} cannot be flushed: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");

#pragma warning disable SYSLIB1054 // Generated marshalling would need unsafe code in the project for four calls.
#pragma warning disable IDE1006
    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int fsync(int descriptor);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int close(int descriptor);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int link(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string from, [MarshalAs(UnmanagedType.LPUTF8Str)] string to);
#pragma warning restore IDE1006
#pragma warning restore SYSLIB1054
}
