using System.Numerics;
using Hallmark.Quality.Backdoors;

namespace Hallmark.Quality.Tests.Backdoors;

public sealed class SignificanceTests
{
    /// <summary>Fisher's own example of the lady and the tea: 4 of 4 against 0 of 4, and 3 against 1.</summary>
    [Theory]
    [InlineData(4, 4, 0, 4, 1.0 / 70)]
    [InlineData(3, 4, 1, 4, 17.0 / 70)]
    [InlineData(0, 4, 4, 4, 1.0)]
    public void Fisher_counts_tables(int marked, int of, int otherMarked, int ofOther, double expected) =>
        Assert.Equal(expected, new Significance(8).Fisher(marked, of, otherMarked, ofOther), 1e-12);

    [Theory]
    [InlineData(3, 10)]
    [InlineData(9, 12)]
    [InlineData(30, 30)]
    public void Binomial_tails_equal_exact_fractions(int successes, int trials)
    {
        // Probability 1/4: the tail is a sum of whole numbers over 4^n.
        BigInteger sum = 0;
        for (int k = successes; k <= trials; k++)
        {
            BigInteger choose = 1;
            for (int i = 0; i < k; i++)
            {
                choose = choose * (trials - i) / (i + 1);
            }
            sum += choose * BigInteger.Pow(3, trials - k);
        }
        double exact = (double)sum / (double)BigInteger.Pow(4, trials);
        Assert.Equal(1, new Significance(trials).Binomial(successes, trials, 0.25) / exact, 1e-9);
    }
}
