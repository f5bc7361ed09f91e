using Hallmark.Data.Sources.Gzip;
using Hallmark.Files;

namespace Hallmark.Data.Sources;

/// <summary>Opens the files of sources: says what cannot be opened, and unpacks gzip whatever the file is called.</summary>
internal static class SourceFile
{
    private const int BufferSize = 64 << 10;
    private const int LeastPiece = 4 << 10;

    /// <summary>
    /// Without this the platform takes the end of a packed file that was cut off for the end of its contents, and only the checksum shows
    /// it. It is read once, at the first unpacking, so the program's runtime configuration has it too.
    /// </summary>
    static SourceFile() => AppContext.SetSwitch("System.IO.Compression.UseStrictValidation", true);

    /// <summary>The contents from their beginning, unpacked where the file is gzip.</summary>
    /// <param name="path">As the user gave it; messages name it so.</param>
    /// <exception cref="SourceException">There is no such file, or it cannot be opened.</exception>
    public static Stream Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Open(path, () => InputFiles.Open(path));
    }

    /// <summary>The same of bytes that lie anywhere.</summary>
    /// <param name="name">What messages call them.</param>
    /// <param name="open">Gives them as they are stored.</param>
    public static Stream Open(string name, Func<Stream> open)
    {
        Stream? stream = null;
        try
        {
            stream = open();
            return IsPacked(stream) ? new BufferedStream(new GzipContents(stream), BufferSize) : stream;
        }
        catch (Exception e) when (IsFault(e) || e is NotSupportedException)
        {
            stream?.Dispose();
            throw new SourceException(name, null, null, Reason(e));
        }
    }

    /// <summary>The name that the contents have once they are unpacked.</summary>
    public static string BareName(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;

    /// <summary>Bytes to read at once: no more than there are, as many small files would each leave much memory to be collected.</summary>
    public static int PieceOf(Stream stream, int most)
    {
        long? length = stream.CanSeek ? stream.Length : (stream as ForwardStream)?.Whole;
        return (int)Math.Min(most, Math.Max(length ?? most, LeastPiece));
    }

    /// <summary>Whether reading failed because of the file or its packing.</summary>
    public static bool IsFault(Exception e) => e is IOException or InvalidDataException or UnauthorizedAccessException;

    public static SourceException Unreadable(string file, Exception e) =>
        new(file, null, null, $"cannot be read: {e.Message.TrimEnd('.')}");

    /// <summary>Reads, and says of which file it was where that fails.</summary>
    public static T Guard<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is FileRefusedException or FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SourceException(file, null, null, Reason(e));
        }
        catch (Exception e) when (IsFault(e))
        {
            throw Unreadable(file, e);
        }
    }

    /// <summary>What cannot seek came out of a package, and is what it is.</summary>
    private static bool IsPacked(Stream stream)
    {
        if (!stream.CanSeek)
        {
            return false;
        }
        bool packed = stream.ReadByte() == GzipHeader.Magic[0] && stream.ReadByte() == GzipHeader.Magic[1];
        stream.Position = 0;
        return packed;
    }

    private static string Reason(Exception e) =>
        e is FileRefusedException refused ? refused.Reason
        : e is FileNotFoundException or DirectoryNotFoundException ? "does not exist"
        : $"cannot be opened: {e.Message.TrimEnd('.')}";
}
