namespace Hallmark.Cel;

/// <summary>What one evaluation may use. Counting is deterministic: the same program and values always use the same.</summary>
/// <param name="Steps">Nodes evaluated, rounds of macros, and bytes or elements looked through (64 of them are a step).</param>
/// <param name="Volume">UTF-16 units, bytes and elements of all strings, bytes, lists and maps produced.</param>
public readonly record struct CelLimits(long Steps, long Volume)
{
    /// <summary>
    /// Whether time zones of the IANA database have no names here: their offsets are as old or new as the machine's database, so
    /// nodes that must agree do without. Offsets such as "+05:45" always work.
    /// </summary>
    public bool OffsetsOnly { get; init; }

    /// <summary>Enough for any sensible rule; a runaway expression ends within a fraction of a second.</summary>
    public static CelLimits Default { get; } = new(1_000_000, 1_000_000);
}
