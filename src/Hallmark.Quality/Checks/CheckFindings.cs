namespace Hallmark.Quality.Checks;

/// <summary>
/// What one check counts in one batch, with the first of its findings; filled in record order. One finding by itself is a
/// <see cref="RecordFinding"/>, the count as policies weigh it a <see cref="CheckFraction"/>.
/// </summary>
internal sealed class CheckFindings(Check check, int findingLimit)
{
    private readonly List<RecordFinding> _findings = [];

    /// <summary>Whose findings they are.</summary>
    public Check Check => check;

    /// <summary>How many records, or for drift distributions, were looked at.</summary>
    public long Of { get; set; }

    /// <summary>How many of them did not pass.</summary>
    public long Count { get; private set; }

    /// <summary>The first of them.</summary>
    public IReadOnlyList<RecordFinding> Findings => _findings;

    /// <summary>How many records did not pass by each of several seeds alone; none where one was asked, or nothing is drawn.</summary>
    public IReadOnlyList<long> CountsBySeed { get; init; } = [];

    public CheckFraction Fraction => new(check.Name, Of - Count, Of)
    {
        Seeds = CountsBySeed.Count == 0 ? null : SeedSpread.Of(Of - Count, CountsBySeed.Select(count => Of - count)),
    };

    /// <param name="record">Index in the batch.</param>
    /// <param name="suggestion">What is odd and what to look at; cut off where it is too long.</param>
    public void Add(long record, string suggestion)
    {
        Count++;
        if (_findings.Count < findingLimit)
        {
            bool fits = suggestion.Length <= Measurements.SuggestionLengthLimit;
            _findings.Add(new RecordFinding(record, check.Name, fits ? suggestion : Cut(suggestion)));
        }
    }

    /// <summary>Never between the two halves of a character.</summary>
    private static string Cut(string text)
    {
        int length = Measurements.SuggestionLengthLimit - 1;
        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)] + "…";
    }
}
