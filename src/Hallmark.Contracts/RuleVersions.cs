namespace Hallmark.Contracts;

/// <summary>
/// The versions of the rules that this program knows. A header names the version that decided its block, and old blocks are decided by old
/// rules for ever.
/// </summary>
public static class RuleVersions
{
    public const int Oldest = 5;

    public const int Newest = 5;
}
