using System.Text.Json;
using Hallmark.Data.Records;
using Hallmark.Data.Sources.Lines;

namespace Hallmark.Data.Sources.JsonLines;

/// <summary>
/// The columns of a file of objects: all fields that any of them has, in the order in which they are first seen. Found by reading the file
/// once from beginning to end, since the last line may have one that no other has.
/// </summary>
internal sealed class JsonLayout
{
    /// <summary>How deep objects and arrays may lie in each other.</summary>
    public const int DepthLimit = 32;

    private string _file; // that is looked at
    private int _fields;
    private long _records;

    private JsonLayout(string file) => _file = file;

    public JsonField Root { get; } = new("");

    public List<string> Columns { get; } = [];

    public static JsonReaderOptions Options { get; } = new() { MaxDepth = DepthLimit };

    /// <param name="name">What messages call the files together.</param>
    /// <param name="files">All that the columns are of.</param>
    /// <exception cref="SourceException">A line is no object, or has a field twice; or there are too many fields.</exception>
    public static JsonLayout Find(string name, IEnumerable<SourceBytes> files)
    {
        var layout = new JsonLayout(name);
        foreach (SourceBytes file in files)
        {
            layout.Look(file);
        }
        layout._file = name;
        layout.NameColumns(layout.Root);
        return layout;
    }

    /// <summary>
    /// The columns of a schema, for objects that come one by one: <c>a.b</c> is field b of the object a, and <c>e[0]</c>, <c>e[1]</c>, …
    /// are the numbers of an array. A field that the schema does not have is a fault, and one that is not there is missing.
    /// </summary>
    public static JsonLayout Of(Schema schema)
    {
        var layout = new JsonLayout("") { IsFixed = true };
        for (int column = 0; column < schema.Columns.Count;)
        {
            string name = schema.Columns[column].Name;
            int numbers = name.EndsWith("[0]", StringComparison.Ordinal) ? NumbersOf(schema, column, name[..^3]) : 0;
            JsonField field = layout.Root;
            foreach (string part in (numbers > 0 ? name[..^3] : name).Split('.'))
            {
                field = field.Find(part) ?? field.Add(part);
            }
            field.Column = column;
            field.Note(numbers);
            column += Math.Max(1, numbers);
        }
        layout.Columns.AddRange(schema.Columns.Select(column => column.Name));
        return layout;
    }

    /// <summary>Whether the columns were there before the lines.</summary>
    public bool IsFixed { get; private init; }

    private static int NumbersOf(Schema schema, int column, string path)
    {
        int numbers = 0;
        while (column + numbers < schema.Columns.Count
            && schema.Columns[column + numbers].Name == FormattableString.Invariant($"{path}[{numbers}]"))
        {
            numbers++;
        }
        return numbers;
    }

    /// <summary>Reads a line, and says where it is no object as it should be.</summary>
    public static void Guard(string file, long line, ReadOnlySpan<byte> json, Read read)
    {
        var reader = new Utf8JsonReader(json, Options);
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw new SourceException(file, line, null, "is no JSON object; each line is to be one");
            }
            read(ref reader);
            reader.Read(); // nothing may follow
        }
        catch (JsonException e)
        {
            string where = e.BytePositionInLine is { } at ? $" at byte {at + 1}" : "";
            string depth = reader.CurrentDepth >= DepthLimit - 1 ? $", or nested deeper than {DepthLimit}" : "";
            throw new SourceException(file, line, null, $"is not JSON{where}{depth}");
        }
        catch (InvalidOperationException)
        {
            throw new SourceException(file, line, null, "has half of a surrogate pair, which is no text");
        }
    }

    public delegate void Read(ref Utf8JsonReader reader);

    /// <summary>The field of an object whose name the reader is at; null where it has none of that name.</summary>
    public static JsonField? Find(ref Utf8JsonReader reader, JsonField parent)
    {
        Span<char> name = stackalloc char[Schema.NameLengthLimit];
        return reader.ValueSpan.Length > name.Length
            ? parent.Find(reader.GetString())
            : parent.Find(name[..reader.CopyString(name)]);
    }

    private void Look(SourceBytes file)
    {
        _file = file.Name;
        using var lines = new LineReader(file);
        while (lines.TryNext(out ReadOnlySpan<byte> line))
        {
            if (!LineRowReader.IsBlank(line))
            {
                Look(line, lines.Line, ++_records);
            }
        }
    }

    private void Look(ReadOnlySpan<byte> json, long line, long record) =>
        Guard(_file, line, json, (ref Utf8JsonReader reader) => LookAtObject(ref reader, Root, line, record));

    private void LookAtObject(ref Utf8JsonReader reader, JsonField parent, long line, long record)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            JsonField field = Find(ref reader, parent) ?? Add(parent, reader.GetString()!, line);
            if (field.LastRecord == record)
            {
                throw new SourceException(_file, line, field.Path, "stands twice in one object");
            }
            field.LastRecord = record;
            reader.Read();
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    LookAtObject(ref reader, field, line, record);
                    break;
                case JsonTokenType.StartArray:
                    field.Note(LookAtArray(ref reader, field, line));
                    break;
                case JsonTokenType.Null:
                    break;
                default:
                    field.Note(0);
                    break;
            }
        }
    }

    private JsonField Add(JsonField parent, string name, long line)
    {
        JsonField field = parent.Add(name);
        return Schema.NameProblem(name) is { } problem ? throw new SourceException(_file, line, null, $"the name of a field {problem}")
            : Schema.NameProblem(field.Path) is { } tooLong ? throw new SourceException(_file, line, null, $"the way to a field {tooLong}")
            : ++_fields > Schema.ColumnLimit ? throw TooMany()
            : field;
    }

    /// <returns>How many numbers it has, missing ones too; 0 where it has anything else, or nothing.</returns>
    private int LookAtArray(ref Utf8JsonReader reader, JsonField field, long line)
    {
        int count = 0;
        bool numbers = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            count++;
            numbers &= reader.TokenType is JsonTokenType.Number or JsonTokenType.Null;
            if (reader.TokenType is JsonTokenType.StartObject)
            {
                LookForTwice(ref reader, field, line);
            }
            else if (reader.TokenType is JsonTokenType.StartArray)
            {
                LookAtArray(ref reader, field, line);
            }
        }
        return numbers ? count : 0;
    }

    /// <summary>An object that is kept as text: the only thing asked of it is that it says nothing twice.</summary>
    private void LookForTwice(ref Utf8JsonReader reader, JsonField field, long line)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            if (!names.Add(name))
            {
                throw new SourceException(_file, line, field.Path, $"holds an object with '{CellText.Shorten(name)}' twice");
            }
            reader.Read();
            if (reader.TokenType is JsonTokenType.StartObject)
            {
                LookForTwice(ref reader, field, line);
            }
            else if (reader.TokenType is JsonTokenType.StartArray)
            {
                LookAtArray(ref reader, field, line);
            }
        }
    }

    /// <summary>Outer fields before their inner ones. A field that never has a value but null is a column of nothing.</summary>
    private void NameColumns(JsonField parent)
    {
        foreach (JsonField field in parent.Inner)
        {
            if (field.HasValue || field.Inner.Count == 0)
            {
                field.Column = Columns.Count;
                if (Columns.Count + Math.Max(1, field.VectorLength) > Schema.ColumnLimit)
                {
                    throw TooMany();
                }
                Columns.AddRange(field.VectorLength == 0 ? [field.Path]
                    : Enumerable.Range(0, field.VectorLength).Select(place => FormattableString.Invariant($"{field.Path}[{place}]")));
            }
            NameColumns(field);
        }
        if (parent.Path.Length == 0)
        {
            RequireDistinct();
        }
    }

    private void RequireDistinct()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (string column in Columns)
        {
            if (Schema.NameProblem(column) is { } problem)
            {
                throw new SourceException(_file, null, null, $"the name of a column {problem}");
            }
            if (!names.Add(column))
            {
                throw new SourceException(_file, null, column, "two different fields would be this column");
            }
        }
    }

    private SourceException TooMany() => new(_file, null, null, $"has more than {Schema.ColumnLimit} different fields");
}
