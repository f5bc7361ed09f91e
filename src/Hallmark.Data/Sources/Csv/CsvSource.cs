using System.Collections.Concurrent;
using Hallmark.Data.Records;

namespace Hallmark.Data.Sources.Csv;

/// <summary>
/// A CSV file as a source of records: strict UTF-8, a header row, an empty field is a missing cell. The columns may stand in
/// another order than in the schema, but none may be absent or unknown. Blank lines are skipped, so in a file of one column a
/// missing cell is written as two quotes. Every pass opens the file anew.
/// </summary>
public sealed class CsvSource
{
    /// <summary>A batch is closed early once its rows hold this many characters, so that memory does not depend on their width.</summary>
    public const int BatchTextLimit = 32 << 20;

    private readonly Func<Stream> _open;
    private readonly CsvOptions _options;

    /// <param name="path">The file; its name in messages is the path as given.</param>
    /// <param name="options">How it is written.</param>
    public CsvSource(string path, CsvOptions? options = null)
        : this(() => OpenFile(path), path, options)
    {
    }

    /// <param name="open">Gives the bytes from their beginning at each call; the stream is disposed after the pass.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="options">How it is written.</param>
    public CsvSource(Func<Stream> open, string name, CsvOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(open);
        ArgumentException.ThrowIfNullOrEmpty(name);
        _open = open;
        Name = name;
        _options = options ?? new CsvOptions();
    }

    /// <summary>The source as its user named it.</summary>
    public string Name { get; }

    /// <summary>
    /// Typed records, at most <paramref name="recordsPerBatch"/> at a time, in file order whatever the number of threads.
    /// </summary>
    /// <exception cref="SourceException">The first thing in the file that does not fit; thrown after the batches before it.</exception>
    public IEnumerable<RecordBuffer> Read(Schema schema, int recordsPerBatch, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return Process<RecordBuffer>(recordsPerBatch, threads, header => RowTyper.For(schema, header, Name).Type);
    }

    /// <summary>
    /// Runs one pass: this thread reads, <paramref name="threads"/> others work on up to <paramref name="rowsAtOnce"/> rows each.
    /// </summary>
    /// <param name="rowsAtOnce">Rows per piece, at least 1.</param>
    /// <param name="threads">Pieces worked on at once.</param>
    /// <param name="prepare">Given the header, says what to do with each piece; the piece is used again afterwards.</param>
    /// <param name="bytesRead">Told how much of the file has been read, on the caller's thread.</param>
    internal IEnumerable<T> Process<T>(
        int rowsAtOnce, int threads, Func<IReadOnlyList<string>, Func<RawRows, T>> prepare, Action<long>? bytesRead = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rowsAtOnce);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        using var reader = new CsvRowReader(_open(), Name, _options);
        Func<RawRows, T> work = prepare(reader.Header);
        var free = new ConcurrentBag<RawRows>();
        IEnumerable<T> results = OrderedPipeline.Run(
            Pieces(reader, rowsAtOnce, free),
            rows =>
            {
                T result = work(rows);
                rows.Clear();
                free.Add(rows);
                return result;
            },
            threads);
        foreach (T result in results)
        {
            bytesRead?.Invoke(reader.BytesRead);
            yield return result;
        }
    }

    private IEnumerable<RawRows> Pieces(CsvRowReader reader, int rowsAtOnce, ConcurrentBag<RawRows> free)
    {
        bool any = false;
        while (true)
        {
            RawRows rows = free.TryTake(out RawRows? used) ? used : new RawRows();
            reader.Fill(rows, rowsAtOnce, BatchTextLimit);
            if (rows.Count == 0)
            {
                break;
            }
            any = true;
            yield return rows;
        }
        if (!any)
        {
            throw new SourceException(Name, null, null, "has a header but no rows");
        }
    }

    private static FileStream OpenFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            string reason = e is FileNotFoundException or DirectoryNotFoundException ? "does not exist" : $"cannot be opened: {e.Message.TrimEnd('.')}";
            throw new SourceException(path, null, null, reason);
        }
    }
}
