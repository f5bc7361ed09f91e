namespace Hallmark.Quality.Provenance;

/// <summary>
/// When a comparison is enough to accuse. Several are made of one pool, by labels together, by one label and by features; the chances
/// of each are multiplied by its weight, so that all of them together accuse an honest provider in no more pools than <see
/// cref="Level"/> says.
/// </summary>
/// <param name="Weight">Of the test on all labels together: 1 over its share of the level.</param>
/// <param name="WeightOfOneLabel">Of the test on the label in which a provider stands out most; null where that is no test.</param>
/// <param name="LeastExcess">
/// Mean by which records have to score worse, however sure it is: honest providers differ a little, and with many records that is
/// no chance.
/// </param>
/// <param name="OfMean">Whether that is a share of the mean score, as distances have no scale.</param>
internal sealed record ComparisonRule(double Weight, double? WeightOfOneLabel, double LeastExcess, bool OfMean)
{
    /// <summary>Share of pools without a bad provider in which chance may accuse one.</summary>
    public const double Level = 0.001;

    /// <summary>
    /// Deviations from which a bad provider is found in four of five cases: 3.7 are accused, and a fifth of a bell lies 0.8 below its
    /// middle.
    /// </summary>
    public const double Seen = 4.5;

    public static ComparisonRule OfLabels { get; } = new(2, 4, 0.01, false);

    public static ComparisonRule OfFeatures { get; } = new(4, null, 0.05, true);
}
