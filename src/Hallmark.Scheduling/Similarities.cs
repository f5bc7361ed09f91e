namespace Hallmark.Scheduling;

/// <summary>
/// How alike each two candidates are, in parts per million: <c>1 / (1 + d / s)</c> for the Euclidean distance d of their
/// embeddings and s the root mean square distance of the embeddings from their mean, so that units do not matter. 1 for equal
/// embeddings. Rounded to whole numbers here, so that every sum over them is exact and independent of its order.
/// </summary>
internal sealed class Similarities
{
    private readonly int[] _ppm;
    private readonly int _count;

    public Similarities(IReadOnlyList<Candidate> candidates)
    {
        _count = candidates.Count;
        _ppm = new int[_count * _count];
        double scale = Spread(candidates);
        Parallel.For(0, _count, i =>
        {
            for (int j = 0; j < _count; j++)
            {
                double distance = Math.Sqrt(SquaredDistance(candidates[i].Embedding, candidates[j].Embedding));
                double similarity = distance == 0 ? 1 : 1 / (1 + (distance / scale));
                _ppm[(i * _count) + j] = (int)Math.Floor((similarity * ScheduleOptions.Whole) + 0.5);
            }
        });
    }

    /// <summary>To each candidate, in their order.</summary>
    public ReadOnlySpan<int> To(int candidate) => _ppm.AsSpan(candidate * _count, _count);

    private static double Spread(IReadOnlyList<Candidate> candidates)
    {
        double[] mean = new double[candidates[0].Embedding.Length];
        foreach (Candidate candidate in candidates)
        {
            for (int d = 0; d < mean.Length; d++)
            {
                mean[d] += candidate.Embedding[d] / (double)candidates.Count;
            }
        }
        double sum = 0;
        foreach (Candidate candidate in candidates)
        {
            for (int d = 0; d < mean.Length; d++)
            {
                double difference = candidate.Embedding[d] - mean[d];
                sum += difference * difference;
            }
        }
        return Math.Sqrt(sum / candidates.Count);
    }

    private static double SquaredDistance(float[] a, float[] b)
    {
        double sum = 0;
        for (int d = 0; d < a.Length; d++)
        {
            double difference = (double)a[d] - b[d];
            sum += difference * difference;
        }
        return sum;
    }
}
