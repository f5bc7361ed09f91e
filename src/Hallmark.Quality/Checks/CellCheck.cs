using Hallmark.Data.Batches;

namespace Hallmark.Quality.Checks;

/// <summary>
/// A check of what a record's own cells say, without looking at any other. Batches are read once and let go again, so it takes place
/// while a batch is read (<see cref="Look"/>), and only of those that are to be measured.
/// </summary>
public abstract class CellCheck : Check
{
    private protected CellCheck(string name, string counts, int since = MeasuringCode.Oldest)
        : base(name, counts, CheckNeeds.Batches, since)
    {
    }

    /// <summary>Looks at all records of a batch.</summary>
    internal CheckFindings Look(RecordBatch batch, int findingLimit)
    {
        var findings = new CheckFindings(this, findingLimit) { Of = batch.Count };
        for (int record = 0; record < batch.Count; record++)
        {
            if (Find(batch, record) is { } violation)
            {
                findings.Add(record, violation);
            }
        }
        return findings;
    }

    internal sealed override CheckOutcome Measure(CheckedRecords records, Action<double> progress) => new Outcome(this);

    /// <returns>What is wrong with a record; null for nothing.</returns>
    private protected abstract string? Find(RecordBatch batch, int record);

    private sealed class Outcome(CellCheck check) : CheckOutcome
    {
        internal override CheckFindings In(CheckedBatch batch, int findingLimit) =>
            batch.Cells?[check] ?? throw new InvalidOperationException("Only the cells of batches to be measured are looked at.");
    }
}
