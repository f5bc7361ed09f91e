namespace Hallmark.Quality.Provenance;

/// <summary>
/// Whether a provider that was not accused would have been, had it been bad. Nobody is called good for having too few records to be
/// found out: the error of its share of wrong labels must be smaller than the share that is to be seen. Errors shrink with the root of
/// the number of records, which tells how many would do.
/// </summary>
internal static class Visibility
{
    private const double Normal95 = 1.959963984540054;
    private const double RuleOfThree = 3; // of so many over the share, at least one is wrong with a chance of 95 %
    private const double Hopeless = 1_000_000; // records: who would need as many is told nothing by more of them

    /// <summary>What stands in the way of telling, or null.</summary>
    /// <param name="rate">Of the provider.</param>
    /// <param name="canTell">Whether enough providers can be compared.</param>
    /// <param name="share">Of wrong labels that is to be seen.</param>
    public static string? Lacking(NoiseRate rate, bool canTell, double share)
    {
        if (rate.Records == 0)
        {
            return "it has no labelled records";
        }
        if (!canTell)
        {
            return $"with fewer than {BadProviderRule.LeastProviders} that can be compared, any of them may be the one that is wrong";
        }
        double error = Normal95 * rate.StandardError;
        double needed = Math.Ceiling(Math.Max(RuleOfThree / share, rate.Records * (error / share) * (error / share)));
        return rate.Records >= needed ? null
            : needed > Hopeless ? "the records of the others say next to nothing about its labels"
            : $"it has {rate.Records} labelled records; about {needed} are needed to see whether {share:P0} of its labels are wrong";
    }
}
