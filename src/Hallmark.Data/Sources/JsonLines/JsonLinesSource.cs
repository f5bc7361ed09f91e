using Hallmark.Data.Records;
using Hallmark.Data.Sources.Folders;
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
        : this(bytes, roles ?? SourceRoles.None, LayoutOf(bytes.Name, [bytes]))
    {
    }

    private JsonLinesSource(SourceBytes bytes, SourceRoles roles, Lazy<JsonLayout> layout) =>
        (_bytes, Roles, _layout) = (bytes, roles, layout);

    public string Name => _bytes.Name;

    public SourceRoles Roles { get; }

    public string PositionUnit => SourceException.Line;

    public IReadOnlyList<int> RowShape => [];

    /// <summary>Objects whose columns are a schema's: what they do not have is missing, and what it does not have is refused.</summary>
    /// <param name="asWritten">See <see cref="SourceRoles.AsWritten"/>.</param>
    public static JsonLinesSource Of(SourceBytes bytes, Schema schema, IReadOnlyList<string>? asWritten = null)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        ArgumentNullException.ThrowIfNull(schema);
        var roles = new SourceRoles { AsWritten = asWritten ?? [] };
        return new JsonLinesSource(bytes, roles, new Lazy<JsonLayout>(JsonLayout.Of(schema)));
    }

    /// <summary>Files that are one source have the fields of all of them, whichever file they stand in.</summary>
    public static IRecordSource Open(SourceFolder folder, SourceRoles roles)
    {
        ArgumentNullException.ThrowIfNull(folder);
        Lazy<JsonLayout> layout = LayoutOf(folder.Name, folder.Files);
        return new PartsSource(folder, bytes => new JsonLinesSource(bytes, roles, layout));
    }

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

    private static Lazy<JsonLayout> LayoutOf(string name, IReadOnlyList<SourceBytes> files) =>
        new(() => JsonLayout.Find(name, files), LazyThreadSafetyMode.PublicationOnly);
}
