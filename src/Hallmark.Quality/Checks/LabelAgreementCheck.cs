using Hallmark.Learning;

namespace Hallmark.Quality.Checks;

/// <summary>
/// Does a record's label agree with the records most like it in other batches? Leave-batch-out cross-validation of a k-NN vote
/// over the pool: a batch never vouches for itself. A pool of one batch is cut into folds instead, record by record. Likeness is the
/// distance of <see cref="Labels.LabelFeatures.ForNeighbours"/>. Cost grows with records measured times records that vote, of which there
/// are at most <see cref="MaxVoters"/>. Records without a class neither vote nor are asked about; texts are not compared.
/// <para>Plainer than <see cref="NoiseCheck"/>, and low on hard data too: it knows no rate of noise and has one kind of model.</para>
/// </summary>
internal sealed class LabelAgreementCheck() : Check(
    "labels", "labels that agree with those of the nearest records in other batches",
    CheckNeeds.Labels | CheckNeeds.Inputs | CheckNeeds.Batches)
{
    /// <summary>
    /// Most records that vote. Of a larger pool those with the smallest leaf hashes do: as good as drawn, and the same for everyone.
    /// </summary>
    public const int MaxVoters = 20_000;

    private const int FoldsOfLoneBatch = 5;

    internal override CheckOutcome? Measure(CheckedRecords records, Action<double> progress)
    {
        int[] voters = Voters(records);
        return voters.Length == 0 ? null : new Outcome(this, records, voters);
    }

    /// <summary>Rows that vote, ascending.</summary>
    private static int[] Voters(CheckedRecords records)
    {
        int[] labelled = [.. Enumerable.Range(0, records.Count).Where(row => records.Labels[row] >= 0)];
        return labelled.Length <= MaxVoters
            ? labelled
            : [.. labelled.OrderBy(row => records.Identities[row]).ThenBy(row => row).Take(MaxVoters).Order()];
    }

    /// <summary>Each batch is put to the vote when it is asked about: its records alone cost what they cost.</summary>
    private sealed class Outcome : CheckOutcome
    {
        private readonly Check _check;
        private readonly CheckedRecords _records;
        private readonly Matrix _features;
        private readonly NearestNeighbours _search;
        private readonly int[] _labels; // of each voter
        private readonly int[] _folds; // of each voter

        public Outcome(Check check, CheckedRecords records, int[] voters)
        {
            (_check, _records, _features) = (check, records, records.ForModels.OfAll.ForNeighbours);
            _labels = [.. voters.Select(row => records.Labels[row])];
            _folds = [.. voters.Select(FoldOf)];
            _search = new NearestNeighbours(_features.Gather(voters));
        }

        internal override CheckFindings In(CheckedBatch batch, int findingLimit)
        {
            var findings = new CheckFindings(_check, findingLimit);
            int[] rows = [.. batch.Rows.Where(row => _records.Labels[row] >= 0)];
            Neighbours found = _search.Find(_features.Gather(rows), _records.Neighbours, [.. rows.Select(FoldOf)], _folds);
            int[] votes = KnnClassifier.Vote(found, _labels, _records.Classes.Count);
            for (int i = 0; i < rows.Length; i++)
            {
                int label = _records.Labels[rows[i]];
                findings.Of += votes[i] < 0 ? 0 : 1; // nobody elsewhere could be asked
                if (votes[i] >= 0 && votes[i] != label)
                {
                    findings.Add(rows[i] - batch.First, Suggestion(found, i, label, votes[i]));
                }
            }
            return findings;
        }

        private int FoldOf(int row) =>
            _records.Batches.Count > 1 ? _records.BatchOf[row] : (row - _records.Batches[0].First) % FoldsOfLoneBatch;

        private string Suggestion(Neighbours found, int query, int label, int vote)
        {
            int votes = 0;
            foreach (int neighbour in found.Indices(query))
            {
                votes += _labels[neighbour] == vote ? 1 : 0;
            }
            IReadOnlyList<string> classes = _records.Classes;
            return $"labelled '{classes[label]}', but {votes} of its {found.Indices(query).Length} nearest elsewhere say '{classes[vote]}'";
        }
    }
}
