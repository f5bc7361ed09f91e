using Hallmark.Cel.Regex;

namespace Hallmark.Cel.Tests.Regex;

/// <summary>No pattern and no text costs more than it should, and none takes the process down.</summary>
public sealed class HostilePatternTests
{
    [Fact]
    public void Garbage_is_read_or_refused_and_nothing_else()
    {
        int read = 0;
        const int tries = 20_000;
        for (int seed = 0; seed < tries; seed++)
        {
            var random = new RandomPattern(seed);
            string garbage = random.Garbage();
            try
            {
                Match.Of(garbage, random.Garbage());
                read++;
            }
            catch (CelPatternException fault)
            {
                Assert.StartsWith("pattern at offset ", fault.Message, StringComparison.Ordinal);
            }
        }
        Assert.InRange(read, 1_000, tries - 1_000);
    }

    [Theory]
    [InlineData("(a*)*b")]
    [InlineData("(a|a)*b")]
    [InlineData("(a|aa)+b")]
    [InlineData("(a*)*(a*)*(a*)*b")]
    [InlineData("(?:a?){100}a{100}b")]
    [InlineData("(.*)(.*)(.*)(.*)b")]
    [InlineData("a{1000}b")]
    [InlineData("(?:.{30}|.{31}){32}b")]
    [InlineData(@"(?:\b|a|\B)*b")]
    public void Steps_grow_with_the_text_and_no_faster(string pattern)
    {
        long first = Match.Steps(pattern, new string('a', 2_000));
        long second = Match.Steps(pattern, new string('a', 4_000));
        long third = Match.Steps(pattern, new string('a', 6_000));
        // Past the first thousand code points every further one costs the same.
        Assert.Equal(second - first, third - second);
        Assert.True(third <= 1 + Re2Pattern.Parse(pattern).Size / 16 + 6_001L * 2 * Re2Pattern.Parse(pattern).Size);
    }

    // Steps are part of what nodes agree on: other numbers are other rules.
    [Theory]
    [InlineData("", "", 2)]
    [InlineData("a", "", 2)]
    [InlineData("a", "xxa", 9)]
    [InlineData("abc", "xxabcxx", 17)]
    [InlineData("^a+$", "aaaa", 23)]
    [InlineData("(a*)*b", "aaaa", 38)]
    [InlineData(@"^\pL{2,8}-\d{1,4}$", "ab-12", 26)]
    [InlineData("^[a-z0-9_.]+@[a-z0-9.]+$", "somebody@example.org", 109)]
    public void Steps_are_frozen(string pattern, string text, long steps)
    {
        Assert.Equal(steps, Match.Steps(pattern, text));
        Assert.Equal(steps, Match.Steps(pattern, text));
    }

    [Fact]
    public void A_match_stops_when_its_steps_are_used_up()
    {
        var pattern = Re2Pattern.Parse("(a*)*b");
        string text = new('a', 100);
        long needed = Match.Steps("(a*)*b", text);
        long enough = needed;
        Assert.False(pattern.IsMatch(text, ref enough));
        Assert.Equal(0, enough);
        for (long budget = 0; budget < needed; budget++)
        {
            long steps = budget;
            Assert.Throws<PatternStepsException>(() => pattern.IsMatch(text, ref steps));
            Assert.Equal(-1, steps);
        }
        long negative = -1;
        Assert.Throws<ArgumentOutOfRangeException>(() => pattern.IsMatch(text, ref negative));
    }

    [Theory]
    [InlineData("((a{10}){10}){10}", 1_001)]
    [InlineData("a{1000}", 1_001)]
    [InlineData("a{0,1000}", 2_001)]
    [InlineData("(?:abcdefghi){1000}z{999}", 10_000)]
    public void Counted_repetitions_are_written_out(string pattern, int size) => Assert.Equal(size, Re2Pattern.Parse(pattern).Size);

    [Theory]
    [InlineData("(?:abcdefghi){1000}z{1000}")]
    [InlineData("(?:abcdefghijk){1000}")]
    [InlineData("(?:a?|b){1000}(?:c?|d){1000}(?:e?|f){1000}")]
    public void Too_large_an_automaton_is_refused(string pattern) =>
        Assert.Equal("pattern: more than 10000 instructions with its repetitions written out", Refusal(pattern));

    [Fact]
    public void Length_is_bounded()
    {
        Assert.Equal(4_097, Re2Pattern.Parse(new string('a', 4_096)).Size);
        Assert.Equal("pattern at offset 4096: longer than 4096 characters", Refusal(new string('a', 4_097)));
    }

    [Fact]
    public void Nesting_is_bounded()
    {
        Assert.True(Match.Of(Groups(200), "a"));
        Assert.Equal("pattern at offset 200: more than 200 within each other", Refusal(Groups(201)));
        Assert.StartsWith("pattern at offset 200:", Refusal(new string('(', 4_096)), StringComparison.Ordinal);
        // Flags between them let operators stand on each other.
        Assert.True(Match.Of("a" + Repeat("*(?i)", 199), "a"));
        Assert.EndsWith("more than 200 within each other", Refusal("a" + Repeat("*(?i)", 200)), StringComparison.Ordinal);
        Assert.True(Match.Of(Repeat("(a|b", 66) + Repeat(")*", 66), "a"));
        Assert.EndsWith("more than 200 within each other", Refusal(Repeat("(?:a|b", 67) + Repeat(")*", 67)), StringComparison.Ordinal);
    }

    [Fact]
    public void Threads_share_a_pattern()
    {
        var pattern = Re2Pattern.Parse(@"(?i)^(\pL+ )*\P{Lu}$");
        bool[] answers = [.. Enumerable.Range(1, 64).AsParallel().Select(i => Match.Of(pattern, new string('a', i) + " 1"))];
        Assert.All(answers, Assert.True);
    }

    private static string Groups(int count) => new string('(', count) + "a" + new string(')', count);

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    private static string Refusal(string pattern) => Assert.Throws<CelPatternException>(() => Re2Pattern.Parse(pattern)).Message;
}
