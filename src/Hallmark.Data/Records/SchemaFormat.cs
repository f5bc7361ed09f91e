using System.Buffers.Binary;
using Hallmark.Evidence;

namespace Hallmark.Data.Records;

/// <summary>
/// The bytes of a schema: one deterministic CBOR map.
/// <code>
/// version  1
/// columns  list of { name: text, type: "float64" | "int64" | "text" | "boolean" | "date" | "datetime" | "instant",
///          minimum?, maximum?, role?: "feature" | "id" | "group" | "time" | "weight" | "ignored" }
///          the bounds are byte strings of 8 bytes: big-endian IEEE 754 bits, finite, never -0
/// label    text, absent without a label
/// classes  list of texts in class order, empty without a label or with a target
/// task     "regression" where the label is a target; absent otherwise
/// labels   "optional" where records may have none; absent otherwise
/// </code>
/// What is absent where nothing is declared keeps the bytes of schemas from before roles, targets and optional labels.
/// The schema's digest is the SHA-256 of these bytes, so it is also the name of the schema's object in the content store.
/// </summary>
public static class SchemaFormat
{
    /// <summary>Longest schema that is read, in bytes.</summary>
    public const int SizeLimit = 64 << 20;

    /// <summary>What <c>labels</c> is where records may have none.</summary>
    public const string Optional = "optional";

    private const int Version = 1;
    private const int WordLimit = 16;

    public static byte[] Write(Schema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new CborMapWriter()
            .Integer("version", Version)
            .Maps("columns", schema.Columns.Select(WriteColumn))
            .Text("label", schema.Label)
            .Texts("classes", schema.Classes)
            .Text("task", schema.Task == LearningTask.Regression ? NameOf(schema.Task) : null)
            .Text("labels", schema.IsLabelOptional ? Optional : null)
            .ToBytes();
    }

    /// <exception cref="MalformedException">Not a schema; names the field.</exception>
    public static Schema Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > SizeLimit)
        {
            throw new MalformedException("schema", $"has {bytes.Length} bytes, more than {SizeLimit}");
        }
        CborMap map = CborMap.Read(bytes, "schema");
        map.Integer("version", Version, Version);
        Column[] columns = [.. map.Maps("columns", Schema.ColumnLimit).Select(ReadColumn)];
        string? label = map.OptionalText("label", Schema.NameLengthLimit);
        IReadOnlyList<string> classes = map.Texts("classes", Schema.ClassLimit, Schema.NameLengthLimit);
        LearningTask? task = Word<LearningTask>(
            map, "task", text => text == NameOf(LearningTask.Regression) ? LearningTask.Regression : null);
        bool optional = ReadOptional(map);
        map.End();
        try
        {
            return new Schema(columns, label, classes, task, optional);
        }
        catch (ArgumentException e)
        {
            throw new MalformedException("schema", e.Message);
        }
    }

    /// <summary>A type's name on the wire and in messages.</summary>
    public static string NameOf(ColumnType type) => type switch
    {
        ColumnType.Float64 => "float64",
        ColumnType.Int64 => "int64",
        ColumnType.Text => "text",
        ColumnType.Boolean => "boolean",
        ColumnType.Date => "date",
        ColumnType.DateTime => "datetime",
        ColumnType.Instant => "instant",
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    /// <summary>The type of this name; null where there is none.</summary>
    public static ColumnType? TypeOf(string name) => Named<ColumnType>(name, NameOf);

    /// <summary>A role's name on the wire and in messages.</summary>
    public static string NameOf(ColumnRole role) => role switch
    {
        ColumnRole.Feature => "feature",
        ColumnRole.Id => "id",
        ColumnRole.Group => "group",
        ColumnRole.Time => "time",
        ColumnRole.Weight => "weight",
        ColumnRole.Ignored => "ignored",
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };

    /// <summary>The role of this name; null where there is none.</summary>
    public static ColumnRole? RoleOf(string name) => Named<ColumnRole>(name, NameOf);

    /// <summary>A task's name on the wire and in messages.</summary>
    public static string NameOf(LearningTask task) => task switch
    {
        LearningTask.Classification => "classification",
        LearningTask.Regression => "regression",
        LearningTask.Unlabelled => "unlabelled",
        _ => throw new ArgumentOutOfRangeException(nameof(task)),
    };

    /// <summary>The task of this name; null where there is none.</summary>
    public static LearningTask? TaskOf(string name) => Named<LearningTask>(name, NameOf);

    private static T? Named<T>(string name, Func<T, string> nameOf)
        where T : struct, Enum => Enum.GetValues<T>().Cast<T?>().FirstOrDefault(value => nameOf(value!.Value) == name);

    /// <summary>Whether records may have no label.</summary>
    internal static bool ReadOptional(CborMap map) => Word<bool>(map, "labels", text => text == Optional ? true : null) ?? false;

    private static T? Word<T>(CborMap map, string key, Func<string, T?> read)
        where T : struct => map.OptionalText(key, WordLimit) is not { } text ? null
        : read(text) ?? throw new MalformedException($"schema.{key}", $"is '{text}', which is no {key} that is written down");

    internal static CborMapWriter WriteColumn(Column column) => new CborMapWriter()
        .Text("name", column.Name)
        .Text("type", NameOf(column.Type))
        .Bytes("minimum", WriteBound(column.Minimum))
        .Bytes("maximum", WriteBound(column.Maximum))
        .Text("role", column.Role is { } role ? NameOf(role) : null);

    internal static Column ReadColumn(CborMap map)
    {
        string name = map.Text("name", Schema.NameLengthLimit);
        string typeName = map.Text("type", WordLimit);
        ColumnType? type = TypeOf(typeName);
        double? minimum = ReadBound(map, "minimum");
        double? maximum = ReadBound(map, "maximum");
        ColumnRole? role = Word(map, "role", RoleOf);
        map.End();
        return new Column(
            name, type ?? throw new MalformedException("schema.columns.type", $"is '{typeName}', which is no type"), minimum, maximum)
        {
            Role = role,
        };
    }

    private static byte[]? WriteBound(double? bound)
    {
        if (bound is null)
        {
            return null;
        }
        byte[] bytes = new byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleBigEndian(bytes, RecordFormat.Canonical(bound.Value));
        return bytes;
    }

    private static double? ReadBound(CborMap map, string key)
    {
        if (!map.Has(key))
        {
            return null;
        }
        byte[] bytes = map.Bytes(key, sizeof(double));
        if (bytes.Length != sizeof(double))
        {
            throw new MalformedException($"schema.columns.{key}", $"has {bytes.Length} bytes, not {sizeof(double)}");
        }
        double value = BinaryPrimitives.ReadDoubleBigEndian(bytes);
        return double.IsFinite(value) && !(value == 0 && double.IsNegative(value))
            ? value
            : throw new MalformedException($"schema.columns.{key}", "is not a finite number other than -0");
    }
}
