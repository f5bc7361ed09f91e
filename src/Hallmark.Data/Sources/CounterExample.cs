namespace Hallmark.Data.Sources;

/// <summary>A cell that rules a type out for its column.</summary>
/// <param name="Position">Line or row, from 1.</param>
/// <param name="Text">The cell, made short and printable.</param>
public sealed record CounterExample(long Position, string Text)
{
    /// <summary>Why it is no number though people may take it for one, as the end of a sentence; null where no one does.</summary>
    public string? Reason { get; init; }

    /// <summary>The same where so many positions come before it.</summary>
    internal CounterExample Moved(long before) => this with { Position = Position + before };

    internal static CounterExample? First(CounterExample? a, CounterExample? b) =>
        a is null ? b : b is null || a.Position <= b.Position ? a : b;
}

/// <summary>Cells of a column that are not what the others are: how many, and the first few.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="First">The first of them in the order of positions, at most <see cref="Limit"/>.</param>
public sealed record CounterExamples(long Count, IReadOnlyList<CounterExample> First)
{
    /// <summary>Most that are kept, whatever the size of a file.</summary>
    public const int Limit = 5;

    public static CounterExamples None { get; } = new(0, []);

    public bool Equals(CounterExamples? other) => other is not null && Count == other.Count && First.SequenceEqual(other.First);

    public override int GetHashCode() => HashCode.Combine(Count, First.Count);

    internal static CounterExamples Merge(CounterExamples a, CounterExamples b) =>
        a.Count == 0 ? b : b.Count == 0 ? a
        : new CounterExamples(a.Count + b.Count, [.. a.First.Concat(b.First).OrderBy(example => example.Position).Take(Limit)]);

    internal CounterExamples Moved(long before) => new(Count, [.. First.Select(example => example.Moved(before))]);
}
