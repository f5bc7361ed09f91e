using System.Text;
using Hallmark.Evidence;

namespace Hallmark.Operations.Tests;

public sealed class RecordDiffTests
{
    [Theory]
    [InlineData("abcde", "abcde", "")]
    [InlineData("abcde", "abXde", "c>X")]
    [InlineData("abcde", "Xabcde", ">X")]
    [InlineData("abcde", "acde", "b>")]
    [InlineData("abcde", "edcba", "")]
    [InlineData("aaab", "aab", "a>")]
    [InlineData("abcdef", "abXYef", "c>X d>Y")]
    [InlineData("abcdef", "aXcdeYZ", "b>X f>Y >Z")]
    [InlineData("", "ab", ">a >b")]
    public void Changed_records_are_paired_between_the_same_neighbours(string before, string after, string expected)
    {
        IEnumerable<string> found = RecordDiff.Of(Hashes(before), Hashes(after)).Select(pair =>
            $"{(pair.Before is { } i ? before[i] : "")}>{(pair.After is { } j ? after[j] : "")}");
        Assert.Equal(expected, string.Join(' ', found));
    }

    private static Digest[] Hashes(string letters) => [.. letters.Select(letter => Digest.Of(Encoding.UTF8.GetBytes([letter])))];
}
