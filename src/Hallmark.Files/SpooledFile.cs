using Microsoft.Win32.SafeHandles;

namespace Hallmark.Files;

/// <summary>
/// Bytes that came once and are needed again, such as those of a pipe or of a packed file: on disk, under no name. The file is deleted the
/// moment it is made, so nothing is left of it once the last stream and this are gone, whatever ends the process.
/// </summary>
public sealed class SpooledFile
{
    private const int PieceSize = 256 << 10;
    private readonly FileStream _owner;
    private readonly SafeFileHandle _file;

    private SpooledFile(FileStream owner) => (_owner, _file) = (owner, owner.SafeFileHandle);

    /// <summary>Number of bytes.</summary>
    public long Length { get; private set; }

    /// <summary>Takes all bytes of a stream.</summary>
    /// <param name="source">Read to its end.</param>
    /// <param name="limit">The most bytes that it may have.</param>
    /// <exception cref="FileRefusedException">It has more.</exception>
    /// <exception cref="IOException">It cannot be read, or the disk is full.</exception>
    public static SpooledFile Take(Stream source, long limit)
    {
        ArgumentNullException.ThrowIfNull(source);
        string path = Path.Combine(Path.GetTempPath(), "hallmark-" + Guid.NewGuid().ToString("N"));
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite; // others could open it before it is deleted
        }
        var spooled = new SpooledFile(new FileStream(path, options));
        File.Delete(path);
        byte[] piece = new byte[PieceSize];
        for (int read; (read = source.Read(piece)) > 0; spooled.Length += read)
        {
            if (spooled.Length + read > limit)
            {
                spooled._owner.Dispose();
                throw new FileRefusedException(path, FileRefusal.Size, $"has more than {limit} bytes");
            }
            RandomAccess.Write(spooled._file, piece.AsSpan(0, read), spooled.Length);
        }
        return spooled;
    }

    /// <summary>The bytes from their beginning; streams are independent of each other, and one may seek.</summary>
    public Stream Open() => new View(this);

    private sealed class View(SpooledFile file) : Stream
    {
        private long _position;

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => file.Length;

        public override long Position
        {
            get => _position;
            set => _position = value >= 0 ? value : throw new IOException("a position before the first byte");
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            int read = RandomAccess.Read(file._file, buffer, _position);
            _position += read;
            return read;
        }

        public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => checked(_position + offset),
            _ => checked(Length + offset),
        };

        public override void Flush()
        {
        }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
