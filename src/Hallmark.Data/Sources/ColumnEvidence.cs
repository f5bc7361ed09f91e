using Hallmark.Data.Records;

namespace Hallmark.Data.Sources;

/// <summary>A cell that rules a type out for its column.</summary>
/// <param name="Position">Line or row, from 1.</param>
/// <param name="Text">The cell, made short and printable.</param>
public sealed record CounterExample(long Position, string Text)
{
    /// <summary>The same where so many positions come before it.</summary>
    internal CounterExample Moved(long before) => this with { Position = Position + before };

    internal static CounterExample? First(CounterExample? a, CounterExample? b) =>
        a is null ? b : b is null || a.Position <= b.Position ? a : b;
}

/// <summary>
/// What the cells of one column seen so far can be, with the first cell against each type. Merging is associative and commutative,
/// so pieces of a file can be looked at in any order.
/// </summary>
/// <param name="First">Position of the first cell that is not missing; null where there was none.</param>
/// <param name="NotInt64">The first cell that is no integer of 64 bits; null while all are.</param>
/// <param name="NotFloat64">The first cell that is no number; null while all are.</param>
/// <param name="NotBoolean">The first cell that is neither true nor false; null while all are.</param>
public sealed record ColumnEvidence(long? First, CounterExample? NotInt64, CounterExample? NotFloat64, CounterExample? NotBoolean)
{
    /// <summary>A column without any cell.</summary>
    public static ColumnEvidence None { get; } = new(null, null, null, null);

    /// <summary>The narrowest type that holds all cells; numbers where there is none.</summary>
    public ColumnType Type =>
        First is null ? ColumnType.Float64
        : NotInt64 is null ? ColumnType.Int64
        : NotFloat64 is null ? ColumnType.Float64
        : NotBoolean is null ? ColumnType.Boolean
        : ColumnType.Text;

    /// <summary>The same of a file that so many positions come before.</summary>
    internal ColumnEvidence Moved(long before) =>
        new(First + before, NotInt64?.Moved(before), NotFloat64?.Moved(before), NotBoolean?.Moved(before));

    public static ColumnEvidence Merge(ColumnEvidence a, ColumnEvidence b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return new ColumnEvidence(
            a.First is null ? b.First : b.First is null ? a.First : Math.Min(a.First.Value, b.First.Value),
            CounterExample.First(a.NotInt64, b.NotInt64),
            CounterExample.First(a.NotFloat64, b.NotFloat64),
            CounterExample.First(a.NotBoolean, b.NotBoolean));
    }
}
