namespace Hallmark.Cel;

/// <summary>The kinds of values. <see cref="None"/> is a variable not bound; <see cref="Error"/> only exists while evaluating.</summary>
public enum CelKind : byte
{
    None,
    Null,
    Bool,
    Int,
    Uint,
    Double,
    String,
    Bytes,
    List,
    Map,
    Timestamp,
    Duration,
    Type,
    Object,
    Error,
}
