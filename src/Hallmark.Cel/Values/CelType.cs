namespace Hallmark.Cel;

internal enum CelTypeKind
{
    Scalar,
    List,
    Map,
    Object,
    Dyn,

    /// <summary>Stands for a type not known yet, within a check only.</summary>
    Variable,
}

/// <summary>A field of an object type.</summary>
public sealed record CelField(string Name, CelType Type);

/// <summary>A type as the checker knows it; a value's run-time type is the same without parameters.</summary>
public sealed class CelType
{
    private readonly Dictionary<string, CelType> _fields = new(StringComparer.Ordinal);

    private CelType(CelTypeKind kind, string name, params CelType[] parameters)
    {
        Kind = kind;
        Name = name;
        Parameters = parameters;
    }

    public static CelType Null { get; } = new(CelTypeKind.Scalar, "null_type");

    public static CelType Bool { get; } = new(CelTypeKind.Scalar, "bool");

    public static CelType Int { get; } = new(CelTypeKind.Scalar, "int");

    public static CelType Uint { get; } = new(CelTypeKind.Scalar, "uint");

    public static CelType Double { get; } = new(CelTypeKind.Scalar, "double");

    public static CelType String { get; } = new(CelTypeKind.Scalar, "string");

    public static CelType Bytes { get; } = new(CelTypeKind.Scalar, "bytes");

    public static CelType Timestamp { get; } = new(CelTypeKind.Scalar, "google.protobuf.Timestamp");

    public static CelType Duration { get; } = new(CelTypeKind.Scalar, "google.protobuf.Duration");

    /// <summary>The type of types.</summary>
    public static CelType Type { get; } = new(CelTypeKind.Scalar, "type");

    /// <summary>Any type: what is done with such a value is only checked when it is evaluated.</summary>
    public static CelType Dyn { get; } = new(CelTypeKind.Dyn, "dyn");

    internal static CelType AnyList { get; } = List(Dyn);

    internal static CelType AnyMap { get; } = Map(Dyn, Dyn);

    /// <summary>The types an expression can name.</summary>
    internal static IReadOnlyDictionary<string, CelType> Denotable { get; } =
        new[] { Null, Bool, Int, Uint, Double, String, Bytes, Timestamp, Duration, Type, AnyList, AnyMap }
            .ToDictionary(type => type.Name, StringComparer.Ordinal);

    public string Name { get; }

    internal CelTypeKind Kind { get; }

    internal CelType[] Parameters { get; }

    internal int VariableId { get; private init; }

    public static CelType List(CelType element) => new(CelTypeKind.List, "list", element);

    /// <param name="key">Bool, Int, Uint, String or Dyn: nothing else can be a key.</param>
    public static CelType Map(CelType key, CelType value) => new(CelTypeKind.Map, "map", key, value);

    /// <summary>A record of the host: selecting a field that is not among these is an error of the check.</summary>
    public static CelType Object(string name, IReadOnlyList<CelField> fields)
    {
        var type = new CelType(CelTypeKind.Object, name);
        foreach (CelField field in fields)
        {
            type._fields.Add(field.Name, field.Type);
        }
        return type;
    }

    public override string ToString() => Kind == CelTypeKind.Variable
        ? "dyn"
        : Parameters.Length == 0 ? Name : $"{Name}({string.Join(", ", Parameters.Select(parameter => parameter.ToString()))})";

    internal static CelType Variable(int id) => new(CelTypeKind.Variable, "") { VariableId = id };

    internal bool TryGetField(string name, out CelType? type) => _fields.TryGetValue(name, out type);
}
