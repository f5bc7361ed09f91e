namespace Hallmark.Scheduling;

/// <summary>What, besides the candidates, decides a schedule.</summary>
/// <param name="BudgetRecords">Most records that may be chosen; at least 1.</param>
/// <param name="Method">How to choose.</param>
/// <param name="Seed">Decides the training order, and the moves of annealing.</param>
public sealed record ScheduleOptions(long BudgetRecords, SelectionMethod Method, ulong Seed)
{
    /// <summary>The whole, in parts per million.</summary>
    public const int Whole = 1_000_000;

    /// <summary>Weight of diversity; default a half. The two weights sum to 1,000,000.</summary>
    public int DiversityWeightPpm { get; init; } = Whole / 2;

    /// <summary>Weight of integrity; default a half.</summary>
    public int IntegrityWeightPpm { get; init; } = Whole / 2;

    /// <summary>Moves that annealing proposes; other methods have no use for it. Default 50,000.</summary>
    public int Iterations { get; init; } = 50_000;

    /// <exception cref="ArgumentException">A value that cannot be used; the message and the parameter name the field.</exception>
    public void Validate()
    {
        Require(BudgetRecords >= 1, nameof(BudgetRecords), BudgetRecords);
        Require(Enum.IsDefined(Method), nameof(Method), (long)Method);
        Require(DiversityWeightPpm is >= 0 and <= Whole, nameof(DiversityWeightPpm), DiversityWeightPpm);
        Require(IntegrityWeightPpm == Whole - DiversityWeightPpm, nameof(IntegrityWeightPpm), IntegrityWeightPpm);
        Require(Iterations >= 0, nameof(Iterations), Iterations);
    }

    private static void Require(bool holds, string field, long value)
    {
        if (!holds)
        {
            throw new ArgumentException($"{field} cannot be {value}.", field);
        }
    }
}
