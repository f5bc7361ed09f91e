namespace Hallmark.Contracts;

/// <summary>
/// Shares as whole millionths, as the rules count with them. The floors of learning have the same in <c>Share</c>, where doubles are
/// allowed.
/// </summary>
public static class Ppm
{
    /// <summary>The whole: a share of 1.</summary>
    public const int Whole = 1_000_000;

    /// <summary>So many of so many, cut off.</summary>
    /// <param name="of">At least 1.</param>
    public static long Of(long part, long of) => (long)((Int128)part * Whole / of);
}
