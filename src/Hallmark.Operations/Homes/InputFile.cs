using Hallmark.Evidence;
using Hallmark.Files;
using Hallmark.Sources;

namespace Hallmark.Operations.Homes;

/// <summary>Files that a caller names, outside the home.</summary>
public static class InputFile
{
    private const int SizeLimit = 1 << 20;

    /// <exception cref="UsageException">Missing, too large, not readable, or a pipe or a device.</exception>
    public static byte[] Read(string path, int sizeLimit = SizeLimit)
    {
        try
        {
            using FileStream file = InputFiles.Open(path);
            byte[] bytes = new byte[Math.Min(sizeLimit, file.Length) + 1];
            int read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return read < bytes.Length ? bytes[..read] : throw new UsageException($"{path}: has more than {bytes.Length - 1} bytes");
        }
        catch (FileRefusedException e)
        {
            throw new UsageException(e.Message);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"{path}: there is no such file");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path}: {e.Message}");
        }
    }

    /// <exception cref="UsageException">As above, or not UTF-8.</exception>
    public static string ReadText(string path, int sizeLimit = SizeLimit)
    {
        try
        {
            return new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Read(path, sizeLimit));
        }
        catch (ArgumentException)
        {
            throw new UsageException($"{path}: is not UTF-8 text");
        }
    }

    /// <exception cref="UsageException">As above, or not in this format; names the file.</exception>
    public static T Read<T>(string path, Func<ReadOnlyMemory<byte>, T> read, int sizeLimit = SizeLimit)
    {
        byte[] bytes = Read(path, sizeLimit);
        try
        {
            return read(bytes);
        }
        catch (MalformedException e)
        {
            throw new UsageException($"{path}: {e.Message}");
        }
    }

    /// <summary>What records are read from: a file, a folder, or a pattern of files.</summary>
    /// <exception cref="UsageException">There is no such file.</exception>
    public static string RequireSource(string path) => KnownSources.IsMoreThanAFile(path) ? path : RequireExisting(path);

    /// <exception cref="UsageException">There is no such file.</exception>
    public static string RequireExisting(string path) =>
        File.Exists(path)
            ? path
            : throw new UsageException($"{path}: {(Directory.Exists(path) ? "is a folder, not a file" : "there is no such file")}");
}
