namespace Hallmark.Evidence.Tests;

/// <summary>Digests, indexes and heights are ordered as their bytes and numbers are, by every operator alike.</summary>
public sealed class OrderTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    [InlineData(0, 256)]
    public void Every_operator_says_the_same(int left, int right)
    {
        int order = left.CompareTo(right);
        Digest Digest(int number) => Evidence.Digest.FromBytes(
            [.. Enumerable.Repeat((byte)7, 30), (byte)(number >> 8), (byte)(number & 0xff)]);
        Check(Digest(left), Digest(right), (a, b) => a < b, (a, b) => a <= b, (a, b) => a > b, (a, b) => a >= b);
        Check(
            new EntryIndex((ulong)left), new EntryIndex((ulong)right), (a, b) => a < b, (a, b) => a <= b, (a, b) => a > b,
            (a, b) => a >= b);
        Check(
            new BlockHeight((ulong)left), new BlockHeight((ulong)right), (a, b) => a < b, (a, b) => a <= b, (a, b) => a > b,
            (a, b) => a >= b);

        void Check<T>(T a, T b, Func<T, T, bool> less, Func<T, T, bool> most, Func<T, T, bool> greater, Func<T, T, bool> least)
            where T : IComparable<T>
        {
            Assert.Equal(order, Math.Sign(a.CompareTo(b)));
            Assert.Equal((order < 0, order <= 0, order > 0, order >= 0), (less(a, b), most(a, b), greater(a, b), least(a, b)));
        }
    }

    [Fact]
    public void A_tree_grows_by_the_entries_that_are_appended()
    {
        TreeSize grown = new TreeSize(40).Plus(2);
        Assert.Equal((new TreeSize(42), new EntryIndex(42)), (grown, grown.Next));
        Assert.Equal(grown, grown.Plus(0));
        Assert.Throws<OverflowException>(() => new TreeSize(ulong.MaxValue).Plus(1));
    }
}
