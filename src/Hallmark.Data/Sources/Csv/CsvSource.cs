namespace Hallmark.Data.Sources.Csv;

/// <summary>
/// A CSV file as a source of records: strict UTF-8, a header row, an empty field is a missing cell. Blank lines are skipped, so in a
/// file of one column a missing cell is written as two quotes. Every pass opens the file anew.
/// </summary>
public sealed class CsvSource : IRecordSource
{
    /// <summary>A piece is closed early once its rows hold this many characters, so that memory does not depend on their width.</summary>
    public const int PieceTextLimit = 32 << 20;

    private readonly Func<Stream> _open;
    private readonly CsvOptions _options;

    /// <param name="path">The file; its name in messages is the path as given.</param>
    /// <param name="roles">Which of its columns are label and origin, by name; none for neither.</param>
    /// <param name="options">How it is written.</param>
    public CsvSource(string path, SourceRoles? roles = null, CsvOptions? options = null)
        : this(() => SourceFile.Open(path), path, roles, options)
    {
    }

    /// <param name="open">Gives the bytes from their beginning at each call; the stream is disposed after the pass.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="roles">Which of its columns are label and origin, by name; none for neither.</param>
    /// <param name="options">How it is written.</param>
    public CsvSource(Func<Stream> open, string name, SourceRoles? roles = null, CsvOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(open);
        ArgumentException.ThrowIfNullOrEmpty(name);
        _open = open;
        Name = name;
        Roles = roles ?? SourceRoles.None;
        _options = options ?? new CsvOptions();
    }

    public string Name { get; }

    public SourceRoles Roles { get; }

    public string PositionUnit => SourceException.Line;

    public IReadOnlyList<int> RowShape => [];

    public IRowReader Open() => new CsvRowReader(_open(), Name, _options);
}
