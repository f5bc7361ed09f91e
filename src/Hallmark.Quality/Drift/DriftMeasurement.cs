namespace Hallmark.Quality.Drift;

/// <summary>
/// What differs between incoming and reference data. All chances are corrected over all tests by Holm's method (1979), because
/// the promise is about the alarm as a whole: under any dependence between features, data that did not drift raise one with a
/// chance of at most <see cref="Level"/>. A method that bounds the share of false findings would not promise more here.
/// </summary>
/// <param name="Features">In the order of the columns.</param>
/// <param name="Classes">Null where no labels were given.</param>
/// <param name="ReferenceRecords">Records compared with.</param>
/// <param name="IncomingRecords">Records measured.</param>
/// <param name="Tests">How many tests share the level: two for each feature, one for the classes.</param>
/// <param name="Level">As asked for.</param>
public sealed record DriftMeasurement(
    IReadOnlyList<FeatureDrift> Features, ClassDrift? Classes, int ReferenceRecords, int IncomingRecords, int Tests, double Level)
{
    /// <summary>Whether anything drifted.</summary>
    public bool Alarm => Classes is { Drifted: true } || Features.Any(feature => feature.Drifted);

    /// <summary>The largest stability index of a feature that drifted, or 0: how much, where "whether" is beyond doubt.</summary>
    public double WorstStabilityIndex =>
        Features.Where(feature => feature.Drifted).Select(feature => feature.StabilityIndex).DefaultIfEmpty().Max();
}

/// <summary>How one feature differs.</summary>
/// <param name="Feature">Column.</param>
/// <param name="StabilityIndex">
/// Population stability index over the bins, natural logarithm, at least 0. By custom below 0.1 is little and above 0.25 much;
/// between small samples chance alone gives about bins · (1/reference + 1/incoming).
/// </param>
/// <param name="Distance">Kolmogorov and Smirnov's largest difference of the two distributions of finite values, in [0, 1].</param>
/// <param name="DistanceP">Chance of a distance as large without drift, not corrected.</param>
/// <param name="BinsP">Chance of bins as different without drift (chi-square, rare bins pooled), not corrected.</param>
/// <param name="CorrectedP">The smaller of both after Holm's correction.</param>
/// <param name="Drifted">Whether that is at most the level.</param>
/// <param name="ReferenceMissing">Share of NaN in the reference.</param>
/// <param name="IncomingMissing">Share of NaN in what came in.</param>
/// <param name="ReferenceInfinite">Share of infinities of either sign in the reference.</param>
/// <param name="IncomingInfinite">Share of infinities of either sign in what came in.</param>
public sealed record FeatureDrift(
    int Feature,
    double StabilityIndex,
    double Distance,
    double DistanceP,
    double BinsP,
    double CorrectedP,
    bool Drifted,
    double ReferenceMissing,
    double IncomingMissing,
    double ReferenceInfinite,
    double IncomingInfinite);

/// <summary>How the balance of classes differs; records without a class count as one more class.</summary>
/// <param name="StabilityIndex">As for features, over the classes.</param>
/// <param name="P">Chance of a difference as large without drift (chi-square, rare classes pooled), not corrected.</param>
/// <param name="CorrectedP">After Holm's correction.</param>
/// <param name="Drifted">Whether that is at most the level.</param>
public sealed record ClassDrift(double StabilityIndex, double P, double CorrectedP, bool Drifted);
