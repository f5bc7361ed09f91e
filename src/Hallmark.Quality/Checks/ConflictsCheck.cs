using Hallmark.Evidence;

namespace Hallmark.Quality.Checks;

/// <summary>
/// Records equal in everything but the label. At most one of the labels is right; which one, nobody can tell from the records,
/// so all of them are counted, whoever was first. Records without a class, and schemas without anything but a label, are left out.
/// </summary>
internal sealed class ConflictsCheck() : Check(
    "conflicts", "records without a twin of another label", CheckNeeds.Labels | CheckNeeds.Batches)
{
    internal override CheckOutcome Measure(CheckedRecords records, Action<double> progress)
    {
        var uses = new Dictionary<Digest, Uses>();
        for (int row = 0; row < records.Contents.Count; row++)
        {
            if (records.Labels[row] < 0)
            {
                continue;
            }
            Digest contents = records.Contents[row];
            if (!uses.TryGetValue(contents, out Uses known))
            {
                uses.Add(contents, new Uses(row, null));
            }
            else if (known.Other is null && records.Labels[known.First] != records.Labels[row])
            {
                uses[contents] = known with { Other = row };
            }
        }
        return new RecordOutcome(this, row =>
        {
            if (records.Contents.Count == 0 || records.Labels[row] < 0 || uses[records.Contents[row]] is not { Other: { } other } twins)
            {
                return null;
            }
            int against = records.Labels[twins.First] != records.Labels[row] ? twins.First : other;
            return $"{records.PlaceOf(against, row)} has the same features and the label '{records.Classes[records.Labels[against]]}'";
        });
    }

    /// <summary>Row of the first use of some features, and of the first under another label than that.</summary>
    private readonly record struct Uses(int First, int? Other);
}
