using Hallmark.Learning;

namespace Hallmark.Quality.Backdoors;

/// <summary>
/// What class a record looks like when a few features are covered: the vote of its nearest neighbours among reference records, with
/// those features blotted out on both sides. This is the question that tells a trigger from a mark of the class: genuine members look
/// like their class elsewhere, too.
/// </summary>
internal sealed class ContextVote
{
    private const int Neighbours = 10;

    private readonly Matrix _features;
    private readonly int[] _references;
    private readonly int[] _labels;
    private readonly int _classes;

    /// <param name="features">On a scale on which distances mean something; finite.</param>
    /// <param name="labels">Label of each record.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="references">Records that vote; all with a label.</param>
    public ContextVote(Matrix features, int[] labels, int classes, int[] references)
    {
        (_features, _references, _classes) = (features, references, classes);
        _labels = [.. references.Select(record => labels[record])];
    }

    public int[] References => _references;

    /// <summary>The class that the neighbours of each queried record vote for; a record is never its own neighbour. -1 without neighbours.</summary>
    public int[] Classes(int[] queries, int[] covered)
    {
        if (queries.Length == 0)
        {
            return [];
        }
        var search = new NearestNeighbours(Covered(_references, covered));
        return KnnClassifier.Vote(search.Find(Covered(queries, covered), Neighbours, queries, _references), _labels, _classes);
    }

    private Matrix Covered(int[] records, int[] covered)
    {
        Matrix rows = _features.Gather(records);
        for (int i = 0; i < rows.Rows; i++)
        {
            Span<float> row = rows.Row(i);
            foreach (int feature in covered)
            {
                row[feature] = 0;
            }
        }
        return rows;
    }
}
