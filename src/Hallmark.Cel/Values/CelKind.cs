namespace Hallmark.Cel;

/// <summary>The kinds of values. <see cref="None"/> is a variable that was not bound, <see cref="Error"/> only exists within an evaluation.</summary>
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
