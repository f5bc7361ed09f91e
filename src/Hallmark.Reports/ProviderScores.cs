namespace Hallmark.Reports;

/// <summary>One provider's batches together.</summary>
public sealed record ProviderScores(string Provider, IReadOnlyList<ReportBatch> Batches)
{
    /// <summary>Mean integrity score in millionths, null where nothing is scored yet.</summary>
    public decimal? MeanPpm { get; } = Batches.Any(batch => batch.ScorePpm is not null)
        ? Batches.Where(batch => batch.ScorePpm is not null).Average(batch => (decimal)batch.ScorePpm!.Value)
        : null;

    public string MeanText => MeanPpm is { } mean ? Figures.Score(mean) : "no score yet";

    public decimal Records => Batches.Sum(batch => (decimal)batch.Records);

    public int Count(string verdict) => Batches.Count(batch => batch.Verdict == verdict);

    /// <summary>Lowest mean first, so that a provider to look at is not overlooked; those without a score last.</summary>
    public static IReadOnlyList<ProviderScores> Of(IReadOnlyList<ReportBatch> batches) =>
    [
        .. batches.GroupBy(batch => batch.Provider, StringComparer.Ordinal)
            .Select(group => new ProviderScores(group.Key, [.. group]))
            .OrderBy(provider => provider.MeanPpm ?? decimal.MaxValue)
            .ThenBy(provider => provider.Provider, StringComparer.Ordinal),
    ];
}
