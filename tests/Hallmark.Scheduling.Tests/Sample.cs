using System.Text;
using Hallmark.Evidence;
using Hallmark.Learning;

namespace Hallmark.Scheduling.Tests;

internal static class Sample
{
    /// <summary>
    /// Batches of 1 to 100 records of 3 classes around a few centres from 4 providers, some of them exact copies of others.
    /// </summary>
    public static Candidate[] Candidates(int count, ulong seed)
    {
        var random = new SeededRandom(seed, "candidates");
        var result = new Candidate[count];
        for (int i = 0; i < count; i++)
        {
            int centre = random.NextInt(4);
            float[] embedding = [.. Enumerable.Range(0, 5).Select(d => (float)((d == centre ? 4 : 0) + random.NextGaussian()))];
            embedding = i > 0 && random.NextInt(5) == 0 ? result[i - 1].Embedding : embedding;
            long records = 1 + random.NextInt(100);
            long first = random.NextInt((int)records + 1);
            long second = random.NextInt((int)(records - first) + 1);
            result[i] = Candidate($"batch-{i}", records, random.NextInt(1_000_001), embedding) with
            {
                Provider = $"provider-{random.NextInt(4)}",
                ClassRecords = [first, second, records - first - second],
            };
        }
        return result;
    }

    public static Candidate Candidate(string name, long records, int scorePpm, params float[] embedding) =>
        new(name, Digest.Of(Encoding.UTF8.GetBytes(name)), "provider", records, scorePpm, embedding);

    public static long AllRecords(IEnumerable<Candidate> candidates) => candidates.Sum(candidate => candidate.Records);

    /// <summary>A budget for about a share of the candidates; nothing else is asked.</summary>
    public static SelectionProblem Problem(int count, ulong seed, double share = 0.25, bool gaussian = false, double redundancy = 0)
    {
        Candidate[] candidates = Candidates(count, seed);
        double[][] points = [.. candidates.Select(candidate => candidate.Embedding.Select(value => (double)value).ToArray())];
        long[] records = [.. candidates.Select(candidate => candidate.Records)];
        var random = new SeededRandom(seed, "costs");
        long[] costs = [.. records.Select(own => seed % 2 == 0 ? own : own + random.NextInt(50))];
        long budget = Math.Max(costs.Min(), (long)(costs.Sum() * share));
        double spread = new PointSet(points).Spread();
        return new SelectionProblem
        {
            Points = points,
            Kernel = gaussian ? SimilarityKernel.Gaussian(spread * spread / 2) : SimilarityKernel.InverseDistance(spread),
            Records = records,
            Costs = costs,
            Integrity = [.. candidates.Select(candidate => candidate.ScorePpm / 1e6)],
            Budget = budget,
            Weights = (0.6 - redundancy, 0.4, redundancy),
            AttainableRecords = SelectionProblem.MostRecords(records, costs, budget),
        };
    }

    /// <summary>The same with something that must be chosen, a cap per provider and a minimum per class, not always possible.</summary>
    public static SelectionProblem Constrained(int count, ulong seed, double redundancy = 0)
    {
        SelectionProblem problem = Problem(count, seed, 0.45, seed % 3 == 0, redundancy);
        Candidate[] candidates = Candidates(count, seed);
        var random = new SeededRandom(seed, "constraints");
        int included = random.NextInt(count);
        long cap = problem.Budget * (4 + random.NextInt(5)) / 10;
        return problem with
        {
            Included = problem.Costs[included] <= cap ? [included] : [],
            Providers = [.. candidates.Select(candidate => candidate.Provider[^1] - '0')],
            ProviderCap = cap,
            ClassRecords = [.. candidates.Select(candidate => candidate.ClassRecords)],
            ClassRecordsMin = problem.Budget * random.NextInt(35) / 100,
        };
    }
}
