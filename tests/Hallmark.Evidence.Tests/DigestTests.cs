using FsCheck;
using FsCheck.Fluent;

namespace Hallmark.Evidence.Tests;

public sealed class DigestTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(500);

    [Fact]
    public void A_digest_survives_its_text_in_either_case() =>
        Prop.ForAll<byte[]>(data =>
        {
            var digest = Digest.Of(data ?? []);
            return Digest.Parse(digest.ToString()) == digest && Digest.Parse(digest.ToString().ToUpperInvariant()) == digest
                && Digest.FromBytes(digest.ToArray()) == digest && digest.ToString().Length == 64;
        }).Check(Many);

    [Fact]
    public void Order_is_the_order_of_the_bytes() =>
        Prop.ForAll<byte[], byte[], byte>((a, b, at) =>
        {
            byte[] left = Digest.Of(a ?? []).ToArray();
            byte[] right = [.. left];
            right[at % 32] = (byte)(b?.Length ?? 0); // equal up to there: the later words decide
            int expected = Math.Sign(left.AsSpan().SequenceCompareTo(right));
            (Digest x, Digest y) = (Digest.FromBytes(left), Digest.FromBytes(right));
            return Math.Sign(x.CompareTo(y)) == expected && x < y == expected < 0 && x >= y == expected >= 0 && x == y == (expected == 0);
        }).Check(Many);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85")]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b8555")]
    [InlineData("g3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData(" 3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("0x3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85")]
    public void What_is_not_64_hexadecimal_digits_is_not_a_digest(string? text)
    {
        Assert.False(Digest.TryParse(text, out Digest digest));
        Assert.Equal(default, digest);
        Assert.Throws<FormatException>(() => Digest.Parse(text!));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void Bytes_of_another_length_are_not_a_digest(int length) =>
        Assert.Throws<ArgumentException>(() => Digest.FromBytes(new byte[length]));
}
