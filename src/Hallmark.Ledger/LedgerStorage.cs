using Microsoft.Win32.SafeHandles;

namespace Hallmark.Ledger;

/// <summary>
/// The one file of a ledger, as a seam: a disk that fails on purpose stands here in tests. Positions and lengths are in bytes.
/// Every failure is an <see cref="IOException"/>; after one, nothing more may be written.
/// </summary>
public interface ILedgerStorage : IDisposable
{
    /// <summary>For messages.</summary>
    string Name { get; }

    long Length { get; }

    /// <summary>Fills the buffer or stops at the end of the file; answers how much was read.</summary>
    int Read(long offset, Span<byte> buffer);

    void Write(long offset, ReadOnlySpan<byte> bytes);

    void Cut(long length);

    /// <summary>Returns once everything written is on the disk.</summary>
    void Flush();
}

/// <summary>A file on the local disk.</summary>
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

    /// <summary>Makes a new file; fails where one is there.</summary>
    public static FileStorage Create(string path) => new(path, File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite));

    public static FileStorage Open(string path) => new(path, File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite));

    /// <summary>For readers beside a running writer.</summary>
    public static FileStorage OpenRead(string path) => new(path, File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));

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

    public void Write(long offset, ReadOnlySpan<byte> bytes) => RandomAccess.Write(_file, bytes, offset);

    public void Cut(long length) => RandomAccess.SetLength(_file, length);

    public void Flush() => RandomAccess.FlushToDisk(_file);

    public void Dispose() => _file.Dispose();
}
