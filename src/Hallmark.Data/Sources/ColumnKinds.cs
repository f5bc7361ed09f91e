using Hallmark.Data.Records;

namespace Hallmark.Data.Sources;

/// <summary>
/// Which kinds of cells a column has in a source that says what they are, with the first of each. A column of text holds texts alone: the
/// number 7 and the text 7 would be one cell of it. Merging is associative and commutative.
/// </summary>
/// <param name="Seen">Of all cells together.</param>
/// <param name="Text">The first text.</param>
/// <param name="List">The first list.</param>
/// <param name="Boolean">The first cell that is true or false.</param>
/// <param name="Number">The first number.</param>
public sealed record ColumnKinds(
    CellKinds Seen, CounterExample? Text = null, CounterExample? List = null, CounterExample? Boolean = null, CounterExample? Number = null)
{
    private const CellKinds NoType = CellKinds.NotInt64 | CellKinds.NotFloat64;

    /// <summary>No cell yet, or none that says what it is.</summary>
    public static ColumnKinds None { get; } = new(CellKinds.None);

    /// <summary>Whether a cell would be nothing new.</summary>
    public bool Has(CellKinds kind) => (Seen & kind) == kind;

    /// <summary>The same with one more cell, behind all others.</summary>
    public ColumnKinds With(CellKinds kind, long position, ReadOnlySpan<char> text)
    {
        if (Has(kind))
        {
            return this;
        }
        var cell = new CounterExample(position, CellText.Shorten(text));
        return Merge(this, new ColumnKinds(
            kind,
            kind.HasFlag(CellKinds.Text) ? cell : null, kind.HasFlag(CellKinds.List) ? cell : null,
            kind.HasFlag(CellKinds.Boolean) ? cell : null, kind.HasFlag(CellKinds.Number) ? cell : null));
    }

    public static ColumnKinds Merge(ColumnKinds a, ColumnKinds b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return new ColumnKinds(
            a.Seen | b.Seen, CounterExample.First(a.Text, b.Text), CounterExample.First(a.List, b.List),
            CounterExample.First(a.Boolean, b.Boolean), CounterExample.First(a.Number, b.Number));
    }

    /// <summary>The same of a file that so many positions come before.</summary>
    internal ColumnKinds Moved(long before) =>
        new(Seen, Text?.Moved(before), List?.Moved(before), Boolean?.Moved(before), Number?.Moved(before));

    /// <summary>
    /// Why these cells are no column of text, and where that shows; null where they are one. Lists are, as nothing else holds them, and
    /// numbers that no type of numbers holds together, digit for digit.
    /// </summary>
    /// <param name="column">Its name.</param>
    internal (long Position, string Reason)? ProblemAsText(string column)
    {
        (CounterExample? Cell, string What)[] kinds =
            [(Text, "a text"), (List, "a list"), (Boolean, "true or false"), (Number, "a number")];
        (CounterExample Cell, string What)[] firsts =
            [.. kinds.Where(kind => kind.Cell is not null).Select(kind => (kind.Cell!, kind.What)).OrderBy(kind => kind.Item1.Position)];
        string way = $"; --as-written '{CellText.Shorten(column)}' takes what is spelled alike for the same";
        return firsts switch
        {
            [var one, var other, ..] => (other.Cell.Position,
                $"'{other.Cell.Text}' is {other.What} and '{one.Cell.Text}' in {one.Cell.Position} is {one.What}: "
                    + $"in a column of text nothing would tell them from texts spelled so{way}"),
            [var only] when Boolean is not null => (only.Cell.Position, $"'{only.Cell.Text}' is true or false and no text{way}"),
            [var only] when Number is not null && (Seen & NoType) != NoType =>
                (only.Cell.Position, $"'{only.Cell.Text}' is a number and no text, and the column holds texts{way}"),
            _ => null,
        };
    }
}
