using System.Text;

namespace Hallmark.Evidence.Tests;

/// <summary>The head: six lines, every fault called by its line.</summary>
public sealed class HeadTests
{
    private static readonly string Good = Head.Of(Samples.Header).ToText();

    [Fact]
    public void A_head_survives_its_text()
    {
        var largest = new Head(
            Samples.Ledger, new BlockHeight(ulong.MaxValue), Digest.Of([]), new TreeSize(ulong.MaxValue), Digest.Of([1]));
        Assert.Equal(largest, Read(largest.ToText()));
    }

    [Theory]
    [InlineData("hallmark-head v1", "hallmark-head v2", "head")]
    [InlineData("hallmark-head v1\n", "", "head")]
    [InlineData("\n", "\r\n", "head")]
    [InlineData("ledger ", "Ledger ", "head ledger")]
    [InlineData("ledger ", "ledger  ", "head ledger")]
    [InlineData("height 3", "height -3", "head height")]
    [InlineData("height 3", "height +3", "head height")]
    [InlineData("height 3", "height 3 ", "head height")]
    [InlineData("height 3", "height ", "head height")]
    [InlineData("height 3", "height 18446744073709551616", "head height")]
    [InlineData("header ", "header x", "head header")]
    [InlineData("size 307", "size 3e2", "head size")]
    [InlineData("size 307", "size 0x1", "head size")]
    [InlineData("root ", "roof ", "head root")]
    [InlineData("root ", "root\t", "head root")]
    public void A_fault_is_called_by_its_line(string from, string to, string field)
    {
        Assert.Contains(from, Good, StringComparison.Ordinal);
        Assert.Equal(field, Assert.Throws<MalformedException>(() => Read(Good.Replace(from, to, StringComparison.Ordinal))).Field);
    }

    [Fact]
    public void Lines_after_the_sixth_a_missing_end_and_a_long_text_are_refused()
    {
        Assert.Throws<MalformedException>(() => Read(Good + "more 1\n"));
        Assert.Throws<MalformedException>(() => Read(Good + "\n"));
        Assert.Throws<MalformedException>(() => Read(Good[..^1]));
        Assert.Throws<MalformedException>(() => Read(""));
        Assert.Contains("1,024", Assert.Throws<MalformedException>(() => Read(new string('x', 1025))).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_repeats_a_faulty_line_without_its_control_characters()
    {
        var e = Assert.Throws<MalformedException>(() => Read(Good.Replace("height 3", "height \u001b[2J", StringComparison.Ordinal)));
        Assert.Equal("head height: is not what it should be: height ?[2J", e.Message);
    }

    private static Head Read(string text) => Head.Read(Encoding.UTF8.GetBytes(text));
}
