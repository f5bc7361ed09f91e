namespace Hallmark.Operations.Streams;

/// <summary>
/// How many messages were rejected for which reason. Reasons quote what came in, so only so many are told apart; the others count together.
/// </summary>
internal sealed class RejectionTally
{
    /// <summary>Most reasons that are told apart.</summary>
    public const int Limit = 16;

    /// <summary>What stands for all that came after those.</summary>
    public const string Others = "other reasons";

    private const int LengthLimit = 200;

    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);

    public long Total { get; private set; }

    /// <summary>The most first.</summary>
    public IReadOnlyList<(string Reason, long Messages)> Reasons => Total == 0
        ? []
        : [.. _counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => (pair.Key, pair.Value))];

    public void Add(string reason)
    {
        Total++;
        reason = reason.Length <= LengthLimit ? reason : string.Concat(reason.AsSpan(0, LengthLimit), "…");
        string counted = _counts.ContainsKey(reason) || _counts.Count < Limit ? reason : Others;
        _counts[counted] = _counts.GetValueOrDefault(counted) + 1;
    }
}
