using Hallmark.Learning;

namespace Hallmark.Quality.Provenance;

/// <summary>With what parameters providers are measured and accused.</summary>
public sealed record BadProviderOptions
{
    /// <summary>
    /// Of the model that is trained without each provider. The penalty is for features of variance 1; it grows with their mean variance,
    /// so that the scale of the features decides nothing.
    /// </summary>
    public LogisticOptions Training { get; init; } = new() { L2 = 2 };

    /// <summary>Share of wrong labels that the score of a record is made for, above 0 and below 1; of little influence.</summary>
    public double GuessedShare { get; init; } = 0.1;

    /// <summary>
    /// How often opinions are formed, 1 to 10: from the second time on records count less in training the more likely their label
    /// is wrong.
    /// </summary>
    public int Rounds { get; init; } = 2;

    /// <summary>
    /// Of each test of a provider against the better ones, above 0 and below 1: the share of honest providers accused stays below.
    /// </summary>
    public double Level { get; init; } = 0.05;

    /// <summary>
    /// Excess share of wrong labels below which nobody is accused, however sure it is: honest providers differ by a percent or
    /// so, and with many records that is no chance any more. In [0, 1).
    /// </summary>
    public double LeastExcess { get; init; } = 0.02;

    /// <summary>Excess share of wrong labels from which the advice is to drop the provider and not rows, above 0.</summary>
    public double DropProviderFrom { get; init; } = 0.5;

    /// <summary>
    /// Share of wrong labels that must be visible before the advice is to keep a provider: where the estimate is less certain than
    /// that, nothing can be told. Above 0 and below 1.
    /// </summary>
    public double VisibleShare { get; init; } = 0.1;

    /// <summary>Draws of each test, 99 to 1,000,000; fewer, but no fewer than 99, where many records meet many providers.</summary>
    public int Permutations { get; init; } = 999;

    /// <summary>Of the draws.</summary>
    public ulong Seed { get; init; }

    /// <exception cref="ArgumentException">Names the option that cannot be.</exception>
    public void Validate()
    {
        Training.Validate();
        Require(GuessedShare > 0 && GuessedShare < 1, nameof(GuessedShare), "lies between 0 and 1");
        Require(Rounds is >= 1 and <= 10, nameof(Rounds), "lies between 1 and 10");
        Require(Level > 0 && Level < 1, nameof(Level), "lies between 0 and 1");
        Require(LeastExcess >= 0 && LeastExcess < 1, nameof(LeastExcess), "is at least 0 and below 1");
        Require(DropProviderFrom > 0, nameof(DropProviderFrom), "is above 0");
        Require(VisibleShare > 0 && VisibleShare < 1, nameof(VisibleShare), "lies between 0 and 1");
        Require(Permutations is >= 99 and <= 1_000_000, nameof(Permutations), "lies between 99 and 1,000,000");
    }

    private static void Require(bool holds, string option, string rule)
    {
        if (!holds)
        {
            throw new ArgumentException($"{option} {rule}.", option);
        }
    }
}
