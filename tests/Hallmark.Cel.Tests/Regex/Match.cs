using Hallmark.Cel.Regex;

namespace Hallmark.Cel.Tests.Regex;

/// <summary>Shorthands of these tests.</summary>
internal static class Match
{
    /// <summary>Does it match, with steps enough?</summary>
    public static bool Of(string pattern, string text) => Of(Re2Pattern.Parse(pattern), text);

    public static bool Of(Re2Pattern pattern, string text)
    {
        long steps = long.MaxValue;
        return pattern.IsMatch(text, ref steps);
    }

    /// <summary>The steps a match takes.</summary>
    public static long Steps(string pattern, string text)
    {
        long steps = long.MaxValue;
        Re2Pattern.Parse(pattern).IsMatch(text, ref steps);
        return long.MaxValue - steps;
    }

    public static void Check(string pattern, string[] yes, string[] no)
    {
        var parsed = Re2Pattern.Parse(pattern);
        Assert.All(yes, text => Assert.True(Of(parsed, text), $"{pattern} should match \"{text}\""));
        Assert.All(no, text => Assert.False(Of(parsed, text), $"{pattern} should not match \"{text}\""));
    }
}
