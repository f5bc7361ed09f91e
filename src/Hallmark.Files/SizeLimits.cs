namespace Hallmark.Files;

/// <summary>
/// The most bytes that a file of a home may have, by its kind, where neither its format nor a digest on record says so: what somebody else
/// put there must not fill the memory of whoever looks at it.
/// </summary>
public static class SizeLimits
{
    /// <summary>A key, or a secret: a few lines of text.</summary>
    public const int Key = 64 << 10;

    /// <summary><c>hallmark.json</c>.</summary>
    public const int Settings = 64 << 10;

    /// <summary>Figures beside a run.</summary>
    public const int Figures = 1 << 20;

    /// <summary>What is never read as a whole: a ledger, its snapshot and index, an object, which says itself how long it is.</summary>
    public const long Streamed = long.MaxValue;
}
