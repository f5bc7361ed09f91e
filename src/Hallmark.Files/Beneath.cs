using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Hallmark.Files;

/// <summary>
/// Opening what lies below a folder without following a link on the way: openat2(2) with RESOLVE_BENEATH and RESOLVE_NO_SYMLINKS, and on
/// kernels that do not know it, or are told not to, folder by folder with O_NOFOLLOW. Other systems look before they open.
/// </summary>
internal static partial class Beneath
{
    private const int ReadWrite = 2; // O_RDWR
    private const int NoTerminal = 0x100; // O_NOCTTY
    private const int NonBlocking = 0x800; // O_NONBLOCK: opening a pipe does not wait for its other end
    private const int CloseOnExec = 0x80000; // O_CLOEXEC
    private const int OnlyPath = 0x200000; // O_PATH
    private const int SetStatus = 4; // F_SETFL

    private const int NotPermitted = 1; // EPERM, by which containers keep openat2 from being called
    private const int NotThere = 2; // ENOENT
    private const int Interrupted = 4; // EINTR
    private const int NoSuchDevice = 6; // ENXIO: a socket
    private const int TryAgain = 11; // EAGAIN
    private const int NoFolder = 20; // ENOTDIR
    private const int IsFolder = 21; // EISDIR
    private const int NoSuchCall = 38; // ENOSYS
    private const int Loop = 40; // ELOOP: a link

    private const long OpenAt2Number = 437; // on every architecture
    private const ulong Resolve = 0x08 | 0x04 | 0x02; // RESOLVE_BENEATH, RESOLVE_NO_SYMLINKS, RESOLVE_NO_MAGICLINKS

    // Some architectures number these two differently.
    private static readonly int FolderOnly = IsArm ? 0x4000 : 0x10000; // O_DIRECTORY
    private static readonly int NoFollow = IsArm ? 0x8000 : 0x20000; // O_NOFOLLOW

    private static bool IsArm => RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm;

    public static FileAnswer<SafeFileHandle> Open(string root, string below, FileAccess access, bool stepwise)
    {
        if (!OperatingSystem.IsLinux())
        {
            return OpenLooking(root, below, access);
        }
        int flags = (access == FileAccess.Read ? 0 : ReadWrite) | NonBlocking | NoTerminal | CloseOnExec;
        FileAnswer<SafeFileHandle> opened = OpenBelow(root, below, flags, FileKind.Regular, stepwise);
        if (opened is not FileAnswer<SafeFileHandle>.Found { Value: var file })
        {
            return opened;
        }
        FileFacts facts = FileFacts.Of(file);
        if (facts.Kind != FileKind.Regular)
        {
            file.Dispose();
            return Refused(root, below, FileRefusal.Kind, NotRegular(facts));
        }
        _ = FileControl(file, SetStatus, 0); // the platform takes a handle that does not block for one of another kind
        return opened;
    }

    public static FileAnswer<FolderHandle> OpenFolder(string root, string below, bool stepwise)
    {
        string path = Path.Combine(root, below);
        if (!OperatingSystem.IsLinux())
        {
            return FindOffender(root, below, FileKind.Folder) is { } offender
                    ? new FileAnswer<FolderHandle>.Refused(offender.Path, offender.Why, offender.Reason)
                : Directory.Exists(path) ? new FileAnswer<FolderHandle>.Found(new FolderHandle(null, path))
                : new FileAnswer<FolderHandle>.Missing();
        }
        return OpenBelow(root, below, OnlyPath | FolderOnly | CloseOnExec, FileKind.Folder, stepwise) switch
        {
            FileAnswer<SafeFileHandle>.Found found => new FileAnswer<FolderHandle>.Found(new FolderHandle(found.Value, path)),
            FileAnswer<SafeFileHandle>.Refused refused =>
                new FileAnswer<FolderHandle>.Refused(refused.Path, refused.Why, refused.Reason),
            _ => new FileAnswer<FolderHandle>.Missing(),
        };
    }

    /// <param name="below">Empty for the root itself.</param>
    /// <param name="wanted">What it should be.</param>
    private static FileAnswer<SafeFileHandle> OpenBelow(string root, string below, int flags, FileKind wanted, bool stepwise)
    {
        SafeFileHandle? folder = TryOpen(() => OpenPath(root, OnlyPath | FolderOnly | CloseOnExec), out int error);
        if (folder is null || below.Length == 0)
        {
            return Answer(root, "", FileKind.Folder, folder, error);
        }
        using (folder)
        {
            SafeFileHandle? file = stepwise ? null : TryOpen(() => OpenAt2(folder, below, flags), out error);
            if (stepwise || (file is null && error is NoSuchCall or NotPermitted or TryAgain))
            {
                file = OpenStepwise(folder, below.Split('/'), flags, out error);
            }
            return Answer(root, below, wanted, file, error);
        }
    }

    private static SafeFileHandle? OpenStepwise(SafeFileHandle root, string[] parts, int flags, out int error)
    {
        SafeFileHandle folder = root;
        error = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            bool last = i == parts.Length - 1;
            int step = last ? flags : OnlyPath | FolderOnly | CloseOnExec;
            SafeFileHandle from = folder;
            string part = parts[i];
            SafeFileHandle? next = TryOpen(() => OpenAt(from, part, step | NoFollow), out error);
            if (!ReferenceEquals(from, root))
            {
                from.Dispose();
            }
            if (next is null || last)
            {
                return next;
            }
            folder = next;
        }
        return null;
    }

    private static SafeFileHandle? TryOpen(Func<int> open, out int error)
    {
        while (true)
        {
            int descriptor = open();
            error = descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
            if (descriptor >= 0)
            {
                return new SafeFileHandle(descriptor, ownsHandle: true);
            }
            if (error != Interrupted)
            {
                return null;
            }
        }
    }

    private static FileAnswer<SafeFileHandle> Answer(string root, string below, FileKind wanted, SafeFileHandle? opened, int error)
    {
        return error switch
        {
            0 => new FileAnswer<SafeFileHandle>.Found(opened!),
            NotThere => new FileAnswer<SafeFileHandle>.Missing(),
            Loop or NoFolder or IsFolder or NoSuchDevice => FindOffender(root, below, wanted)
                ?? Refused(root, below, FileRefusal.Kind, Marshal.GetPInvokeErrorMessage(error)),
            _ => Refused(root, below, FileRefusal.Unreadable, $"cannot be opened: {Marshal.GetPInvokeErrorMessage(error)}"),
        };
    }

    /// <summary>What on the way to a file is not what it should be: for the message, and for systems that can only look.</summary>
    private static FileAnswer<SafeFileHandle>.Refused? FindOffender(string root, string below, FileKind wanted)
    {
        string[] parts = below.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (int count = 1; count <= parts.Length; count++)
        {
            string path = string.Join('/', parts[..count]);
            if (FileFacts.Find(Path.Combine(root, path)) is not { } facts)
            {
                return null;
            }
            FileKind expected = count < parts.Length ? FileKind.Folder : wanted;
            if (facts.Kind == FileKind.Link)
            {
                return Refused(root, path, FileRefusal.Link, "is a symbolic link, which is not followed here");
            }
            if (facts.Kind != expected)
            {
                return Refused(
                    root, path, FileRefusal.Kind, expected == FileKind.Folder ? $"is {facts.InWords}, not a folder" : NotRegular(facts));
            }
        }
        return null;
    }

    private static FileAnswer<SafeFileHandle> OpenLooking(string root, string below, FileAccess access)
    {
        if (FindOffender(root, below, FileKind.Regular) is { } offender)
        {
            return offender;
        }
        try
        {
            SafeFileHandle file = File.OpenHandle(
                Path.Combine(root, below), FileMode.Open, access, FileShare.ReadWrite | FileShare.Delete);
            return new FileAnswer<SafeFileHandle>.Found(file);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new FileAnswer<SafeFileHandle>.Missing();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refused(root, below, FileRefusal.Unreadable, $"cannot be opened: {e.Message}");
        }
    }

    private static string NotRegular(FileFacts facts) => $"is {facts.InWords}, not a regular file";

    private static FileAnswer<SafeFileHandle>.Refused Refused(string root, string below, FileRefusal why, string reason) =>
        new(Path.Combine(root, below), why, reason);

    private static int OpenAt2(SafeFileHandle folder, string below, int flags)
    {
        var how = new OpenHow { Flags = (ulong)flags, Resolve = Resolve };
        return (int)SystemCall(OpenAt2Number, folder, below, ref how, (nuint)Marshal.SizeOf<OpenHow>());
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int OpenPath(string path, int flags);

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int OpenAt(SafeFileHandle folder, string name, int flags);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial long SystemCall(long number, SafeFileHandle folder, string name, ref OpenHow how, nuint size);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FileControl(SafeFileHandle file, int command, int value);

    /// <summary>struct open_how.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct OpenHow
    {
        public ulong Flags;
        public ulong Mode;
        public ulong Resolve;
    }
}
