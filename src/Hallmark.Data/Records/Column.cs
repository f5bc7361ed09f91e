namespace Hallmark.Data.Records;

/// <summary>
/// One column of a <see cref="Schema"/>. The bounds are inclusive and optional; they do not stop a record from being
/// registered, the checks count the records outside them.
/// </summary>
/// <param name="Name">1 to <see cref="Schema.NameLengthLimit"/> characters, none of them a control character.</param>
/// <param name="Type">What its cells hold.</param>
/// <param name="Minimum">Smallest expected value of a number column.</param>
/// <param name="Maximum">Largest expected value of a number column.</param>
public sealed record Column(string Name, ColumnType Type, double? Minimum = null, double? Maximum = null)
{
    /// <summary>What it is declared to be for; null where nobody said, and for the label.</summary>
    public ColumnRole? Role { get; init; }

    /// <summary>Whether the column can be a feature of a model: numbers, and booleans as 0 and 1.</summary>
    public bool IsNumeric => Type is ColumnType.Float64 or ColumnType.Int64 or ColumnType.Boolean;

    /// <summary>Whether records are learned from and compared by it as far as its type allows: it is declared for nothing else.</summary>
    public bool MayBeFeature => Role is null or ColumnRole.Feature;
}
