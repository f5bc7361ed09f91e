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

    private readonly PoolContents _pool;
    private readonly int _neighbours;
    private readonly Matrix? _features;
    private readonly NearestNeighbours? _search;
    private readonly int[] _labels; // of each reference
    private readonly int[] _groups; // fold of each reference

    /// <param name="pool">All its batches.</param>
    /// <param name="seed">Decides what is drawn for principal components.</param>
    /// <param name="neighbours">Votes per record.</param>
    public LabelAgreement(PoolContents pool, ulong seed, int neighbours)
    {
        (_pool, _neighbours) = (pool, neighbours);
        int[] rows = Voters(pool);
        int[] batches = [.. pool.Batches.SelectMany((batch, i) => Enumerable.Repeat(i, batch.Count))];
        _labels = [.. rows.Select(row => pool.Labels[row])];
        _groups = [.. rows.Select(row => FoldOf(batches[row], row - pool.FirstRow(batches[row])))];
        _features = rows.Length == 0 || pool.Features is not { } features ? null : LabelFeatures.Of(FiniteFeatures.Of(features), seed).ForNeighbours;
        _search = _features is null ? null : new NearestNeighbours(_features.Gather(rows));
    }

    /// <returns>How many labels were put to the vote, and how many of them won it.</returns>
    public (long Checked, long Agreed) Measure(int place, CheckResult result)
    {
        if (_features is null || _search is null)
        {
            return (0, 0);
        }
        int[] labels = [.. _pool.LabelsOf(place)];
        int[] records = [.. labels.Index().Where(item => item.Item >= 0).Select(item => item.Index)];
        Matrix queries = _features.Gather([.. records.Select(record => _pool.FirstRow(place) + record)]);
        int[] queryGroups = [.. records.Select(record => FoldOf(place, record))];
        Neighbours found = _search.Find(queries, _neighbours, queryGroups, _groups);
        int[] votes = KnnClassifier.Vote(found, _labels, _pool.Schema.Classes.Count);
        long asked = 0;
        for (int i = 0; i < records.Length; i++)
        {
            if (votes[i] < 0)
            {
                continue;
            }
            asked++;
            int label = labels[records[i]];
            if (votes[i] != label)
            {
                result.Add(records[i], Suggestion(found, i, label, votes[i]));
            }
        }
        return (asked, asked - result.Count);
    }

    private int FoldOf(int place, int record) => _pool.Batches.Count > 1 ? place : record % FoldsOfLoneBatch;

    /// <summary>Rows that vote, ascending.</summary>
    private static int[] Voters(PoolContents pool)
    {
        int[] labelled = [.. Enumerable.Range(0, pool.Labels.Length).Where(row => pool.Labels[row] >= 0)];
        if (labelled.Length <= MaxVoters)
        {
            return labelled;
        }
        Digest[] leaves = [.. pool.Leaves.SelectMany(batch => batch)];
        return [.. labelled.OrderBy(row => leaves[row]).ThenBy(row => row).Take(MaxVoters).Order()];
    }

    private string Suggestion(Neighbours found, int query, int label, int vote)
    {
        int votes = 0;
        foreach (int neighbour in found.Indices(query))
        {
            votes += _labels[neighbour] == vote ? 1 : 0;
        }
        IReadOnlyList<string> classes = _pool.Schema.Classes;
        return $"labelled '{classes[label]}', but {votes} of its {found.Indices(query).Length} nearest elsewhere say '{classes[vote]}'";
    }
}
