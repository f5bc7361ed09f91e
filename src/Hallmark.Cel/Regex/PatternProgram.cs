namespace Hallmark.Cel.Regex;

/// <summary>A pattern as an automaton. It starts at the first instruction.</summary>
internal sealed record PatternProgram(Instruction[] Instructions, CodePointSet[] Sets);

internal enum Operation
{
    /// <summary>Takes the code point <c>First</c> and goes on behind itself.</summary>
    CodePoint,

    /// <summary>Takes a code point out of the set of number <c>First</c> and goes on behind itself.</summary>
    Set,

    /// <summary>Goes on behind itself where the <see cref="PlaceCondition"/> <c>First</c> holds.</summary>
    Place,

    /// <summary>Goes on at <c>First</c>.</summary>
    Jump,

    /// <summary>Goes on at <c>First</c> and at <c>Second</c>.</summary>
    Fork,

    /// <summary>The pattern matches.</summary>
    Match,
}

internal readonly record struct Instruction(Operation Operation, int First = 0, int Second = 0);
