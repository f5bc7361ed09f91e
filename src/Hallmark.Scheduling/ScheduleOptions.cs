using Hallmark.Learning;

namespace Hallmark.Scheduling;

/// <summary>What, besides the candidates, decides a schedule.</summary>
/// <param name="Budget">Most that the chosen may cost together, in the unit of <see cref="Candidate.Cost"/>; at least 1.</param>
/// <param name="Method">How to choose.</param>
/// <param name="Seed">Decides the moves of the methods that draw them, and the training order.</param>
public sealed record ScheduleOptions(long Budget, SelectionMethod Method, ulong Seed)
{
    /// <summary>Weight of diversity; default a half. The three weights sum to 1,000,000.</summary>
    public int DiversityWeightPpm { get; init; } = Share.Million / 2;

    /// <summary>Weight of integrity; default a half.</summary>
    public int IntegrityWeightPpm { get; init; } = Share.Million / 2;

    /// <summary>Weight of redundancy, which counts against a choice; default 0.</summary>
    public int RedundancyWeightPpm { get; init; }

    /// <summary>
    /// Most rounds of a method; it may need fewer. How many it did is part of the <see cref="Schedule"/>, and asking its method for
    /// just so many gives the same choice again. At least 1; default 100.
    /// </summary>
    public int Rounds { get; init; } = 100;

    /// <summary>The order in which the chosen are trained on.</summary>
    public ScheduleOrder Order { get; init; } = ScheduleOrder.Shuffled;

    /// <summary>Ids of batches that are chosen in any case.</summary>
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>Ids of batches that are no candidates: neither chosen nor among those whose likes are sought.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Most of the budget that one provider's batches may take together; 1,000,000 for no cap.</summary>
    public int ProviderCapPpm { get; init; } = Share.Million;

    /// <summary>Fewest records of each class in the choice; 0 for none.</summary>
    public long ClassRecordsMin { get; init; }

    /// <exception cref="ArgumentException">A value that cannot be used; the message and the parameter name the field.</exception>
    public void Validate()
    {
        Require(Budget >= 1, nameof(Budget), Budget);
        Require(Enum.IsDefined(Method), nameof(Method), (long)Method);
        Require(DiversityWeightPpm is >= 0 and <= Share.Million, nameof(DiversityWeightPpm), DiversityWeightPpm);
        Require(RedundancyWeightPpm >= 0 && RedundancyWeightPpm <= Share.Million - DiversityWeightPpm, nameof(RedundancyWeightPpm),
            RedundancyWeightPpm);
        Require(
            IntegrityWeightPpm == Share.Million - DiversityWeightPpm - RedundancyWeightPpm, nameof(IntegrityWeightPpm), IntegrityWeightPpm);
        Require(Rounds >= 1, nameof(Rounds), Rounds);
        Require(Enum.IsDefined(Order), nameof(Order), (long)Order);
        Require(ProviderCapPpm is >= 0 and <= Share.Million, nameof(ProviderCapPpm), ProviderCapPpm);
        Require(ClassRecordsMin >= 0, nameof(ClassRecordsMin), ClassRecordsMin);
    }

    private static void Require(bool holds, string field, long value)
    {
        if (!holds)
        {
            throw new ArgumentException($"{field} cannot be {value}.", field);
        }
    }
}
