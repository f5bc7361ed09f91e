using Hallmark.Learning;
using Hallmark.Quality.Provenance;

namespace Hallmark.Quality.Tests.Provenance;

public sealed class BadProviderRuleTests
{
    /// <summary>Records that err alike everywhere: the promise is about the share of honest providers accused.</summary>
    [Theory]
    [InlineData(3, 30)]
    [InlineData(5, 40)]
    [InlineData(8, 30)]
    [InlineData(12, 20)]
    public void Among_honest_providers_the_level_is_kept_even_without_a_least_excess(int providers, int records)
    {
        int accused = 0;
        int pools = 0;
        for (ulong seed = 0; seed < 200; seed++)
        {
            int[] decided = [.. Decide(seed, providers, records, new double[providers], leastExcess: 0)];
            accused += decided.Sum();
            pools += decided.Sum() > 0 ? 1 : 0;
        }
        Assert.InRange(accused, 1, 200 * providers * 0.03);
        Assert.InRange(pools, 1, 200 * 0.11);
    }

    [Fact]
    public void Two_of_five_and_three_of_eight_are_accused_where_the_median_rule_breaks()
    {
        int[] found = new int[2];
        int wrong = 0;
        for (ulong seed = 0; seed < 20; seed++)
        {
            int[] five = Decide(seed, 5, 300, [0.12, 0.12, 0, 0, 0], 0.02);
            int[] eight = Decide(seed, 8, 300, [0.12, 0.12, 0.5, 0, 0, 0, 0, 0], 0.02);
            found[0] += five[..2].Sum();
            found[1] += eight[..3].Sum();
            wrong += five[2..].Sum() + eight[3..].Sum();
        }
        Assert.True(found[0] >= 38 && found[1] >= 57 && wrong <= 2, $"{found[0]}, {found[1]}, {wrong}");
    }

    [Fact]
    public void A_small_excess_is_no_reason_however_sure()
    {
        Assert.Equal(0, Decide(1, 3, 20_000, [0.012, 0, 0], 0.02).Sum());
        Assert.Equal(1, Decide(1, 3, 20_000, [0.012, 0, 0], 0).Sum());
    }

    [Fact]
    public void Never_half_of_the_providers_are_accused()
    {
        for (int providers = 3; providers <= 9; providers++)
        {
            double[] shares = [.. Enumerable.Range(0, providers).Select(i => i / 10.0)];
            Assert.True(2 * Decide(1, providers, 100, shares, 0.02).Sum() < providers);
        }
    }

    private static int[] Decide(ulong seed, int providers, int records, double[] shares, double leastExcess)
    {
        var random = new SeededRandom(seed, $"rule {providers} {records}");
        int[] owners = [.. Enumerable.Range(0, providers * records).Select(i => i % providers)];
        Suspicion[] suspicions = [.. owners.Select(owner => Record(random, shares[owner]))];
        NoiseRate[] rates = [.. Enumerable.Range(0, providers)
            .Select(provider => NoiseRate.Of([.. suspicions.Where((_, i) => owners[i] == provider)]))];
        var rule = new BadProviderRule(new BadProviderOptions { LeastExcess = leastExcess, Permutations = 199, Seed = seed });
        return [.. rule.Decide(suspicions, owners, rates).Select(decision => decision.Accused ? 1 : 0)];
    }

    private static Suspicion Record(SeededRandom random, double share)
    {
        double drawn = random.NextDouble();
        float sure = (float)(1 - (drawn * drawn * drawn * 0.5));
        bool right = random.NextDouble() < sure;
        bool flipped = random.NextDouble() < share;
        return Suspicion.Of([sure, 1 - sure], right == flipped ? 1 : 0, 0.1);
    }
}
