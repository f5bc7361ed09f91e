using Hallmark.Data.Records;

namespace Hallmark.Data.Sources;

/// <summary>
/// What the cells of one column seen so far can be, with the first cell against each type. Merging is associative and commutative,
/// so pieces of a file can be looked at in any order.
/// </summary>
/// <param name="First">Position of the first cell that is not missing, nor a usual word for it; null where there was none.</param>
/// <param name="NotInt64">The first cell that is no integer of 64 bits; null while all are.</param>
/// <param name="NotFloat64">The first cell that is no number; null while all are.</param>
/// <param name="NotBoolean">The first cell that is neither true nor false; null while all are.</param>
public sealed record ColumnEvidence(long? First, CounterExample? NotInt64, CounterExample? NotFloat64, CounterExample? NotBoolean)
{
    /// <summary>A column without any cell.</summary>
    public static ColumnEvidence None { get; } = new(null, null, null, null);

    /// <summary>The first usual word for a missing cell (<see cref="MissingWords"/>): missing, unless the column is one of text.</summary>
    public CounterExample? MissingWord { get; init; }

    /// <summary>Cells that are numbers, where the source counts them.</summary>
    public long Numbers { get; init; }

    /// <summary>Cells that are no numbers and no usual words for a missing one, where the source counts them.</summary>
    public CounterExamples Others { get; init; } = CounterExamples.None;

    /// <summary>How what is true or false is spelled, where the source has spellings.</summary>
    internal BooleanWords Words { get; init; }

    /// <summary>Which dates and times cells are, where the source knows such.</summary>
    internal MomentKinds Moments { get; init; }

    /// <summary>What cells say themselves that they are; none in a file of text.</summary>
    public ColumnKinds Kinds { get; init; } = ColumnKinds.None;

    /// <summary>The narrowest type that holds all cells; numbers where there is none.</summary>
    public ColumnType Type =>
        First is null ? ColumnType.Float64
        : NotInt64 is null ? ColumnType.Int64
        : NotFloat64 is null ? ColumnType.Float64
        : NotBoolean is null && !IsHalfBoolean ? ColumnType.Boolean
        : MomentText.TypeOf(Moments) ?? ColumnType.Text;

    /// <summary>Text so far, but two-valued once the word comes that belongs to the one that is there: yes without any no.</summary>
    internal bool IsHalfBoolean => NotBoolean is null && Words != BooleanWords.None && !Words.IsWhole();

    public static ColumnEvidence Merge(ColumnEvidence a, ColumnEvidence b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return new ColumnEvidence(
            a.First is null ? b.First : b.First is null ? a.First : Math.Min(a.First.Value, b.First.Value),
            CounterExample.First(a.NotInt64, b.NotInt64),
            CounterExample.First(a.NotFloat64, b.NotFloat64),
            CounterExample.First(a.NotBoolean, b.NotBoolean))
        {
            MissingWord = CounterExample.First(a.MissingWord, b.MissingWord),
            Numbers = a.Numbers + b.Numbers,
            Others = CounterExamples.Merge(a.Others, b.Others),
            Words = a.Words | b.Words,
            Moments = a.Moments | b.Moments,
            Kinds = ColumnKinds.Merge(a.Kinds, b.Kinds),
        };
    }

    /// <summary>The same of a file that so many positions come before.</summary>
    internal ColumnEvidence Moved(long before) =>
        new(First + before, NotInt64?.Moved(before), NotFloat64?.Moved(before), NotBoolean?.Moved(before))
        {
            MissingWord = MissingWord?.Moved(before),
            Numbers = Numbers,
            Others = Others.Moved(before),
            Words = Words,
            Moments = Moments,
            Kinds = Kinds.Moved(before),
        };
}
