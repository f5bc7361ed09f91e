namespace Hallmark.Data.Records;

/// <summary>
/// What a column is for, as whoever made the schema declared it; the label, or target, is named by the schema itself. A column without a
/// declared role is what its type says: numbers are features. The names on the wire are in <see cref="SchemaFormat"/>.
/// </summary>
public enum ColumnRole
{
    /// <summary>To learn from, even where it looks like something else, such as a count of the records.</summary>
    Feature,

    /// <summary>Names a record.</summary>
    Id,

    /// <summary>Names what several records belong to, such as a patient.</summary>
    Group,

    /// <summary>When a record was made.</summary>
    Time,

    /// <summary>How much a record counts.</summary>
    Weight,

    /// <summary>Kept and proved, and nothing else.</summary>
    Ignored,
}
