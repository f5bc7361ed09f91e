using System.IO.Compression;

namespace Hallmark.Data.Sources.Arrays;

/// <summary>The bytes of an array file, unpacked where it is gzip, read up to what its header announces and not further.</summary>
internal sealed class ArrayStream : IDisposable
{
    private const int SizeMax = 0x7FFF_FFC7; // longest array of bytes that the platform makes

    private readonly string _name;
    private readonly Stream _stream;

    public ArrayStream(string path)
    {
        _name = path;
        Stream file;
        try
        {
            file = File.OpenRead(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            string reason = e is FileNotFoundException or DirectoryNotFoundException ? "does not exist" : $"cannot be opened: {e.Message.TrimEnd('.')}";
            throw new SourceException(path, null, null, reason);
        }
        _stream = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    public void Dispose() => _stream.Dispose();

    /// <exception cref="SourceException">The file ends before.</exception>
    public byte[] Read(int count, string what)
    {
        // Grows with what is really there: a header alone cannot make it ask for gigabytes.
        using var bytes = new MemoryStream();
        byte[] piece = new byte[Math.Min(count, 1 << 20)];
        try
        {
            while (bytes.Length < count)
            {
                int read = _stream.Read(piece, 0, (int)Math.Min(piece.Length, count - bytes.Length));
                if (read == 0)
                {
                    throw Fault($"ends inside its {what}, after {bytes.Length} of {count} bytes");
                }
                bytes.Write(piece, 0, read);
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw Fault($"cannot be read: {e.Message.TrimEnd('.')}");
        }
        return bytes.Length == bytes.Capacity ? bytes.GetBuffer() : bytes.ToArray();
    }

    /// <summary>The elements, and nothing behind them.</summary>
    public NumberArray ReadElements(NumberKind kind, bool bigEndian, IReadOnlyList<int> shape)
    {
        long size = NumberArray.SizeOf(kind);
        foreach (int length in shape)
        {
            size = length == 0 ? 0 : size > SizeMax / length ? throw Fault($"has {string.Join(" × ", shape)} elements, more than fit in memory") : size * length;
        }
        byte[] bytes = Read((int)size, "elements");
        try
        {
            if (_stream.ReadByte() >= 0)
            {
                throw Fault($"goes on behind its {string.Join(" × ", shape)} elements");
            }
        }
        catch (InvalidDataException e)
        {
            throw Fault($"cannot be read: {e.Message.TrimEnd('.')}");
        }
        return new NumberArray(kind, bigEndian, shape, bytes);
    }

    public SourceException Fault(string reason) => new(_name, null, null, reason);
}
