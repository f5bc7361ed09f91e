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
    private readonly NearestNeighbours _search;

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
        _search = new NearestNeighbours(Compared(references));
    }

    /// <summary>The class that the neighbours of each queried record vote for; a record is never its own neighbour. -1 without
    /// neighbours.</summary>
    /// <param name="queries">Who is asked about.</param>
    /// <param name="covered">Features not looked at, ascending.</param>
    public int[] Classes(int[] queries, int[] covered) =>
        Vote(queries, queries, _references, covered.Length == 0 ? null : Uncovered(covered));

    /// <summary>The same votes with nothing covered, but without the voices of some records.</summary>
    /// <param name="queries">Who is asked about; all of them among the silent.</param>
    /// <param name="silent">Who does not vote; ascending.</param>
    public int[] ClassesWithout(int[] queries, int[] silent)
    {
        const int Silent = -1;
        int[] voters = new int[_references.Length];
        for (int i = 0; i < voters.Length; i++)
        {
            voters[i] = Array.BinarySearch(silent, _references[i]) < 0 ? _references[i] : Silent;
        }
        int[] groups = new int[queries.Length];
        Array.Fill(groups, Silent);
        return Vote(queries, groups, voters, null);
    }

    private int[] Vote(int[] queries, int[] queryGroups, int[] referenceGroups, int[]? by) =>
        queries.Length == 0
            ? []
            : KnnClassifier.Vote(_search.Find(Compared(queries), Votes, queryGroups, referenceGroups, by), _labels, _classes);

    private int[] Uncovered(int[] covered)
    {
        var places = new List<int>(_columns.Length);
        for (int i = 0; i < _columns.Length; i++)
        {
            if (Array.BinarySearch(covered, _columns[i]) < 0)
            {
                places.Add(i);
            }
        }
        return [.. places];
    }

    private Matrix Compared(int[] records)
    {
        var rows = new Matrix(records.Length, _columns.Length);
        for (int i = 0; i < rows.Rows; i++)
        {
            ReadOnlySpan<float> from = _features.Row(records[i]);
            Span<float> to = rows.Row(i);
            for (int j = 0; j < _columns.Length; j++)
            {
                to[j] = from[_columns[j]];
            }
        }
        return rows;
    }
}
