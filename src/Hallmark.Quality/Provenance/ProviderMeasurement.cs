namespace Hallmark.Quality.Provenance;

/// <summary>What the providers' records say of each other.</summary>
/// <param name="Providers">In their order.</param>
/// <param name="Batches">In their order.</param>
/// <param name="Chances">For each record the chance that its label is wrong, given its provider's share of wrong labels.</param>
/// <param name="HonestRate">Share of wrong labels among those not accused: what the opinions get wrong by themselves, and chance.</param>
/// <param name="CanTell">False with fewer than three providers with records: of two who differ either may be wrong.</param>
public sealed record ProviderMeasurement(
    IReadOnlyList<ProviderFinding> Providers,
    IReadOnlyList<BatchFinding> Batches,
    double[] Chances,
    double HonestRate,
    bool CanTell)
{
    /// <summary>Records of accused providers whose label is more likely wrong than right, ascending: the rows to drop.</summary>
    public IReadOnlyList<int> SuspectRows(SourcedRecords records) =>
        [.. Enumerable.Range(0, records.Count).Where(record => Chances[record] > 0.5 && Providers[records.Owners[record]].Accused)];
}

/// <param name="Provider">Which.</param>
/// <param name="Noise">Its estimated share of wrong labels; to be compared with <see cref="ProviderMeasurement.HonestRate"/>.</param>
/// <param name="Loss">Mean loss of its records under a model trained without it, in nats.</param>
/// <param name="ExpectedLoss">What that would be if the model's probabilities held: an unusual mix of hard classes is no offence.</param>
/// <param name="P">Chance of such an excess if all up to this provider were alike; 1 where it was not put to a test.</param>
/// <param name="Accused">Whether the rule says its labels are worse than chance explains.</param>
/// <param name="Advice">What to do.</param>
public sealed record ProviderFinding(
    int Provider, NoiseRate Noise, double Loss, double ExpectedLoss, double P, bool Accused, ProviderAdvice Advice)
{
    /// <summary>
    /// Why nothing can be told, and where more records would help how many; of an accused one what speaks against it besides its labels.
    /// Null where neither is so.
    /// </summary>
    public string? Reason { get; init; }
}

/// <param name="Batch">Which.</param>
/// <param name="Provider">Who signed it.</param>
/// <param name="Noise">Share of wrong labels estimated from its own records.</param>
/// <param name="Score">
/// The same, drawn towards its provider's share as far as the provider's batches do not differ by more than chance (empirical
/// Bayes): batches of one signer speak for each other.
/// </param>
/// <param name="Loss">Mean loss of its records under a model trained without its provider, in nats.</param>
public sealed record BatchFinding(int Batch, int Provider, NoiseRate Noise, double Score, double Loss);

public enum ProviderAdvice
{
    /// <summary>Too few providers, or too few records, to say anything.</summary>
    CannotTell,

    /// <summary>Nothing is against it, and something would be if its labels were bad.</summary>
    Keep,

    /// <summary>Some of its labels are wrong; the others are worth keeping.</summary>
    DropRows,

    /// <summary>Most of its labels are wrong.</summary>
    DropProvider,
}
