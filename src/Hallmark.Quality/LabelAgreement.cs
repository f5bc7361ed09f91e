using Hallmark.Evidence;
using Hallmark.Learning;
using Hallmark.Quality.Checking;
using Hallmark.Quality.Labels;

namespace Hallmark.Quality;

/// <summary>
/// Does a record's label agree with the records most like it in other batches? Leave-batch-out cross-validation of a k-NN vote
/// over the pool: a batch never vouches for itself. A pool of one batch is cut into folds instead, record by record. Likeness is the
/// distance of <see cref="LabelFeatures.ForNeighbours"/>. Cost grows with records measured times records that vote, of which there are at
/// most <see cref="MaxVoters"/>. Records without a class neither vote nor are asked about; texts are not compared.
/// </summary>
internal sealed class LabelAgreement
{
    /// <summary>Most records that vote. Of a larger pool those with the smallest leaf hashes do: as good as drawn, and the same for everyone.</summary>
    public const int MaxVoters = 20_000;

    private const int FoldsOfLoneBatch = 5;

    private readonly IReadOnlyList<PoolBatch> _pool;
    private readonly int _neighbours;
    private readonly Matrix? _features;
    private readonly NearestNeighbours? _search;
    private readonly int[] _first; // row of each batch's first record in the pool's features
    private readonly int[] _labels; // of each reference
    private readonly int[] _groups; // fold of each reference

    /// <param name="pool">In the order of the features' rows.</param>
    /// <param name="features">As <see cref="PoolFeatures.Of"/> gives them.</param>
    /// <param name="seed">Decides what is drawn for principal components.</param>
    /// <param name="neighbours">Votes per record.</param>
    public LabelAgreement(IReadOnlyList<PoolBatch> pool, Matrix? features, ulong seed, int neighbours)
    {
        _pool = pool;
        _neighbours = neighbours;
        _first = new int[pool.Count];
        var rows = new List<int>();
        var labels = new List<int>();
        var groups = new List<int>();
        int row = 0;
        for (int group = 0; group < pool.Count; group++)
        {
            _first[group] = row;
            foreach ((int record, int label) in pool[group].Records.Labels.Index())
            {
                if (label >= 0)
                {
                    rows.Add(row);
                    labels.Add(label);
                    groups.Add(FoldOf(group, record));
                }
                row++;
            }
        }
        if (rows.Count > MaxVoters)
        {
            Digest[] leaves = [.. pool.SelectMany(batch => batch.Records.Leaves())];
            HashSet<int> voters = [.. rows.OrderBy(voter => leaves[voter]).ThenBy(voter => voter).Take(MaxVoters)];
            int[] kept = [.. Enumerable.Range(0, rows.Count).Where(i => voters.Contains(rows[i]))];
            (rows, labels, groups) = ([.. kept.Select(i => rows[i])], [.. kept.Select(i => labels[i])], [.. kept.Select(i => groups[i])]);
        }
        (_labels, _groups) = ([.. labels], [.. groups]);
        _features = rows.Count == 0 || features is null ? null : LabelFeatures.Of(FiniteFeatures.Of(features), seed).ForNeighbours;
        _search = _features is null ? null : new NearestNeighbours(_features.Gather([.. rows]));
    }

    /// <returns>How many labels were put to the vote, and how many of them won it.</returns>
    public (long Checked, long Agreed) Measure(PoolBatch target, CheckResult result)
    {
        if (_features is null || _search is null)
        {
            return (0, 0);
        }
        int group = _pool.Index().First(item => item.Item.Root == target.Root).Index;
        int[] records = [.. target.Records.Labels.Index().Where(item => item.Item >= 0).Select(item => item.Index)];
        Matrix queries = _features.Gather([.. records.Select(record => _first[group] + record)]);
        int[] queryGroups = [.. records.Select(record => FoldOf(group, record))];
        Neighbours found = _search.Find(queries, _neighbours, queryGroups, _groups);
        int[] votes = KnnClassifier.Vote(found, _labels, target.Records.Schema.Classes.Count);
        long asked = 0;
        for (int i = 0; i < records.Length; i++)
        {
            if (votes[i] < 0)
            {
                continue;
            }
            asked++;
            int label = target.Records.Labels[records[i]];
            if (votes[i] != label)
            {
                result.Add(records[i], Suggestion(target, found, i, label, votes[i]));
            }
        }
        return (asked, asked - result.Count);
    }

    private int FoldOf(int group, int record) => _pool.Count > 1 ? group : record % FoldsOfLoneBatch;

    private string Suggestion(PoolBatch target, Neighbours found, int query, int label, int vote)
    {
        int votes = 0;
        foreach (int neighbour in found.Indices(query))
        {
            votes += _labels[neighbour] == vote ? 1 : 0;
        }
        IReadOnlyList<string> classes = target.Records.Schema.Classes;
        return $"labelled '{classes[label]}', but {votes} of its {found.Indices(query).Length} nearest elsewhere say '{classes[vote]}'";
    }
}
