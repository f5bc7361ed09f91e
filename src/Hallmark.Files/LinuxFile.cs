using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Hallmark.Files;

/// <summary>What the platform library has no call for: fdatasync(2), and the lock of fcntl(2) that belongs to an open file.</summary>
public static partial class LinuxFile
{
    private const int Interrupted = 4; // EINTR
    private const int TryAgain = 11; // EAGAIN
    private const int AccessDenied = 13; // EACCES
    private const int SetLock = 37; // F_OFD_SETLK
    private const short WriteLock = 1; // F_WRLCK

    /// <summary>Returns once data and length are on the disk.</summary>
    /// <exception cref="IOException">They may or may not be.</exception>
    public static void FlushData(SafeFileHandle file, string name)
    {
        while (FDataSync(file) != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            if (error != Interrupted)
            {
                throw Failed(name, "flushed", error);
            }
        }
    }

    /// <summary>Takes the writer's lock, held until the file is closed, however that comes about. Readers take none.</summary>
    /// <returns>False where another one holds it.</returns>
    public static bool TryLock(SafeFileHandle file, string name)
    {
        var whole = new FileLock { Type = WriteLock };
        if (FControl(file, SetLock, ref whole) == 0)
        {
            return true;
        }
        int error = Marshal.GetLastPInvokeError();
        return error is TryAgain or AccessDenied ? false : throw Failed(name, "locked", error);
    }

    private static IOException Failed(string name, string what, int error) =>
        new($"{name} cannot be {what}: {Marshal.GetPInvokeErrorMessage(error)}");

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FDataSync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FControl(SafeFileHandle file, int command, ref FileLock fileLock);

    /// <summary>struct flock of 64-bit Linux. A start and a length of 0 stand for the whole file.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct FileLock
    {
        public short Type;
        public short Whence;
        public long Start;
        public long Length;
        public int Process;
    }
}
