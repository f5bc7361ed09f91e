using Hallmark.Data.Sources;

namespace Hallmark.Sources.Columnar;

/// <summary>
/// An Arrow file (also called Feather, version 2) or Arrow stream as a source of records, batch by batch; compressed by LZ4 or Zstandard or
/// not. Columns and cells become what they become of Parquet, see <see cref="ParquetSource"/>; dictionaries are what they stand for.
/// </summary>
public sealed class ArrowSource : IRecordSource
{
    private readonly SourceBytes _bytes;
    private readonly Lazy<IReadOnlyList<ArrowColumn>> _columns;

    private ArrowSource(SourceBytes bytes, SourceRoles roles)
    {
        (_bytes, Roles) = (bytes, roles);
        _columns = new Lazy<IReadOnlyList<ArrowColumn>>(() => ArrowLayout.Find(bytes), LazyThreadSafetyMode.PublicationOnly);
    }

    internal static ReadOnlySpan<byte> FileMagic => "ARROW1"u8;

    /// <summary>What goes before the length of a message; in the first versions of the format nothing did.</summary>
    internal static ReadOnlySpan<byte> Continuation => [0xFF, 0xFF, 0xFF, 0xFF];

    public string Name => _bytes.Name;

    public SourceRoles Roles { get; }

    public string PositionUnit => SourceException.Row;

    public IReadOnlyList<int> RowShape => [];

    /// <summary>By its first bytes, or by a name that promises it.</summary>
    public static bool Recognises(string name, ReadOnlySpan<byte> begin) =>
        begin.StartsWith(FileMagic) || begin.StartsWith(Continuation) || begin.StartsWith("FEA1"u8)
        || Path.GetExtension(name).ToUpperInvariant() is ".ARROW" or ".ARROWS" or ".FEATHER";

    /// <exception cref="SourceException">No such file.</exception>
    public static IRecordSource Open(SourceBytes bytes, SourceRoles roles)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        ReadOnlySpan<byte> begin = bytes.Begin(FileMagic.Length);
        return begin.StartsWith(FileMagic) || begin.StartsWith(Continuation)
            ? new ArrowSource(bytes, roles)
            : throw new SourceException(bytes.Name, null, null, begin.StartsWith("FEA1"u8)
                ? "is a Feather file of version 1, which is not read; write it anew as version 2"
                : "begins neither as an Arrow file nor as an Arrow stream does");
    }

    /// <exception cref="SourceException">As of every pass; the first looks through its lists for their lengths.</exception>
    public IRowReader Open() => new ArrowRowReader(_bytes, _columns.Value);
}
