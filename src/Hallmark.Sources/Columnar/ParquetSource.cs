using Hallmark.Data.Sources;

namespace Hallmark.Sources.Columnar;

/// <summary>
/// A Parquet file as a source of records. Inner columns are named by the way to them; lists of equally many numbers are as many columns,
/// other lists are text, as JSON. Decimals are numbers where a float has their digits, text otherwise; times are ISO 8601 text; bytes that
/// are no text are refused. Read in pieces, whatever the size of its row groups.
/// </summary>
public sealed class ParquetSource : IRecordSource
{
    private readonly SourceBytes _bytes;
    private readonly Lazy<IReadOnlyList<ParquetColumn>> _columns;

    private ParquetSource(SourceBytes bytes, SourceRoles roles)
    {
        (_bytes, Roles) = (bytes, roles);
        _columns = new Lazy<IReadOnlyList<ParquetColumn>>(() => ParquetLayout.Find(bytes), LazyThreadSafetyMode.PublicationOnly);
    }

    private static ReadOnlySpan<byte> Magic => "PAR1"u8;

    public string Name => _bytes.Name;

    public SourceRoles Roles { get; }

    public string PositionUnit => SourceException.Row;

    public IReadOnlyList<int> RowShape => [];

    /// <summary>By its magic; a name that ends in <c>.parquet</c> promises it.</summary>
    public static bool Recognises(string name, ReadOnlySpan<byte> begin) =>
        begin.StartsWith(Magic) || begin.StartsWith("PARE"u8) || name.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="SourceException">No such file.</exception>
    public static IRecordSource Open(SourceBytes bytes, SourceRoles roles)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        byte[] begin = bytes.Begin(Magic.Length);
        return begin.AsSpan().SequenceEqual(Magic) ? new ParquetSource(bytes, roles)
            : throw new SourceException(
                bytes.Name, null, null,
                begin.AsSpan().SequenceEqual("PARE"u8) ? "is an encrypted Parquet file" : "does not begin as a Parquet file does");
    }

    /// <exception cref="SourceException">As of every pass; the first looks through its lists for their lengths.</exception>
    public IRowReader Open() => new ParquetRowReader(_bytes, _columns.Value);
}
