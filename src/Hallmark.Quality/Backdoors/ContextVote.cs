using Hallmark.Learning;

namespace Hallmark.Quality.Backdoors;

/// <summary>
/// What class a record looks like when a few features are covered: the vote of its nearest neighbours among reference records, with
/// those features blotted out on both sides. This is the question that tells a trigger from a mark of the class: genuine members look
/// like their class elsewhere, too.
/// </summary>
internal sealed class ContextVote
{
    private const int Votes = 10;

    private readonly Matrix _features;
    private readonly int[] _references;
    private readonly int[] _labels;
    private readonly int _classes;
    private readonly int[] _columns;

    /// <param name="features">On a scale on which distances mean something; finite.</param>
    /// <param name="labels">Label of each record.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="references">Records that vote; all with a label.</param>
    /// <param name="mostColumns">Features compared, evenly spread; fewer are faster and coarser.</param>
    public ContextVote(Matrix features, int[] labels, int classes, int[] references, int mostColumns = int.MaxValue)
    {
        _columns = BackdoorInput.Spread([.. Enumerable.Range(0, features.Columns)], mostColumns);
        (_features, _references, _classes) = (features, references, classes);
        _labels = [.. references.Select(record => labels[record])];
    }

    /// <summary>The class that the neighbours of each queried record vote for; a record is never its own neighbour. -1 without
    /// neighbours.</summary>
    public int[] Classes(int[] queries, int[] covered)
    {
        if (queries.Length == 0)
        {
            return [];
        }
        var search = new NearestNeighbours(Covered(_references, covered));
        return KnnClassifier.Vote(search.Find(Covered(queries, covered), Votes, queries, _references), _labels, _classes);
    }

    /// <summary>The same votes with nothing covered, but without the voices of some records.</summary>
    /// <param name="queries">Who is asked about.</param>
    /// <param name="silent">Who does not vote; ascending.</param>
    public int[] ClassesWithout(int[] queries, int[] silent)
    {
        int[] places = [.. Enumerable.Range(0, _references.Length).Where(i => Array.BinarySearch(silent, _references[i]) < 0)];
        if (queries.Length == 0 || places.Length == 0)
        {
            return [.. queries.Select(_ => -1)];
        }
        int[] voters = [.. places.Select(i => _references[i])];
        var search = new NearestNeighbours(Covered(voters, []));
        Neighbours found = search.Find(Covered(queries, []), Votes, queries, voters);
        return KnnClassifier.Vote(found, [.. places.Select(i => _labels[i])], _classes);
    }

    private Matrix Covered(int[] records, int[] covered)
    {
        int[] columns = [.. _columns.Except(covered)];
        var rows = new Matrix(records.Length, Math.Max(1, columns.Length));
        for (int i = 0; i < rows.Rows; i++)
        {
            ReadOnlySpan<float> from = _features.Row(records[i]);
            Span<float> to = rows.Row(i);
            for (int j = 0; j < columns.Length; j++)
            {
                to[j] = from[columns[j]];
            }
        }
        return rows;
    }
}
