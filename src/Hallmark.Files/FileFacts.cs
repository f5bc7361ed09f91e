using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Hallmark.Files;

/// <summary>What stands under a name of the file system.</summary>
public enum FileKind
{
    Regular,
    Folder,
    Link,
    Socket,
    Pipe,
    Device,
    Other,
}

/// <summary>
/// What the file system says of what stands under a name, itself, not what a link leads to. The platform library tells neither sockets from
/// files nor whose they are.
/// </summary>
/// <param name="Owner">Number of the user it belongs to.</param>
/// <param name="Length">Bytes in it, as far as it says so.</param>
public readonly partial record struct FileFacts(FileKind Kind, uint Owner, long Length)
{
    private const int Here = -100; // AT_FDCWD
    private const int NoFollow = 0x100; // AT_SYMLINK_NOFOLLOW
    private const int EmptyPath = 0x1000; // AT_EMPTY_PATH
    private const uint BasicFacts = 0x7ff; // STATX_BASIC_STATS
    private const int NotThere = 2; // ENOENT
    private const int NoFolder = 20; // ENOTDIR

    /// <returns>Null where nothing has that name.</returns>
    /// <exception cref="IOException">It cannot be told.</exception>
    public static FileFacts? Find(string path) => OperatingSystem.IsLinux() ? Find(path, NoFollow) : FindByAttributes(path);

    /// <summary>The same of what a link leads to.</summary>
    /// <exception cref="IOException">It cannot be told.</exception>
    public static FileFacts? FindTarget(string path) => OperatingSystem.IsLinux() ? Find(path, 0)
        : Directory.Exists(path) ? new FileFacts(FileKind.Folder, UnixSocket.User, 0)
        : File.Exists(path) ? new FileFacts(FileKind.Regular, UnixSocket.User, new FileInfo(path).Length) : null;

    /// <summary>The same of what is open. For Linux alone.</summary>
    /// <exception cref="IOException">It cannot be told.</exception>
    internal static FileFacts Of(SafeFileHandle file) =>
        StatX((int)file.DangerousGetHandle(), "", EmptyPath, BasicFacts, out Facts facts) == 0
            ? facts.Read()
            : throw new IOException($"an open file cannot be looked at: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");

    /// <summary>See <see cref="FileIdentity"/>; null where there is no regular file. For Linux alone.</summary>
    internal static FileIdentity? FindIdentity(string path) =>
        StatX(Here, path, 0, BasicFacts, out Facts facts) == 0 && facts.Read().Kind == FileKind.Regular ? facts.Identity() : null;

    private static FileFacts? Find(string path, int flags)
    {
        if (StatX(Here, path, flags, BasicFacts, out Facts facts) == 0)
        {
            return facts.Read();
        }
        int error = Marshal.GetLastPInvokeError();
        return error is NotThere or NoFolder ? null : throw new IOException($"{path}: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    /// <summary>The kind in words, as in "is a folder".</summary>
    public string InWords => Kind switch
    {
        FileKind.Regular => "a file",
        FileKind.Folder => "a folder",
        FileKind.Link => "a symbolic link",
        FileKind.Socket => "a socket",
        FileKind.Pipe => "a pipe",
        FileKind.Device => "a device",
        _ => "no regular file",
    };

    private static FileFacts? FindByAttributes(string path)
    {
        var file = new FileInfo(path);
        bool there = file.Exists || file.LinkTarget is not null || Directory.Exists(path);
        return !there ? null
            : file.LinkTarget is not null ? new FileFacts(FileKind.Link, UnixSocket.User, 0)
            : Directory.Exists(path) ? new FileFacts(FileKind.Folder, UnixSocket.User, 0)
            : new FileFacts(FileKind.Regular, UnixSocket.User, file.Length);
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int StatX(int folder, string path, int flags, uint mask, out Facts facts);

    /// <summary>struct statx, which is the same on every Linux.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Facts
    {
        [FieldOffset(20)]
        public uint Owner;

        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Number;

        [FieldOffset(40)]
        public long Length;

        [FieldOffset(96)]
        public Moment Changed;

        [FieldOffset(112)]
        public Moment Written;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;

        public readonly FileIdentity Identity() =>
            new(((ulong)DeviceMajor << 32) | DeviceMinor, Number, Length, Written.Nanoseconds(), Changed.Nanoseconds());

        public readonly FileFacts Read() => new((Mode & 0xf000) switch
        {
            0x8000 => FileKind.Regular,
            0x4000 => FileKind.Folder,
            0xa000 => FileKind.Link,
            0xc000 => FileKind.Socket,
            0x1000 => FileKind.Pipe,
            0x2000 or 0x6000 => FileKind.Device,
            _ => FileKind.Other,
        }, Owner, Length);
    }

    /// <summary>struct statx_timestamp.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Moment
    {
        public long Seconds;
        public uint Fraction;
        public int Reserved;

        public readonly long Nanoseconds() => unchecked((Seconds * 1_000_000_000) + Fraction);
    }
}
