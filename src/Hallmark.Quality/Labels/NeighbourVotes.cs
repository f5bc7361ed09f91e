using Hallmark.Learning;

namespace Hallmark.Quality.Labels;

/// <summary>
/// What the nearest of the records that a record is not looked at together with say of it: few and many of them, each speaking for every
/// class by the chance of its label to be given there (naive Bayes).
/// </summary>
internal sealed class NeighbourVotes
{
    private const int FewNeighbours = 10;
    private const int ManyNeighbours = 30;
    private const int VotersMax = 20_000; // neighbours of more records cost more than they add

    private readonly int[] _labels;
    private readonly int _classes;
    private readonly Neighbours _neighbours;
    private readonly int[] _voters;

    /// <param name="features">For neighbours.</param>
    /// <param name="labels">The class given for each record.</param>
    /// <param name="classes">At least 2.</param>
    /// <param name="together">Nobody votes on a record with the same number: that of its fold, its group or its own.</param>
    /// <param name="seed">Decides who votes where there are many.</param>
    public NeighbourVotes(Matrix features, int[] labels, int classes, int[] together, ulong seed)
    {
        (_labels, _classes) = (labels, classes);
        _voters = Drawn.Rows(labels.Length, VotersMax, seed);
        var search = new NearestNeighbours(features.Gather(_voters));
        int[] ofVoters = [.. _voters.Select(voter => together[voter])];
        _neighbours = search.Find(features, Math.Clamp(labels.Length / 4, 1, ManyNeighbours), together, ofVoters);
    }

    /// <param name="noise">The chance <c>[true, given]</c> of each class to be given as each, as the voters are told.</param>
    /// <returns>Scores of the true classes by few and by many, each row less its largest.</returns>
    public Matrix[] Scores(Matrix noise)
    {
        double[] logs = NaiveBayes.LogChances(noise);
        return [Votes(FewNeighbours, logs), Votes(ManyNeighbours, logs)];
    }

    private Matrix Votes(int most, double[] logs)
    {
        var scores = new Matrix(_labels.Length, _classes);
        Parallel.For(0, _labels.Length, record =>
        {
            ReadOnlySpan<int> near = _neighbours.Indices(record);
            int count = Math.Min(most, near.Length);
            double[] sums = new double[_classes];
            for (int i = 0; i < count; i++)
            {
                int given = _labels[_voters[near[i]]];
                for (int c = 0; c < sums.Length; c++)
                {
                    sums[c] += logs[(given * _classes) + c];
                }
            }
            Softmax.LessLargest([.. sums.Select(sum => (float)(sum / Math.Max(1, count)))], scores.Row(record));
        });
        return scores;
    }
}
