using Hallmark.Quality.Drift;

namespace Hallmark.Quality.Checks;

/// <summary>
/// What a check tells of a file beyond counts and sentences: a part of the answer that is its own. Contrast <see cref="CheckFindings"/>,
/// which all checks count alike.
/// </summary>
/// <param name="Name">Of the part, in camel case.</param>
/// <param name="Content">Records whose properties are the fields of the answer; null where there is nothing to tell.</param>
public sealed record CheckDetails(string Name, object? Content);

/// <summary>A record that holds what an earlier one holds.</summary>
/// <param name="Record">The later record.</param>
/// <param name="Of">The first one with the same contents.</param>
/// <param name="Conflicting">Whether the labels differ.</param>
public sealed record CopyDetails(int Record, int Of, bool Conflicting);

/// <summary>A content that goes with one label.</summary>
/// <param name="Features">Names of the features it is in; none where it moves from place to place.</param>
/// <param name="Records">Its carriers.</param>
/// <param name="P">Chance of it without a backdoor.</param>
public sealed record TriggerDetails(string Label, IReadOnlyList<string> Features, IReadOnlyList<int> Records, double P)
{
    /// <summary>One or two words that it is; null where it is of numbers.</summary>
    public string? Words { get; init; }
}

/// <summary>How a file differs from its reference.</summary>
/// <param name="Alarm">Whether anything drifted.</param>
/// <param name="Level">Of all tests together.</param>
/// <param name="Classes">Null where one of the two has no labels.</param>
public sealed record DriftDetails(bool Alarm, double Level, ClassDriftDetails? Classes, IReadOnlyList<FeatureDriftDetails> Features)
{
    internal static DriftDetails Of(DriftMeasurement drift, IReadOnlyList<string> names) => new(
        drift.Alarm, drift.Level,
        drift.Classes is { } classes ? new ClassDriftDetails(classes.StabilityIndex, classes.CorrectedP, classes.Drifted) : null,
        [.. drift.Features.Select(feature => new FeatureDriftDetails(
            names[feature.Feature], feature.StabilityIndex, feature.Distance, feature.CorrectedP, feature.Drifted,
            feature.ReferenceMissing, feature.IncomingMissing))]);
}

/// <summary>How the mix of classes differs.</summary>
public sealed record ClassDriftDetails(double StabilityIndex, double P, bool Drifted);

/// <summary>How one feature differs.</summary>
/// <param name="KsDistance">Of Kolmogorov and Smirnov.</param>
/// <param name="P">Corrected for all tests.</param>
/// <param name="MissingBefore">Share of missing numbers in the reference.</param>
/// <param name="MissingNow">The same in the file.</param>
public sealed record FeatureDriftDetails(
    string Feature, double StabilityIndex, double KsDistance, double P, bool Drifted, double MissingBefore, double MissingNow);
