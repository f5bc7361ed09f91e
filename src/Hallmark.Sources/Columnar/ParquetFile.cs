using Hallmark.Data.Sources;
using ParquetSharp;
using ParquetSharp.IO;

namespace Hallmark.Sources.Columnar;

/// <summary>
/// A Parquet file that is open, and one of its row groups. The one place that turns the library's troubles into
/// <see cref="SourceException"/>s. The library is native and made for hostile files; what it holds is let go here and in order, since it
/// calls back into this process for its bytes.
/// </summary>
internal sealed class ParquetFile : IDisposable
{
    private const int BufferSize = 1 << 20;
    private readonly SourceBytes _bytes;
    private readonly Stream _stream;
    private readonly ReaderProperties _properties = ReaderProperties.GetDefaultReaderProperties();
    private readonly ManagedRandomAccessFile _file;
    private readonly ParquetFileReader? _reader;
    private readonly List<ColumnReader> _columns = [];
    private RowGroupReader? _group;

    /// <exception cref="SourceException">Not a Parquet file as it should be.</exception>
    public ParquetFile(SourceBytes bytes)
    {
        _bytes = bytes;
        _stream = bytes.OpenSeekable();
        _file = new ManagedRandomAccessFile(_stream, leaveOpen: true);
        try
        {
            // Column chunks are read piece by piece instead of whole.
            _properties.EnableBufferedStream();
            _properties.BufferSize = BufferSize;
            _properties.EnablePageChecksumVerification();
            _reader = Guard(() => new ParquetFileReader(_file, _properties));
            MetaData = Guard(() => _reader.FileMetaData);
            (Columns, Groups) = (MetaData.NumColumns, MetaData.NumRowGroups);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public FileMetaData MetaData { get; } = null!;

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>Number of row groups.</summary>
    public int Groups { get; }

    /// <summary>Opens a row group, and closes the one before.</summary>
    /// <returns>Its rows, and the bytes that it has in memory as far as it says so.</returns>
    public (long Rows, long Bytes) OpenGroup(int number)
    {
        CloseGroup();
        _group = Guard(() => _reader!.RowGroup(number));
        return Guard(() => (_group.MetaData.NumRows, Math.Max(0, _group.MetaData.TotalByteSize)));
    }

    /// <summary>A column of the open row group.</summary>
    public ColumnReader OpenColumn(int leaf)
    {
        _columns.Add(Guard(() => _group!.Column(leaf)));
        return _columns[^1];
    }

    public void Dispose()
    {
        CloseGroup();
        MetaData?.Dispose();
        _reader?.Dispose();
        _file.Dispose();
        _properties.Dispose();
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
            throw Fault(null, null, $"is no Parquet file that can be read: {LibraryWords.Of(e)}");
        }
    }

    public SourceException Fault(long? row, string? field, string reason) => new(_bytes.Name, row, field, reason, SourceException.Row);

    private void CloseGroup()
    {
        _columns.ForEach(column => column.Dispose());
        _columns.Clear();
        _group?.Dispose();
        _group = null;
    }
}
