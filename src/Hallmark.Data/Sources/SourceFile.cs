using System.IO.Compression;
using Hallmark.Files;

namespace Hallmark.Data.Sources;

/// <summary>Opens the files of sources: says what cannot be opened, and unpacks gzip whatever the file is called.</summary>
internal static class SourceFile
{
    private const int BufferSize = 64 << 10;

    /// <summary>
    /// Without this the platform takes the end of a packed file that was cut off for the end of its contents: a shorter table would be
    /// registered without a word. It is read once, at the first unpacking, so the program's runtime configuration has it too.
    /// </summary>
    static SourceFile() => AppContext.SetSwitch("System.IO.Compression.UseStrictValidation", true);

    /// <summary>The contents from their beginning, unpacked where the file is gzip.</summary>
    /// <param name="path">As the user gave it; messages name it so.</param>
    /// <exception cref="SourceException">There is no such file, or it cannot be opened.</exception>
    public static Stream Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        FileStream? file = null;
        try
        {
            file = InputFiles.Open(path);
            return IsPacked(file) ? new BufferedStream(new GZipStream(file, CompressionMode.Decompress), BufferSize) : file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            file?.Dispose();
            throw new SourceException(path, null, null, Reason(path, e));
        }
    }

    /// <summary>The name that the contents have once they are unpacked.</summary>
    public static string BareName(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;

    /// <summary>The first bytes of the contents, fewer where there are no more.</summary>
    public static byte[] Begin(string path)
    {
        const int count = 8; // no magic that is asked for is longer
        using Stream stream = Open(path);
        byte[] bytes = new byte[count];
        try
        {
            return bytes[..stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false)];
        }
        catch (Exception e) when (IsFault(e))
        {
            throw Unreadable(path, e);
        }
    }

    /// <summary>Whether reading failed because of the file or its packing.</summary>
    public static bool IsFault(Exception e) => e is IOException or InvalidDataException or UnauthorizedAccessException;

    public static SourceException Unreadable(string file, Exception e) =>
        new(file, null, null, $"cannot be read: {e.Message.TrimEnd('.')}");

    private static bool IsPacked(FileStream file)
    {
        bool packed = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return packed;
    }

    private static string Reason(string path, Exception e) =>
        e is FileRefusedException refused ? refused.Reason
        : e is FileNotFoundException or DirectoryNotFoundException ? "does not exist"
        : $"cannot be opened: {e.Message.TrimEnd('.')}";
}
