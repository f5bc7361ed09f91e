namespace Hallmark.Contracts;

/// <summary>
/// The versions of the rules that this program knows. A header names the version that decided its block, and old blocks are decided by old
/// rules for ever.
/// </summary>
public static class RuleVersions
{
    public const int Oldest = 5;

    public const int Newest = 5;

    /// <summary>
    /// From here on terms name the rule by which columns are features, and a schedule what it leaves out
    /// (<see cref="Schedules.ScheduleTerms.Features"/>). Until then all columns of numbers are.
    /// </summary>
    public const int FeatureChoice = 6;
}
