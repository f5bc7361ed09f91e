using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Hallmark.Files;

/// <summary>
/// Stream sockets in the file system, for their owner alone. A socket's address holds 107 bytes at most, a path may be longer: then it is
/// reached by way of its folder, <c>/proc/self/fd/N/NAME</c>, as unix(7) and proc(5) allow.
/// </summary>
public static partial class UnixSocket
{
    private const int AddressLimit = 107;
    private const int DirectoryOnly = 0x10000; // O_DIRECTORY
    private const int CloseOnExec = 0x80000; // O_CLOEXEC
    private const int Backlog = 64;

    /// <summary>The user this process acts as.</summary>
    public static uint User => GetEffectiveUser();

    /// <exception cref="IOException">There is something at that path, or no socket can be made there.</exception>
    public static Socket Listen(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            WithAddress(path, socket.Bind);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
            socket.Listen(Backlog);
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new IOException($"{path}: no socket can be made: {e.Message}", e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <returns>Null where nobody listens: no such file, or one that a process left behind that is gone.</returns>
    /// <exception cref="IOException">This user may not.</exception>
    public static Socket? Connect(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            WithAddress(path, socket.Connect);
            return socket;
        }
        catch (SocketException e) when (e.SocketErrorCode != SocketError.AccessDenied)
        {
            socket.Dispose();
            return null;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new IOException($"{path}: {e.Message}", e);
        }
    }

    private static void WithAddress(string path, Action<UnixDomainSocketEndPoint> use)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(path) <= AddressLimit)
        {
            use(new UnixDomainSocketEndPoint(path));
            return;
        }
        int folder = Open(Path.GetDirectoryName(path)!, DirectoryOnly | CloseOnExec);
        if (folder < 0)
        {
            throw new IOException($"{path}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
        }
        try
        {
            use(new UnixDomainSocketEndPoint($"/proc/self/fd/{folder}/{Path.GetFileName(path)}"));
        }
        finally
        {
            _ = Close(folder);
        }
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint GetEffectiveUser();

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
