using Hallmark.Learning;
using Hallmark.Quality.Labels;

namespace Hallmark.Quality.Tests.Labels;

/// <summary>Against the plain formula, record by record in float64.</summary>
public class PoolLikelihoodTests
{
    private const int Classes = 3;

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(37)]
    [InlineData(700)]
    public void The_likelihood_is_that_of_the_plain_formula_and_fitting_raises_it(int records)
    {
        (Matrix[] scores, int[] labels) = Sample(records);
        Matrix noise = NoiseMatrix.Of(0.2, NoiseMatrix.EvenDirections(Classes), Classes);
        var pool = new PoolLikelihood(scores, labels);
        pool.Suppose(noise);
        double[] weights = [-0.7, -0.7];
        double before = Plain(scores, labels, noise, weights) - Penalty(weights);
        double fitted = pool.Fit(weights);
        Assert.Equal(Plain(scores, labels, noise, weights), fitted, 1e-4 * records);
        Assert.True(fitted - Penalty(weights) >= before - 1e-4);
    }

    [Fact]
    public void No_small_step_from_the_fitted_weights_is_better()
    {
        (Matrix[] scores, int[] labels) = Sample(300);
        Matrix noise = NoiseMatrix.Of(0.1, NoiseMatrix.EvenDirections(Classes), Classes);
        var pool = new PoolLikelihood(scores, labels);
        pool.Suppose(noise);
        double[] weights = [-0.7, -0.7];
        double best = pool.Fit(weights) - Penalty(weights);
        foreach ((double a, double b) in ((double, double)[])[(0.2, 0), (-0.2, 0), (0, 0.2), (0, -0.2)])
        {
            double[] near = [weights[0] + a, weights[1] + b];
            Assert.True(Plain(scores, labels, noise, near) - Penalty(near) < best);
        }
    }

    [Fact]
    public void Counts_are_sums_of_the_posterior_and_hard_counts_of_first_choices()
    {
        (Matrix[] scores, int[] labels) = Sample(37);
        Matrix noise = NoiseMatrix.Of(0.3, NoiseMatrix.EvenDirections(Classes), Classes);
        double[] weights = [-0.2, -1.5];
        var rows = new ScorePool(scores, labels);
        var pool = new PoolLikelihood(scores, labels);
        pool.Suppose(noise);
        Matrix posterior = rows.Posterior(noise, weights), prior = rows.Probabilities(weights);
        double[] counts = new double[Classes * Classes], hard = new double[Classes * Classes];
        for (int r = 0; r < labels.Length; r++)
        {
            hard[(ScorePool.Largest(prior.Row(r)) * Classes) + labels[r]]++;
            for (int c = 0; c < Classes; c++)
            {
                counts[(c * Classes) + labels[r]] += posterior[r, c];
            }
        }
        Assert.All(counts.Zip(pool.Counts(weights)), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        Assert.Equal(hard, pool.HardCounts(weights));
    }

    private static (Matrix[] Scores, int[] Labels) Sample(int records)
    {
        var random = new SeededRandom(5, "pool");
        int[] labels = [.. Enumerable.Range(0, records).Select(_ => random.NextInt(Classes))];
        Matrix[] scores = [new(records, Classes), new(records, Classes)];
        foreach (Matrix of in scores)
        {
            for (int r = 0; r < records; r++)
            {
                Span<float> row = of.Row(r);
                foreach (ref float score in row)
                {
                    score = (float)(3 * random.NextGaussian());
                }
                row[labels[r]] += random.NextInt(5) == 0 ? -3 : 3;
                float largest = row[ScorePool.Largest(row)];
                foreach (ref float score in row)
                {
                    score -= largest;
                }
            }
        }
        return (scores, labels);
    }

    private static double Plain(Matrix[] scores, int[] labels, Matrix noise, double[] logWeights)
    {
        double likelihood = 0;
        for (int r = 0; r < labels.Length; r++)
        {
            double[] exponentials = [.. Enumerable.Range(0, Classes)
                .Select(c => Math.Exp(scores.Select((of, m) => Math.Exp(logWeights[m]) * of[r, c]).Sum()))];
            likelihood += Math.Log(exponentials.Select((e, c) => e * noise[c, labels[r]]).Sum() / exponentials.Sum());
        }
        return likelihood;
    }

    private static double Penalty(double[] logWeights) => logWeights.Sum(log => (Math.Exp(log) - 0.5) * (Math.Exp(log) - 0.5));
}
