using System.Globalization;
using Hallmark.Contracts.Schedules;
using Hallmark.Evidence;
using Hallmark.Scheduling;

namespace Hallmark.Operations.Scheduling;

/// <summary>
/// What somebody asks of a schedule. Unlike <see cref="ScheduleTerms"/>, which are signed, it knows nothing of a ledger's batches, leaves
/// open what a policy may decide, and may name a time, which is turned into a count of rounds.
/// </summary>
/// <param name="Budget">Most that all chosen batches may cost together, from 1.</param>
public sealed record ScheduleWish(long Budget)
{
    private const int UsualDiversity = 50;
    private const int PpmOfPercent = 10_000;
    private const double SecondsLimit = 1e6;
    private static readonly TimeSpan UsualLimit = TimeSpan.FromSeconds(10);

    /// <summary>Rounds of methods that could go on for ever, unless others are asked for.</summary>
    internal static int UsualRounds { get; } = new ScheduleOptions(1, SelectionMethod.Greedy, 0).Rounds;

    /// <summary>How the batches are chosen, by name.</summary>
    public string Method { get; init; } = SelectionMethods.NameOf(SelectionMethod.Auto);

    /// <summary>What the budget counts.</summary>
    public string Unit { get; init; } = ScheduleTerms.Records;

    /// <summary>What batches cost in another unit than records.</summary>
    public IReadOnlyList<BatchCost> Costs { get; init; } = [];

    /// <summary>How long methods search that could go on for ever; null for as long as is usual, or as the time allows.</summary>
    public int? Rounds { get; init; }

    /// <summary>Longest time to search; null for none, but where the method is yet to be found.</summary>
    public double? Seconds { get; init; }

    /// <summary>Order of training.</summary>
    public string Order { get; init; } = "shuffled";

    /// <summary>
    /// Weight of diversity, in per cent; null for half, or for what the policy says. What is left of the weights is integrity's.
    /// </summary>
    public int? DiversityPercent { get; init; }

    /// <summary>Weight of redundancy, which counts against a choice, in per cent; null for none, or for what the policy says.</summary>
    public int? RedundancyPercent { get; init; }

    /// <summary>Batches that must be chosen.</summary>
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>Batches that must not.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Most of the budget for one provider's batches, in per cent.</summary>
    public int ProviderCapPercent { get; init; } = 100;

    /// <summary>Fewest records of each class in all chosen batches together.</summary>
    public long ClassRecordsMin { get; init; }

    /// <summary>Whether the weights were asked for; those of a policy do not take their place then.</summary>
    internal bool Weighed => DiversityPercent is not null || RedundancyPercent is not null;

    /// <summary>How long the search may take; null for as long as its rounds take.</summary>
    internal TimeSpan? Limit => Seconds is { } seconds ? TimeSpan.FromSeconds(seconds)
        : Method == SelectionMethods.NameOf(SelectionMethod.Auto) && Rounds is null ? UsualLimit
        : null;

    /// <summary>The terms without candidates, which only a ledger knows: see <see cref="SchedulePlanning.Fix"/>.</summary>
    /// <exception cref="UsageException">Names the field that cannot be.</exception>
    internal ScheduleTerms ToTerms()
    {
        if (Seconds is { } seconds and not (> 0 and <= SecondsLimit))
        {
            throw new UsageException($"seconds: {seconds.ToString(CultureInfo.InvariantCulture)} is not a time to search");
        }
        int diversity = Percent("diversity", DiversityPercent ?? UsualDiversity, 0, 100);
        int redundancy = Percent("redundancy", RedundancyPercent ?? 0, 0, 100 - diversity);
        if (Budget < 1)
        {
            throw new UsageException($"budget: {Budget} is too little");
        }
        if (SelectionMethods.Find(Method) is null)
        {
            throw new UsageException($"method: '{Method}' is none of {SelectionMethods.Names}");
        }
        return Readable(new ScheduleTerms
        {
            Method = Method,
            Budget = Budget,
            DiversityPpm = diversity * PpmOfPercent,
            RedundancyPpm = redundancy * PpmOfPercent,
            IntegrityPpm = (100 - diversity - redundancy) * PpmOfPercent,
            Unit = Unit,
            Costs = Costs,
            Rounds = Rounds ?? (Limit is null ? UsualRounds : ScheduleTerms.MaxRounds),
            Order = Order,
            Include = [.. Include.Distinct(StringComparer.Ordinal)],
            Exclude = [.. Exclude.Distinct(StringComparer.Ordinal)],
            ProviderCapPpm = Percent("provider-cap", ProviderCapPercent, 1, 100) * PpmOfPercent,
            ClassRecordsMin = ClassRecordsMin,
            Candidates = default,
            TreeSize = default,
        });
    }

    /// <summary>The terms, once the ledger could read them: what it would refuse is said in the words of the options.</summary>
    private static ScheduleTerms Readable(ScheduleTerms terms)
    {
        try
        {
            return ScheduleTerms.Read(CborMap.Read(terms.ToMap().ToBytes(), "terms"));
        }
        catch (MalformedException e)
        {
            throw new UsageException($"{e.Field[(e.Field.LastIndexOf('.') + 1)..]}: {e.Reason}");
        }
    }

    private static int Percent(string option, int value, int minimum, int maximum) => value >= minimum && value <= maximum
        ? value
        : throw new UsageException($"{option}: {value} is not between {minimum} and {maximum} per cent");
}
