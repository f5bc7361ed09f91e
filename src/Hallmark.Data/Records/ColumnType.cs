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

    /// <summary>A day of the calendar, as days since 1970-01-01.</summary>
    Date,

    /// <summary>A date and a time of day whose zone is not known, as microseconds since 1970-01-01T00:00:00 there.</summary>
    DateTime,

    /// <summary>A moment, as microseconds since 1970-01-01T00:00:00Z; the zone that it was written in is not kept.</summary>
    Instant,
}
