namespace Hallmark.Data.Records;

/// <summary>What the cells of a column hold. The names on the wire are in <see cref="SchemaFormat"/>.</summary>
public enum ColumnType
{
    /// <summary>IEEE 754 binary64.</summary>
    Float64,

    /// <summary>Signed 64-bit integer.</summary>
    Int64,

    /// <summary>Unicode text, kept as given: no normalisation, no trimming.</summary>
    Text,

    Boolean,
}
