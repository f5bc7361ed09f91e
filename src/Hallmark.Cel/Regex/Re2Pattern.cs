namespace Hallmark.Cel.Regex;

/// <summary>
/// A pattern of RE2 (https://github.com/google/re2/wiki/Syntax), as CEL's <c>matches</c> takes it: does it match anywhere in a text?
/// The states of an automaton are followed side by side, so the time is linear in the text whatever the pattern. Nothing depends on
/// the runtime: steps and answers are the same on every node. What is taken and refused: docs/formats/re2.md.
/// </summary>
public sealed class Re2Pattern
{
    /// <summary>UTF-16 units in a pattern.</summary>
    public const int LengthLimit = 4_096;

    /// <summary>Groups within each other, and operators within each other.</summary>
    public const int NestingLimit = 200;

    /// <summary>Instructions of the automaton, counted repetitions written out.</summary>
    public const int SizeLimit = 10_000;

    /// <summary>Instructions that a step of setting up a match pays for.</summary>
    private const int InstructionsPerSetupStep = 16;

    private readonly PatternProgram _program;

    private Re2Pattern(PatternProgram program) => _program = program;

    /// <summary>Instructions of the automaton. A match takes at most twice as many steps at each place of a text.</summary>
    public int Size => _program.Instructions.Length;

    /// <exception cref="CelPatternException">The pattern is not RE2's, or past a limit.</exception>
    public static Re2Pattern Parse(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return new Re2Pattern(PatternCompiler.Compile(PatternParser.Parse(pattern)));
    }

    /// <summary>Whether the pattern matches anywhere in the text. A surrogate without its other half counts as U+FFFD.</summary>
    /// <param name="steps">Steps the match may take; those it took are subtracted. Below zero after the exception.</param>
    /// <exception cref="PatternStepsException">The steps do not suffice.</exception>
    public bool IsMatch(string text, ref long steps)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        steps -= 1 + Size / InstructionsPerSetupStep;
        return steps < 0 ? throw new PatternStepsException() : new PatternRun(_program, ref steps).Matches(text);
    }
}
