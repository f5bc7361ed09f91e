namespace Hallmark.Cel.Regex;

/// <summary>A parsed pattern, without what a yes or no does not need: captures and greed.</summary>
/// <param name="Depth">Nodes from this one down to the lowest.</param>
/// <param name="Copies">The product of the counted repetitions on the way down, where it is largest.</param>
internal abstract record PatternNode(int Depth, int Copies);

/// <summary>One code point out of a set.</summary>
internal sealed record OneOf(CodePointSet Set) : PatternNode(1, 1);

/// <summary>Something that must be true of a place between code points.</summary>
internal sealed record Condition(PlaceCondition At) : PatternNode(1, 1);

/// <summary>One after the other; nothing where there are no items.</summary>
internal sealed record Sequence(PatternNode[] Items)
    : PatternNode(1 + Items.Max(item => (int?)item.Depth).GetValueOrDefault(), Items.Max(item => (int?)item.Copies) ?? 1);

/// <summary>One of several.</summary>
internal sealed record Choice(PatternNode[] Items) : PatternNode(1 + Items.Max(item => item.Depth), Items.Max(item => item.Copies));

/// <summary>Repeated.</summary>
internal sealed record Repeat(PatternNode Item, Repetition Times)
    : PatternNode(1 + Item.Depth, Item.Copies * Math.Max(1, Times.Most ?? Times.Least));

internal enum PlaceCondition
{
    StartOfText,
    EndOfText,
    StartOfLine,
    EndOfLine,
    WordBoundary,
    NoWordBoundary,
}

/// <param name="Most">Null for no bound.</param>
internal readonly record struct Repetition(int Least, int? Most);
