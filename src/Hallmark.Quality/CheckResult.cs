namespace Hallmark.Quality;

/// <summary>What one check counts in one batch, and the first of what it found. Filled in record order.</summary>
internal sealed class CheckResult(string check, int findingLimit)
{
    private readonly List<Finding> _findings = [];

    public long Count { get; private set; }

    public IReadOnlyList<Finding> Findings => _findings;

    public void Add(long record, string suggestion)
    {
        Count++;
        if (_findings.Count < findingLimit)
        {
            _findings.Add(new Finding(record, check, suggestion.Length <= Measurements.SuggestionLengthLimit ? suggestion : Cut(suggestion)));
        }
    }

    /// <summary>Never between the two halves of a character.</summary>
    private static string Cut(string text)
    {
        int length = Measurements.SuggestionLengthLimit - 1;
        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)] + "…";
    }
}
