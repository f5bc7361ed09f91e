using Hallmark.Data.Sources.Lines;

namespace Hallmark.Data.Sources.JsonLines;

/// <summary>
/// A file of JSON objects, one on each line, as a source of records. Fields of inner objects are columns named by the way to them
/// (<c>patient.age</c>); arrays of equally many numbers are as many columns (<c>embedding[0]</c>), other arrays are kept as the text they
/// are written in. What is null or not there is missing; numbers are those that are written, and texts are no numbers.
/// </summary>
public sealed class JsonLinesSource : IRecordSource
{
    private readonly SourceBytes _bytes;
    private readonly Lazy<JsonLayout> _layout;

    public JsonLinesSource(SourceBytes bytes, SourceRoles? roles = null)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        _bytes = bytes;
        Roles = roles ?? SourceRoles.None;
        _layout = new Lazy<JsonLayout>(() => JsonLayout.Find(bytes), LazyThreadSafetyMode.PublicationOnly);
    }

    public string Name => _bytes.Name;

    public SourceRoles Roles { get; }

    public string PositionUnit => SourceException.Line;

    public IReadOnlyList<int> RowShape => [];

    /// <summary>By its first character, or by a name that promises it.</summary>
    public static bool Recognises(string name, ReadOnlySpan<byte> begin)
    {
        ReadOnlySpan<byte> text = begin.StartsWith("\uFEFF"u8) ? begin[3..] : begin;
        string extension = Path.GetExtension(name).ToUpperInvariant();
        return extension is ".JSONL" or ".NDJSON" or ".JSON" || text.TrimStart(" \t\r\n"u8).StartsWith("{"u8);
    }

    /// <exception cref="SourceException">As of every pass; the first pass looks through the whole file for its columns.</exception>
    public IRowReader Open() => _layout.Value.Columns.Count > 0
        ? new LineRowReader(_bytes, _layout.Value.Columns, new JsonRecord(Name, _layout.Value).Take)
        : throw new SourceException(Name, null, null, "holds no fields");
}
