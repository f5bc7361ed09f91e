using Hallmark.Evidence;

namespace Hallmark.Quality;

/// <summary>
/// Records equal in everything but the label. At most one of the labels is right; which one, nobody can tell from the records,
/// so all of them are counted, whoever was first. Records without a class, and schemas without anything but a label, are left out.
/// </summary>
internal sealed class ConflictingLabels
{
    private readonly Dictionary<Digest, Uses> _uses = [];

    /// <param name="pool">Hashes without the label of each batch, in pool order.</param>
    public ConflictingLabels(IReadOnlyList<(PoolBatch Batch, Digest[] Hashes)> pool)
    {
        foreach ((PoolBatch batch, Digest[] hashes) in pool)
        {
            for (int record = 0; record < hashes.Length; record++)
            {
                int label = batch.Records.Labels[record];
                if (label < 0)
                {
                    continue;
                }
                var place = new Place(batch.Root, record, label);
                if (!_uses.TryGetValue(hashes[record], out Uses uses))
                {
                    _uses.Add(hashes[record], new Uses(place, null));
                }
                else if (uses.Other is null && uses.First.Label != label)
                {
                    _uses[hashes[record]] = uses with { Other = place };
                }
            }
        }
    }

    public void Measure(PoolBatch target, Digest[] hashes, CheckResult result)
    {
        for (int record = 0; record < hashes.Length; record++)
        {
            int label = target.Records.Labels[record];
            if (label < 0 || _uses[hashes[record]] is not { Other: { } other } uses)
            {
                continue;
            }
            Place against = uses.First.Label != label ? uses.First : other;
            string where = against.Batch == target.Root ? "the same batch" : $"batch {against.Batch.ToShortString()}";
            string text = target.Records.Schema.Classes[against.Label];
            result.Add(record, $"record {against.Record} of {where} has the same features and the label '{text}'");
        }
    }

    private readonly record struct Place(Digest Batch, int Record, int Label);

    /// <summary>The first use of some features, and the first under another label than that.</summary>
    private readonly record struct Uses(Place First, Place? Other);
}
