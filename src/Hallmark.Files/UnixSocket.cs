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
    public static UnixListener Listen(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        FolderHandle? folder = null;
        try
        {
            (string address, folder) = Address(path);
            socket.Bind(new UnixDomainSocketEndPoint(address));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
            socket.Listen(Backlog);
            return new UnixListener(socket, folder);
        }
        catch (Exception e)
        {
            socket.Dispose();
            folder?.Dispose();
            throw e is SocketException ? new IOException($"{path}: no socket can be made: {e.Message}", e) : e;
        }
    }

    /// <summary>Never waits: where too many wait to be let in at once, it is as if nobody listened, and may be tried again.</summary>
    /// <returns>Null where nobody listens: no such file, or one that a process left behind that is gone.</returns>
    /// <exception cref="IOException">This user may not.</exception>
    public static Socket? Connect(string path)
    {
        Socket? socket = TryConnect(path, out SocketError error);
        return error != SocketError.AccessDenied ? socket : throw new IOException($"{path}: {new SocketException((int)error).Message}");
    }

    private static Socket? TryConnect(string path, out SocketError error)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
        error = SocketError.Success;
        try
        {
            (string address, FolderHandle? folder) = Address(path);
            using (folder)
            {
                socket.Connect(new UnixDomainSocketEndPoint(address));
            }
            socket.Blocking = true;
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            error = e.SocketErrorCode;
            return null;
        }
    }

    /// <summary>Removes a socket that a process left behind that is gone; where nothing has that name, nothing happens.</summary>
    /// <exception cref="IOException">Somebody listens there, or it is no socket: it is left as it is.</exception>
    public static void RemoveDead(string path)
    {
        if (FileFacts.Find(path) is not { } there)
        {
            return;
        }
        if (there.Kind != FileKind.Socket)
        {
            throw new IOException($"{path}: is {there.InWords} that stands where a socket must be made; it is left as it is, move it away");
        }
        TryConnect(path, out SocketError error)?.Dispose();
        if (error != SocketError.ConnectionRefused)
        {
            throw new IOException($"{path}: another process listens there, without the lock of whoever writes here");
        }
        File.Delete(path);
    }

    /// <summary>
    /// An address that is short enough, and the folder that must stay open while it is used; null where the path itself is.
    /// </summary>
    private static (string Address, FolderHandle? Folder) Address(string path)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(path) <= AddressLimit)
        {
            return (path, null);
        }
        int folder = Open(Path.GetDirectoryName(path)!, DirectoryOnly | CloseOnExec);
        return folder >= 0
            ? ($"/proc/self/fd/{folder}/{Path.GetFileName(path)}", new FolderHandle(folder))
            : throw new IOException($"{path}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
    }

    /// <summary>A folder kept open, by which a socket in it is reached.</summary>
    internal sealed class FolderHandle(int descriptor) : IDisposable
    {
        public void Dispose() => _ = Close(descriptor);
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

/// <summary>A socket that listens; what was made for it in the file system goes with it.</summary>
public sealed class UnixListener : IDisposable
{
    private readonly Socket _socket;
    private readonly UnixSocket.FolderHandle? _folder; // closed last: the platform removes the socket by the address it was bound to

    internal UnixListener(Socket socket, UnixSocket.FolderHandle? folder) => (_socket, _folder) = (socket, folder);

    /// <exception cref="SocketException">Whoever came has gone again, or the listener is closed.</exception>
    public ValueTask<Socket> AcceptAsync(CancellationToken cancellation) => _socket.AcceptAsync(cancellation);

    public void Dispose()
    {
        _socket.Dispose();
        _folder?.Dispose();
    }
}
