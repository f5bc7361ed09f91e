using Hallmark.Learning;
using Hallmark.Quality.Provenance;

namespace Hallmark.Quality.Tests.Provenance;

public sealed class NoiseRateTests
{
    /// <summary>Labels drawn by the opinions themselves, then flipped: the estimate must meet the share it was made with.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void The_estimate_is_unbiased_for_calibrated_opinions_whatever_the_guess(double share)
    {
        foreach (double guess in new[] { 0.02, 0.1, 0.5 })
        {
            double sum = 0;
            double squares = 0;
            double errors = 0;
            for (ulong seed = 0; seed < 200; seed++)
            {
                NoiseRate rate = NoiseRate.Of(Draw(seed, 200, share, guess));
                sum += rate.Rate;
                squares += (rate.Rate - share) * (rate.Rate - share);
                errors += rate.StandardError * rate.StandardError;
            }
            double deviation = Math.Sqrt(squares / 200);
            Assert.Equal(share, sum / 200, 4 * deviation / Math.Sqrt(200));
            Assert.InRange(Math.Sqrt(errors / 200) / deviation, 0.85, 1.2);
        }
    }

    [Fact]
    public void Chance_of_a_wrong_label_follows_from_Bayes()
    {
        // Of 100 labels 10 are wrong; an opinion of 0.2 on the label: 0.1 · (0.8 / 2) against 0.9 · 0.2.
        Assert.Equal(0.04 / (0.04 + 0.18), Suspicion.Chance(0.2, 3, 0.1), 1e-12);
        Assert.Equal(0, Suspicion.Chance(1, 3, 0.1));
        Assert.InRange(Suspicion.Chance(0, 3, 0.1), 0.999, 1);
    }

    [Fact]
    public void A_hard_record_is_no_more_suspect_than_expected()
    {
        var hard = Suspicion.Of([0.5f, 0.5f], 0, 0.1);
        Assert.Equal(hard.Found, hard.IfRight, 1e-12);
        Assert.Equal(hard.IfRight, hard.IfWrong, 1e-12);
        Assert.True(double.IsInfinity(NoiseRate.Of([hard, hard]).StandardError));
        Assert.True(double.IsInfinity(NoiseRate.Of([]).StandardError));
        Assert.Equal((0, 1), (NoiseRate.Of([]).Lower, NoiseRate.Of([]).Upper));
    }

    [Fact]
    public void The_mix_of_classes_is_found_from_features_and_not_from_labels()
    {
        // Three of four records are of class 1 beyond doubt; the doubtful one follows the mix.
        var opinions = new Matrix(41, 2);
        for (int i = 0; i < 41; i++)
        {
            (opinions[i, 0], opinions[i, 1]) = i == 40 ? (0.5f, 0.5f) : i % 4 == 0 ? (0.999f, 0.001f) : (0.001f, 0.999f);
        }
        ClassShares.Adapt(opinions, Enumerable.Range(0, 41).ToArray(), [0.5, 0.5]);
        Assert.Equal(0.74, opinions[40, 1], 0.02);
        Assert.True(opinions[0, 0] > 0.99 && opinions[1, 1] > 0.999);
    }

    [Fact]
    public void Opinions_come_from_outside_only()
    {
        SourcedRecords pool = Pool.Draw(1, 60, 0, 0, 0);
        int[] changed = [.. pool.Labels.Select((label, i) => pool.Owners[i] == 1 ? (label + 1) % 3 : label)];
        Matrix before = Ask(pool.Labels, null);
        Matrix after = Ask(changed, null);
        float[] distrust = [.. pool.Owners.Select(owner => owner == 1 ? 0f : 1f)];
        for (int i = 0; i < pool.Count; i++)
        {
            bool same = before.Row(i).SequenceEqual(after.Row(i));
            Assert.Equal(pool.Owners[i] == 1, same);
        }
        Assert.True(Ask(changed, distrust).Values.SequenceEqual(Ask(pool.Labels, distrust).Values));
        Assert.All(Ask(pool.Labels, new float[pool.Count]).Values.ToArray(), value => Assert.Equal(1f / 3, value));

        Matrix Ask(int[] labels, float[]? trust) =>
            OutsideOpinion.Probabilities(pool.Features, labels, 3, pool.Owners, 3, trust, new LogisticOptions());
    }

    private static List<Suspicion> Draw(ulong seed, int count, double share, double guess)
    {
        var random = new SeededRandom(seed, "noise rate");
        var records = new List<Suspicion>();
        for (int i = 0; i < count; i++)
        {
            float sure = (float)(1 - (random.NextDouble() * 0.4));
            float[] opinion = [sure, (1 - sure) * 0.7f, (1 - sure) * 0.3f];
            double drawn = random.NextDouble();
            int truth = drawn < opinion[0] ? 0 : drawn < opinion[0] + opinion[1] ? 1 : 2;
            int label = random.NextDouble() < share ? (truth + 1 + random.NextInt(2)) % 3 : truth;
            records.Add(Suspicion.Of(opinion, label, guess));
        }
        return records;
    }
}
