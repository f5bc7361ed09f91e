using System.Text.Json.Serialization;
using Hallmark.Contracts.Schedules;

namespace Hallmark.Api;

/// <summary>The terms of a schedule; what is answered about a schedule or a request has them in its middle.</summary>
public abstract record TermsAnswer
{
    /// <summary>Place of the terms among the fields: behind those that name what they are of.</summary>
    private protected const int InTheMiddle = 1;

    /// <summary>Place of what comes behind them.</summary>
    private protected const int Behind = 2;

    /// <summary>Place of what comes last.</summary>
    private protected const int Last = 3;

    private const double Million = 1e6;

    private protected TermsAnswer(ScheduleTerms terms)
    {
        Method = terms.Method;
        Rounds = terms.Rounds;
        Budget = terms.Budget;
        Unit = terms.Unit;
        Order = terms.Order;
        Weights = new WeightsAnswer(
            terms.DiversityPpm / Million, terms.IntegrityPpm / Million, terms.RedundancyPpm / Million, terms.CredibilityPpm / Million);
        Include = terms.Include;
        Exclude = terms.Exclude;
        ProviderCap = terms.ProviderCapPpm / Million;
        ClassMin = terms.ClassRecordsMin;
        TreeSize = terms.TreeSize.Value;
        Candidates = terms.Candidates.ToString();
    }

    /// <summary>How the batches are chosen.</summary>
    [JsonPropertyOrder(InTheMiddle)]
    public string Method { get; }

    [JsonPropertyOrder(InTheMiddle)]
    public int Rounds { get; }

    [JsonPropertyOrder(InTheMiddle)]
    public long Budget { get; }

    /// <summary>What the budget counts: records, credits or seconds.</summary>
    [JsonPropertyOrder(InTheMiddle)]
    public string Unit { get; }

    /// <summary>Order of training.</summary>
    [JsonPropertyOrder(InTheMiddle)]
    public string Order { get; }

    [JsonPropertyOrder(InTheMiddle)]
    public WeightsAnswer Weights { get; }

    /// <summary>Batches that must be chosen.</summary>
    [JsonPropertyOrder(InTheMiddle)]
    public IReadOnlyList<string> Include { get; }

    /// <summary>Batches that must not.</summary>
    [JsonPropertyOrder(InTheMiddle)]
    public IReadOnlyList<string> Exclude { get; }

    /// <summary>Most of the budget for one provider's batches, from 0 to 1.</summary>
    [JsonPropertyOrder(InTheMiddle)]
    public double ProviderCap { get; }

    /// <summary>Fewest records of each class.</summary>
    [JsonPropertyOrder(InTheMiddle)]
    public long ClassMin { get; }

    /// <summary>Size of the tree at which the candidates stand.</summary>
    [JsonPropertyOrder(InTheMiddle)]
    public ulong TreeSize { get; }

    /// <summary>Root over the batches that can be chosen.</summary>
    [JsonPropertyOrder(InTheMiddle)]
    public string Candidates { get; }
}

/// <summary>Weights of the objective, from 0 to 1.</summary>
/// <param name="Credibility">How much of integrity is the provider's credibility.</param>
public sealed record WeightsAnswer(double Diversity, double Integrity, double Redundancy, double Credibility);
