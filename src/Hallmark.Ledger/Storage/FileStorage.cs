using Hallmark.Files;
using Microsoft.Win32.SafeHandles;

namespace Hallmark.Ledger.Storage;

/// <summary>A file on the local disk, open for one writer or for any number of readers beside it.</summary>
public sealed class FileStorage : ILedgerStorage
{
    private readonly SafeFileHandle _file;

    private FileStorage(string path, SafeFileHandle file)
    {
        Name = path;
        _file = file;
    }

    public string Name { get; }

    public long Length => RandomAccess.GetLength(_file);

    /// <summary>
    /// Makes a new file for its writer; fails where one is there. Whoever names it flushes the directory that holds the name.
    /// </summary>
    public static FileStorage Create(string path) => OpenForWriting(path, FileMode.CreateNew);

    /// <exception cref="IOException">Another process is writing this ledger.</exception>
    public static FileStorage Open(string path) => OpenForWriting(path, FileMode.Open);

    /// <summary>The same for a file of a folder in which only regular files count.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="IOException">Another process is writing this ledger, or this is no file to write.</exception>
    public static FileStorage Open(RegularFiles folder, string name) =>
        Locked(folder.PathOf(name), Require(folder, name, FileAccess.ReadWrite));

    /// <summary>Opens an existing file to read from, also while its writer runs; it takes no lock.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="FileRefusedException">It is no regular file.</exception>
    public static FileStorage OpenRead(RegularFiles folder, string name) =>
        new(folder.PathOf(name), Require(folder, name, FileAccess.Read));

    /// <summary>The same for a file by itself.</summary>
    public static FileStorage OpenRead(string path) =>
        OpenRead(new RegularFiles(Path.GetDirectoryName(Path.GetFullPath(path))!), Path.GetFileName(path));

    public int Read(long offset, Span<byte> buffer)
    {
        int total = 0;
        while (total < buffer.Length)
        {
            int read = RandomAccess.Read(_file, buffer[total..], offset + total);
            if (read == 0)
            {
                break;
            }
            total += read;
        }
        return total;
    }

    /// <summary>The platform goes on behind a short write, so that the operating system says why the rest could not be written.</summary>
    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(_file, bytes, offset);
        }
        catch (Exception e) when (IsOfTheDisk(e))
        {
            throw new IOException($"{Name} cannot be written: {e.Message}", e);
        }
    }

    public void Cut(long length)
    {
        try
        {
            RandomAccess.SetLength(_file, length);
        }
        catch (Exception e) when (IsOfTheDisk(e))
        {
            throw new IOException($"{Name} cannot be cut: {e.Message}", e);
        }
    }

    public void Flush(FlushPoint point)
    {
        if (OperatingSystem.IsLinux())
        {
            LinuxFile.FlushData(_file, Name);
        }
        else
        {
            RandomAccess.FlushToDisk(_file);
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>What the platform makes of EFBIG, EACCES and EPERM.</summary>
    private static bool IsOfTheDisk(Exception e) => e is ArgumentOutOfRangeException or UnauthorizedAccessException;

    private static FileStorage OpenForWriting(string path, FileMode mode)
    {
        // On Windows this share keeps other writers out. On Unix a share is one advisory lock for readers and writers alike:
        // FileShare.None would keep readers out too, so there the writer holds a lock of its own.
        return Locked(path, File.OpenHandle(path, mode, FileAccess.ReadWrite, FileShare.Read));
    }

    private static SafeFileHandle Require(RegularFiles folder, string name, FileAccess access) =>
        folder.Open(name, SizeLimits.Streamed, access).OrNull()
            ?? throw new FileNotFoundException($"{folder.PathOf(name)}: there is no such file");

    private static FileStorage Locked(string path, SafeFileHandle file)
    {
        try
        {
            if (OperatingSystem.IsLinux() && !LinuxFile.TryLock(file, path))
            {
                throw new IOException($"{path}: another process is writing this ledger");
            }
            return new FileStorage(path, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
