using Hallmark.Quality.Labels;

namespace Hallmark.Quality.Tests.Labels;

/// <summary>Names that people cannot tell apart, by code points so that nobody's editor puts them right.</summary>
public class LookAlikesTests
{
    [Theory]
    [InlineData("caf\u00e9", "cafe\u0301")] // composed and decomposed
    [InlineData("\u1ec7", "e\u0323\u0302")] // two marks
    [InlineData("\u00c5ngstr\u00f6m", "\u212bngstro\u0308m")]
    [InlineData("\ud55c", "\u1112\u1161\u11ab")] // a Korean syllable
    [InlineData("\u30ac", "\u30ab\u3099")] // a Japanese one
    [InlineData("cat", "c\u0430t")] // a Cyrillic a
    [InlineData("COPE", "\u0421\u041e\u0420\u0415")] // all Cyrillic
    [InlineData("nano", "nan\u03bf")] // a Greek o
    [InlineData("cat", "\uff43\uff41\uff54")] // full width
    [InlineData("fish", "\ufb01sh")] // a ligature
    [InlineData("cat", "ca\u200bt")] // a space without width
    [InlineData("cat", "\ufeffcat")] // a byte order mark
    [InlineData("new york", "New\u00a0York")]
    [InlineData("new york", "new\u2013york")]
    [InlineData("new york", "new  york")]
    [InlineData("stra\u00dfe", "STRASSE")]
    public void Look_the_same(string one, string other) => Assert.Equal([[one, other]], AlikeClasses.Of([one, other]));

    [Theory]
    [InlineData("cafe", "caf\u00e9")]
    [InlineData("C", "C#")]
    [InlineData("1", "-1")]
    [InlineData("0", "O")]
    [InlineData("\u0433", "r")]
    [InlineData("\ud55c", "\ud558")]
    public void Look_different(string one, string other) => Assert.Empty(AlikeClasses.Of([one, other]));
}
