using System.Globalization;
using Hallmark.Data.Records;

namespace Hallmark.Data.Sources.Csv;

/// <summary>
/// A CSV file as a source of records, in the <see cref="CsvDialect"/> that was declared or that its beginning shows. Bytes that are no
/// characters of its encoding are refused. Blank lines are skipped, so in a file of one column a missing cell is written as two quotes.
/// Every pass opens the file anew.
/// </summary>
public sealed class CsvSource : IRecordSource
{
    /// <summary>A piece is closed early once its rows hold this many characters, so that memory does not depend on their width.</summary>
    public const int PieceTextLimit = 32 << 20;

    private readonly Func<Stream> _open;
    private readonly SourceRoles _roles;
    private readonly Lazy<CsvDialect> _dialect;

    /// <param name="path">The file; its name in messages is the path as given.</param>
    /// <param name="roles">Which of its columns are label and origin, by name; none for neither.</param>
    public CsvSource(string path, SourceRoles? roles = null)
        : this(() => SourceFile.Open(path), path, roles)
    {
    }

    /// <param name="open">Gives the bytes from their beginning at each call; the stream is disposed after the pass.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="roles">
    /// What is declared of the table; which of its columns are label and origin, by name, or, where it has no header, by number. None for
    /// neither.
    /// </param>
    public CsvSource(Func<Stream> open, string name, SourceRoles? roles = null)
    {
        ArgumentNullException.ThrowIfNull(open);
        ArgumentException.ThrowIfNullOrEmpty(name);
        _open = open;
        Name = name;
        _roles = roles ?? SourceRoles.None;
        _dialect = new Lazy<CsvDialect>(FindDialect);
    }

    public string Name { get; }

    /// <exception cref="SourceException">The file cannot be read, or has no column of that number.</exception>
    public SourceRoles Roles => _roles with { Label = NameOf(_roles.Label), Origin = NameOf(_roles.Origin) };

    /// <exception cref="SourceException">The file cannot be read, or is no text of a table.</exception>
    public CsvDialect Dialect => _dialect.Value;

    /// <summary>What was declared by which another program might read other values.</summary>
    public IReadOnlyList<string> Steps =>
    [
        .. _roles.Table.Rounds ? ["decimals rounded to the nearest double (--round)"] : Array.Empty<string>(),
        .. _roles.Table.Dates is { } order ? [$"dates read as {CsvWords.NameOf(order)} (--dates)"] : Array.Empty<string>(),
        .. _roles.Table.Missing is { } words
            ? [CellText.Shorten($"missing cells are spelled {string.Join(" ", words)}")]
            : Array.Empty<string>(),
    ];

    public string PositionUnit => SourceException.Line;

    public IReadOnlyList<int> RowShape => [];

    public IRowReader Open()
    {
        CsvDialect dialect = Dialect;
        return new CsvRowReader(_open(), Name, dialect);
    }

    private CsvDialect FindDialect()
    {
        byte[] begin = Begin(DialectDetection.SampleSize);
        bool isWhole = begin.Length < DialectDetection.SampleSize;
        if (!isWhole && begin.AsSpan().IndexOfAny((byte)'\n', (byte)'\r') < 0)
        {
            begin = Begin(DialectDetection.LongSampleSize);
            isWhole = begin.Length < DialectDetection.LongSampleSize;
        }
        return ForeignFormats.Find(begin) is { } foreign
            ? throw new SourceException(Name, null, null, foreign)
            : DialectDetection.Of(begin, isWhole, _roles.Table, _roles.Label);
    }

    private byte[] Begin(int count)
    {
        using Stream stream = _open();
        byte[] bytes = new byte[SourceFile.PieceOf(stream, count)];
        try
        {
            return bytes[..stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        }
        catch (Exception e) when (SourceFile.IsFault(e))
        {
            throw SourceFile.Unreadable(Name, e);
        }
    }

    /// <summary>A table without a header has its columns called by their place; negative ones count from the last.</summary>
    private string? NameOf(string? column)
    {
        if (column is null || Dialect.Header)
        {
            return column;
        }
        return int.TryParse(column, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            && number >= -Dialect.Width && number < Dialect.Width
            ? (number < 0 ? Dialect.Width + number : number).ToString(CultureInfo.InvariantCulture)
            : throw new SourceException(
                Name, null, column, $"there is no header to name it: say its number, 0 to {Dialect.Width - 1} or -1 for the last; "
                + "if the first line is one, say --header yes");
    }
}
