using System.Text;
using Hallmark.Evidence;
using Hallmark.Learning;

namespace Hallmark.Scheduling.Tests;

internal static class Sample
{
    /// <summary>Batches of 1 to 100 records around a few centres, some of them exact copies of others.</summary>
    public static Candidate[] Candidates(int count, ulong seed)
    {
        var random = new SeededRandom(seed, "candidates");
        var result = new Candidate[count];
        for (int i = 0; i < count; i++)
        {
            int centre = random.NextInt(4);
            float[] embedding = [.. Enumerable.Range(0, 5).Select(d => (float)((d == centre ? 4 : 0) + random.NextGaussian()))];
            embedding = i > 0 && random.NextInt(5) == 0 ? result[i - 1].Embedding : embedding;
            result[i] = Candidate($"batch-{i}", 1 + random.NextInt(100), random.NextInt(1_000_001), embedding);
        }
        return result;
    }

    public static Candidate Candidate(string name, long records, int scorePpm, params float[] embedding) =>
        new(name, Digest.Of(Encoding.UTF8.GetBytes(name)), "provider", records, scorePpm, embedding);

    public static long AllRecords(IEnumerable<Candidate> candidates) => candidates.Sum(candidate => candidate.Records);
}
