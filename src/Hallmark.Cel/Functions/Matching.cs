using System.Text.RegularExpressions;
using Hallmark.Cel.Evaluation;

namespace Hallmark.Cel.Functions;

/// <summary>The function matches: whether a pattern occurs in a text.</summary>
internal static class Matching
{
    public static CelValue Matches(in CelValue text, in CelValue pattern, ref Frame frame)
    {
        if (text.Kind != CelKind.String || pattern.Kind != CelKind.String)
        {
            return Faults.NoOverload("matches", text, pattern);
        }
        frame.Work(text.RawString.Length);
        return Compiled(pattern.RawString) is Regex regex
            ? CelValue.Of(regex.IsMatch(text.RawString))
            : CelValue.Error("not a regular expression");
    }

    /// <summary>What is wrong with a pattern; null when nothing is.</summary>
    public static string? Fault(string pattern) => Compiled(pattern) is null ? "not a regular expression" : null;

    private static Regex? Compiled(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
