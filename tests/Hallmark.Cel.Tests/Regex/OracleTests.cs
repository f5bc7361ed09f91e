using System.Text.RegularExpressions;
using Hallmark.Cel.Regex;
using Platform = System.Text.RegularExpressions.Regex;

namespace Hallmark.Cel.Tests.Regex;

/// <summary>The platform's own regular expressions say the same wherever the two languages mean the same.</summary>
public sealed class OracleTests
{
    private const int Patterns = 1_500;
    private const int TextsEach = 16;

    [Fact]
    public void Random_patterns_match_what_the_platform_matches()
    {
        int matches = 0;
        for (int seed = 0; seed < Patterns; seed++)
        {
            var random = new RandomPattern(seed);
            string pattern = random.Pattern();
            var ours = Re2Pattern.Parse(pattern);
            string named = pattern.Replace("(?P<", "(?<", StringComparison.Ordinal);
            var theirs = new Platform(named, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            for (int i = 0; i < TextsEach; i++)
            {
                string text = random.Text();
                bool expected = theirs.IsMatch(text);
                Assert.True(
                    expected == Match.Of(ours, text),
                    $"{pattern} on {text.Replace("\n", "\\n", StringComparison.Ordinal)}: not {expected}");
                matches += expected ? 1 : 0;
            }
        }
        // Both answers must be well represented, or the comparison says little.
        Assert.InRange(matches, Patterns * TextsEach / 4, Patterns * TextsEach * 3 / 4);
    }
}
