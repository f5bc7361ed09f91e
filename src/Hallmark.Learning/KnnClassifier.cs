namespace Hallmark.Learning;

/// <summary>
/// Classifies by majority vote of the k nearest records (Cover and Hart, 1967). Between classes with as many votes the one with
/// the smaller sum of squared distances wins, then the lower class.
/// </summary>
public sealed class KnnClassifier
{
    private readonly NearestNeighbours _search;
    private readonly int[] _labels;
    private readonly int _classes;
    private readonly int _k;

    /// <param name="records"><c>[records, features]</c>, at least one; must not be changed afterwards.</param>
    /// <param name="labels">Class of each record, in [0, classes).</param>
    /// <param name="classes">At least 1.</param>
    /// <param name="k">Votes; at least 1.</param>
    /// <exception cref="ArgumentException">Parts that do not fit each other.</exception>
    public KnnClassifier(Matrix records, ReadOnlySpan<int> labels, int classes, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        if (labels.IsEmpty || labels.Length != records.Rows)
        {
            throw new ArgumentException($"{records.Rows} records and {labels.Length} labels.", nameof(labels));
        }
        int wrong = labels.IndexOfAnyExceptInRange(0, classes - 1);
        if (wrong >= 0)
        {
            throw new ArgumentException($"Record {wrong} has label {labels[wrong]}, outside 0 to {classes - 1}.", nameof(labels));
        }
        _search = new NearestNeighbours(records);
        (_labels, _classes, _k) = (labels.ToArray(), classes, k);
    }

    public int[] Predict(Matrix queries) => Vote(_search.Find(queries, _k), _labels, _classes);

    /// <summary>The class of each record as records of other groups see it; -1 where there are none.</summary>
    public int[] PredictLeavingGroupOut(int[] groups) => Vote(_search.FindLeavingGroupOut(_k, groups), _labels, _classes);

    /// <summary>The vote of neighbours already found; -1 for a query without any.</summary>
    /// <param name="neighbours">Found among the labelled records.</param>
    /// <param name="labels">Class of each reference record, in [0, classes).</param>
    /// <param name="classes">At least 1.</param>
    public static int[] Vote(Neighbours neighbours, ReadOnlySpan<int> labels, int classes)
    {
        int[] result = new int[neighbours.Queries];
        int[] votes = new int[classes];
        double[] distances = new double[classes];
        for (int query = 0; query < result.Length; query++)
        {
            Array.Clear(votes);
            Array.Clear(distances);
            ReadOnlySpan<int> indices = neighbours.Indices(query);
            for (int i = 0; i < indices.Length; i++)
            {
                int label = labels[indices[i]];
                votes[label]++;
                distances[label] += neighbours.SquaredDistances(query)[i];
            }
            result[query] = indices.IsEmpty ? -1 : Winner(votes, distances);
        }
        return result;
    }

    private static int Winner(ReadOnlySpan<int> votes, ReadOnlySpan<double> distances)
    {
        int winner = 0;
        for (int c = 1; c < votes.Length; c++)
        {
            bool better = votes[c] > votes[winner] || (votes[c] == votes[winner] && votes[c] > 0 && distances[c] < distances[winner]);
            winner = better ? c : winner;
        }
        return winner;
    }
}
