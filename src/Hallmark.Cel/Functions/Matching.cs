using Hallmark.Cel.Evaluation;
using Hallmark.Cel.Regex;

namespace Hallmark.Cel.Functions;

/// <summary>The function matches: whether a pattern occurs in a text. Every step of the match is one of the evaluation.</summary>
internal static class Matching
{
    /// <summary>What compiling a pattern costs for each of its characters and for each instruction that comes of it.</summary>
    private const int StepsPerPart = 2;

    public static CelValue Matches(in CelValue text, in CelValue pattern, ref Frame frame)
    {
        if (text.Kind != CelKind.String || pattern.Kind != CelKind.String)
        {
            return Faults.NoOverload("matches", text, pattern);
        }
        frame.Use(StepsPerPart * (long)Math.Min(pattern.RawString.Length, Re2Pattern.LengthLimit));
        try
        {
            var compiled = Re2Pattern.Parse(pattern.RawString);
            frame.Use(StepsPerPart * (long)compiled.Size);
            return Matches(text, compiled, ref frame);
        }
        catch (CelPatternException e)
        {
            return CelValue.Error(e.Message);
        }
    }

    /// <summary>With a pattern compiled beforehand.</summary>
    public static CelValue Matches(in CelValue text, Re2Pattern pattern, ref Frame frame)
    {
        if (text.Kind != CelKind.String)
        {
            return Faults.NoOverload("matches", text);
        }
        long left = frame.StepsLeft;
        try
        {
            bool found = pattern.IsMatch(text.RawString, ref left);
            frame.Use(frame.StepsLeft - left);
            return CelValue.Of(found);
        }
        catch (PatternStepsException)
        {
            throw new LimitExceededException("the evaluation takes more steps than it may");
        }
    }
}
