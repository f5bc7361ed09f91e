namespace Hallmark.Files;

/// <summary>A file that grows at its end; what was appended lasts once <see cref="Flush"/> has returned. Used by one thread.</summary>
public sealed class AppendFile : IDisposable
{
    private readonly FileStream _file;

    private AppendFile(FileStream file) => _file = file;

    public long Length => _file.Length;

    /// <summary>Opens it, or makes it with a name that lasts.</summary>
    /// <param name="path">In a directory that is there.</param>
    /// <exception cref="FileRefusedException">Something else stands there: a link would make a file wherever it leads.</exception>
    public static AppendFile Open(string path)
    {
        FileFacts? before = FileFacts.Find(path);
        if (before is { Kind: not FileKind.Regular } other)
        {
            throw new FileRefusedException(path, FileRefusal.Kind, $"is {other.InWords}, not a file");
        }
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        if (before is null)
        {
            DurableDirectory.Flush(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        file.Seek(0, SeekOrigin.End);
        return new AppendFile(file);
    }

    /// <summary>Cuts off what stands behind; for what a process that died had not finished.</summary>
    public void CutTo(long length)
    {
        _file.SetLength(length);
        _file.Seek(0, SeekOrigin.End);
        Flush();
    }

    public void Append(ReadOnlySpan<byte> bytes) => _file.Write(bytes);

    public void Flush() => _file.Flush(flushToDisk: true);

    public void Dispose() => _file.Dispose();
}
