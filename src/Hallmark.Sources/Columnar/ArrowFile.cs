using System.Buffers;
using Apache.Arrow;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;
using Apache.Arrow.Memory;
using Hallmark.Data.Sources;
using ArrowSchema = Apache.Arrow.Schema;

namespace Hallmark.Sources.Columnar;

/// <summary>
/// An Arrow file or stream that is open. The one place that turns the library's troubles into <see cref="SourceException"/>s, and that
/// bounds what it may ask memory for.
/// </summary>
internal sealed class ArrowFile : IDisposable
{
    private readonly string _name;
    private readonly Stream _stream;
    private readonly ArrowStreamReader _reader = null!;

    /// <exception cref="SourceException">Neither file nor stream as it should be.</exception>
    public ArrowFile(SourceBytes bytes)
    {
        _name = bytes.Name;
        _stream = bytes.OpenSeekable();
        try
        {
            bool isFile = Guard(() => ArrowSchemaGuard.IsFile(_stream));
            var allocator = new LimitedAllocator(_stream.Length);
            _reader = isFile
                ? new ArrowFileReader(_stream, allocator, new CompressionCodecFactory(), leaveOpen: true)
                : new ArrowStreamReader(_stream, allocator, new CompressionCodecFactory(), leaveOpen: true);
            Schema = Guard(() => _reader.GetSchema().AsTask().GetAwaiter().GetResult())
                ?? throw Fault(null, null, "holds no schema");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public ArrowSchema Schema { get; } = null!;

    public long BytesRead => _stream.Position;

    /// <summary>The next batch, or null after the last.</summary>
    public RecordBatch? Next() => Guard(_reader.ReadNextRecordBatch);

    public void Dispose()
    {
        _reader?.Dispose();
        _stream.Dispose();
    }

    /// <summary>Asks the library, and says of which file it was where that fails.</summary>
    public T Guard<T>(Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (Exception e) when (e is not SourceException)
        {
            throw Fault(null, null, $"is no Arrow file that can be read: {LibraryWords.Of(e)}");
        }
    }

    public SourceException Fault(long? row, string? field, string reason) => new(_name, row, field, reason, SourceException.Row);

    /// <summary>
    /// Gives no more memory at once than a file of its length can fill, compressed as well as it may be: a length that a file only claims
    /// is refused before it is taken.
    /// </summary>
    private sealed class LimitedAllocator(long fileLength) : MemoryAllocator
    {
        private const long Always = 16 << 20;
        private const long MostCompressed = 1_000;
        private readonly long _limit = Always + (fileLength > long.MaxValue / 2_000 ? int.MaxValue : fileLength * MostCompressed);

        protected override IMemoryOwner<byte> AllocateInternal(int length, out int bytesAllocated)
        {
            if (length > _limit)
            {
                throw new InvalidDataException($"claims {length} bytes, more than a file of {fileLength} can hold");
            }
            bytesAllocated = length;
            return Default.Value.Allocate(length);
        }
    }
}
