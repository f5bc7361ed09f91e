using Hallmark.Evidence;

namespace Hallmark.Quality;

/// <summary>
/// Records equal in everything but the label. At most one of the labels is right; which one, nobody can tell from the records,
/// so all of them are counted, whoever was first. Records without a class, and schemas without anything but a label, are left out.
/// </summary>
internal sealed class ConflictingLabels
{
    private readonly PoolContents _pool;
    private readonly Dictionary<Digest, Uses> _uses = [];

    public ConflictingLabels(PoolContents pool)
    {
        _pool = pool;
        for (int place = 0; place < pool.WithoutLabel?.Length; place++)
        {
            Digest[] hashes = pool.WithoutLabel[place];
            for (int record = 0; record < hashes.Length; record++)
            {
                int label = pool.LabelsOf(place)[record];
                if (label < 0)
                {
                    continue;
                }
                var use = new Place(pool.Batches[place].Root, record, label);
                if (!_uses.TryGetValue(hashes[record], out Uses uses))
                {
                    _uses.Add(hashes[record], new Uses(use, null));
                }
                else if (uses.Other is null && uses.First.Label != label)
                {
                    _uses[hashes[record]] = uses with { Other = use };
                }
            }
        }
    }

    public void Measure(int place, CheckResult result)
    {
        Digest[] hashes = _pool.WithoutLabel?[place] ?? [];
        for (int record = 0; record < hashes.Length; record++)
        {
            int label = _pool.LabelsOf(place)[record];
            if (label < 0 || _uses[hashes[record]] is not { Other: { } other } uses)
            {
                continue;
            }
            Place against = uses.First.Label != label ? uses.First : other;
            string where = against.Batch == _pool.Batches[place].Root ? "the same batch" : $"batch {against.Batch.ToShortString()}";
            string text = _pool.Schema.Classes[against.Label];
            result.Add(record, $"record {against.Record} of {where} has the same features and the label '{text}'");
        }
    }

    private readonly record struct Place(Digest Batch, int Record, int Label);

    /// <summary>The first use of some features, and the first under another label than that.</summary>
    private readonly record struct Uses(Place First, Place? Other);
}
