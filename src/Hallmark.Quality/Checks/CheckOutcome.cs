namespace Hallmark.Quality.Checks;

/// <summary>What a check found in all records it was given; asked for each batch what of it falls to the batch.</summary>
public abstract class CheckOutcome
{
    /// <summary>Sentences for people about all records together, each a line of its own.</summary>
    public IReadOnlyList<string> Summary { get; init; } = [];

    /// <summary>What it comes from, for whoever shows more than counts; null where there is nothing more.</summary>
    public object? Measurement { get; init; }

    /// <param name="batch">One of those to be measured.</param>
    /// <param name="findingLimit">Most findings kept; the counts are always complete.</param>
    internal abstract CheckFindings In(CheckedBatch batch, int findingLimit);
}

/// <summary>An outcome that counts record by record.</summary>
/// <param name="check">Whose outcome it is.</param>
/// <param name="find">What to say about a record that does not pass, by its row; null of all others.</param>
internal sealed class RecordOutcome(Check check, Func<int, string?> find) : CheckOutcome
{
    /// <summary>Whether a record was looked at, by its row; null: all were. What was not looked at is neither good nor found.</summary>
    public Func<int, bool>? LookedAt { get; init; }

    /// <summary>Which rows each of several seeds by itself finds something about; none where there is nothing to be lucky with.</summary>
    public IReadOnlyList<IReadOnlyList<bool>> FoundBySeed { get; init; } = [];

    internal override CheckFindings In(CheckedBatch batch, int findingLimit)
    {
        var findings = new CheckFindings(check, findingLimit)
        {
            CountsBySeed = [.. FoundBySeed.Select(found => batch.Rows.LongCount(row => found[row]))],
        };
        for (int record = 0; record < batch.Count; record++)
        {
            if (LookedAt?.Invoke(batch.First + record) == false)
            {
                continue;
            }
            findings.Of++;
            if (find(batch.First + record) is { } suggestion)
            {
                findings.Add(record, suggestion);
            }
        }
        return findings;
    }
}
