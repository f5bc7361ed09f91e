using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Hallmark.Cel.Tests.Properties;

/// <summary>Strings against their code points in a list.</summary>
public class TextProperties
{
    private static readonly CelEnvironment Environment = new([new("s", CelType.String), new("t", CelType.String), new("i", CelType.Int)]);

    private static readonly Arbitrary<string> Texts = Gen.Elements("a", "b", "é", "\uFFFD", "\uE000", "😀", "\U0010FFFF", "\uD7FF")
        .ListOf().Select(string.Concat).ToArbitrary();

    [Fact]
    public void Order_is_that_of_code_points_and_of_the_bytes_of_UTF8() => Prop.ForAll(Texts, Texts, (s, t) =>
    {
        int expected = Encoding.UTF8.GetBytes(s).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(t));
        Assert.Equal(expected < 0, Run("s < t", s, t).AsBool());
        Assert.Equal(expected <= 0, Run("s <= t", s, t).AsBool());
        Assert.Equal(expected < 0, Run("bytes(s) < bytes(t)", s, t).AsBool());
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Positions_are_those_of_code_points() => Prop.ForAll(Texts, Texts, (s, t) =>
    {
        List<Rune> runes = [.. s.EnumerateRunes()];
        List<Rune> part = [.. t.EnumerateRunes()];
        List<int> places = [.. Enumerable.Range(0, Math.Max(0, runes.Count - part.Count + 1))
            .Where(at => runes.Skip(at).Take(part.Count).SequenceEqual(part))];
        Assert.Equal(runes.Count, Run("size(s)", s, t).AsInt());
        Assert.Equal(places.Count == 0 ? -1 : places[0], Run("s.indexOf(t)", s, t).AsInt());
        Assert.Equal(places.Count == 0 ? -1 : places[^1], Run("s.lastIndexOf(t)", s, t).AsInt());
        Assert.Equal(places.Count > 0, Run("s.contains(t)", s, t).AsBool());
        for (int i = 0; i <= runes.Count; i++)
        {
            Assert.Equal(places.Exists(at => at >= i) ? places.Find(at => at >= i) : -1, Run("s.indexOf(t, i)", s, t, i).AsInt());
            Assert.Equal(places.Exists(at => at <= i) ? places.FindLast(at => at <= i) : -1, Run("s.lastIndexOf(t, i)", s, t, i).AsInt());
            Assert.Equal(string.Concat(runes.Take(i)), Run("s.substring(0, i)", s, t, i).AsString());
            Assert.Equal(i == runes.Count ? "" : runes[i].ToString(), Run("s.charAt(i)", s, t, i).AsString());
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_taken_apart_can_be_put_together() => Prop.ForAll(Texts, Texts, (s, t) =>
    {
        Assert.True(Run("s.split(t).join(t) == s", s, t).AsBool());
        Assert.True(Run("s.reverse().reverse() == s && size(s.reverse()) == size(s)", s, t).AsBool());
        Assert.True(Run("s.replace(t, t) == s && string(bytes(s)) == s", s, t).AsBool());
        Assert.True(Run("size(s + t) == size(s) + size(t) && (s + t).startsWith(s) && (s + t).endsWith(t)", s, t).AsBool());
        Assert.Equal(s, Cel.Run(Run("strings.quote(s)", s, t).AsString()).Value.AsString());
    }).QuickCheckThrowOnFailure();

    private static CelValue Run(string expression, string s, string t, long i = 0) => Environment.Compile(expression)
        .Evaluate([CelValue.Of(s), CelValue.Of(t), CelValue.Of(i)], CelLimits.Default).Value;
}
