using System.Text;

namespace Hallmark.Reports.Tests;

public sealed class HtmlTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;")]
    [InlineData("\"'&amp;", "&quot;&#39;&amp;amp;")]
    [InlineData("a\0b\u001b[31m", "a[U+0000]b[U+001B][31m")]
    [InlineData("a\r\n\tb", "a[U+000D]\n\tb")]
    [InlineData("gpj\u202Eexe", "gpj[U+202E]exe")]
    [InlineData("st\u200B-anna", "st[U+200B]-anna")]
    [InlineData("\uFEFF\u2028\u0085\uFFFE", "[U+FEFF][U+2028][U+0085][U+FFFE]")]
    [InlineData("Ärztin שלום 🩺", "Ärztin שלום 🩺")]
    public void Escapes_markup_and_shows_what_nobody_sees(string text, string expected)
    {
        StringBuilder written = new();
        HtmlText.Escape(text, written);
        Assert.Equal(expected, written.ToString());
    }

    [Fact]
    public void Replaces_half_a_character()
    {
        // Not a theory: half a surrogate pair does not survive the way into an attribute.
        StringBuilder written = new();
        HtmlText.Escape("a" + (char)0xD800 + "b" + (char)0xDC00, written);
        Assert.Equal("a\uFFFDb\uFFFD", written.ToString());
    }

    [Fact]
    public void Any_character_at_all_gives_well_formed_text()
    {
        StringBuilder every = new();
        for (int unit = 0; unit <= 0xFFFF; unit++)
        {
            every.Append((char)unit).Append(' ');
        }
        Assert.NotEmpty(Page.Part(html => html.Put("p", every.ToString(), ("title", every.ToString()))).Value);
    }

    [Fact]
    public void Attributes_are_escaped_like_text()
    {
        Html html = new();
        html.Leaf("meta", ("content", "\" onload=\"alert(1)"));
        Assert.Equal("<meta content=\"&quot; onload=&quot;alert(1)\"/>", html.ToString());
    }

    [Fact]
    public void A_style_sheet_that_could_end_itself_is_refused() => Assert.Throws<ArgumentException>(() => new Html().Style("a{}</style>"));

    [Theory]
    [InlineData("short", 10, "short")]
    [InlineData("exactly ten", 11, "exactly ten")]
    [InlineData("longer than that", 10, "longer th…")]
    [InlineData("12345678🩺90", 10, "12345678…")]
    public void Shortens_without_splitting_a_character(string text, int limit, string expected) =>
        Assert.Equal(expected, HtmlText.Shorten(text, limit));
}
