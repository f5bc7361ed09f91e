namespace Hallmark.Cel;

/// <summary>The run-time types of values.</summary>
internal static class TypeNames
{
    public static string Of(in CelValue value) => TypeOf(value).Name;

    public static CelType TypeOf(in CelValue value) => value.Kind switch
    {
        CelKind.Null => CelType.Null,
        CelKind.Bool => CelType.Bool,
        CelKind.Int => CelType.Int,
        CelKind.Uint => CelType.Uint,
        CelKind.Double => CelType.Double,
        CelKind.String => CelType.String,
        CelKind.Bytes => CelType.Bytes,
        CelKind.List => CelType.AnyList,
        CelKind.Map => CelType.AnyMap,
        CelKind.Timestamp => CelType.Timestamp,
        CelKind.Duration => CelType.Duration,
        CelKind.Type => CelType.Type,
        CelKind.Object => CelType.Object(value.RawObject.TypeName, []),
        _ => CelType.Dyn,
    };
}
