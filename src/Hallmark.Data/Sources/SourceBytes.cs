using Hallmark.Files;

namespace Hallmark.Data.Sources;

/// <summary>
/// The bytes of one file of a source, wherever they lie; each pass opens them anew. A source can have a million of these, so one of a file
/// on disk is no more than its name.
/// </summary>
public sealed class SourceBytes
{
    /// <summary>The most bytes that are put on disk because they came packed or by a pipe: 64 GiB.</summary>
    public const long SpoolLimit = 64L << 30;

    private readonly Func<Stream>? _open; // null for a file on disk
    private Lock? _spooling;
    private SpooledFile? _spooled;

    /// <param name="name">What messages call it.</param>
    /// <param name="open">Gives the bytes as they are stored, from their beginning at each call; safe for use by several threads.</param>
    public SourceBytes(string name, Func<Stream> open)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(open);
        (Name, _open) = (name, open);
    }

    private SourceBytes(string path) => Name = path;

    public string Name { get; }

    /// <summary>Whether it is a file on disk, of this name.</summary>
    internal bool IsFile => _open is null;

    /// <summary>The name that the contents have once they are unpacked.</summary>
    public string BareName => SourceFile.BareName(Name);

    /// <param name="path">A file; messages name it by this path.</param>
    public static SourceBytes OfFile(string path) => new(path);

    /// <summary>Takes bytes that come once, such as those of a pipe, to disk, where they are under no name.</summary>
    /// <exception cref="SourceException">They cannot be read, or are more than <paramref name="limit"/>.</exception>
    public static SourceBytes Spool(string name, Stream stream, long limit = SpoolLimit) =>
        new(name, SourceFile.Guard(name, () => SpooledFile.Take(stream, limit)).Open);

    /// <summary>The contents from their beginning, unpacked where they are gzip.</summary>
    /// <exception cref="SourceException">There is no such file, or it cannot be opened.</exception>
    public Stream Open() => SourceFile.Open(Name, OpenStored);

    /// <summary>The bytes as they are given, from their beginning.</summary>
    internal Stream OpenStored() => _open is null ? InputFiles.Open(Name) : _open();

    /// <summary>The same for reading here and there; packed contents are unpacked to disk, once.</summary>
    /// <exception cref="SourceException">As above, or they do not fit there.</exception>
    public Stream OpenSeekable()
    {
        if (_spooled is { } before)
        {
            return before.Open();
        }
        Stream stream = Open();
        if (stream.CanSeek)
        {
            return stream;
        }
        using (stream)
        {
            lock (LazyInitializer.EnsureInitialized(ref _spooling))
            {
                _spooled ??= SourceFile.Guard(Name, () => SpooledFile.Take(stream, SpoolLimit));
                return _spooled.Open();
            }
        }
    }

    /// <summary>The first bytes of the contents, at most <paramref name="count"/>.</summary>
    /// <exception cref="SourceException">They cannot be read.</exception>
    public byte[] Begin(int count)
    {
        using Stream stream = Open();
        byte[] bytes = new byte[SourceFile.PieceOf(stream, count)];
        return SourceFile.Guard(Name, () => bytes[..stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)]);
    }
}
