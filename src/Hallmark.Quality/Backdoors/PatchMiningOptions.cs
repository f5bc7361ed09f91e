namespace Hallmark.Quality.Backdoors;

/// <summary>With what to look for patches. The defaults come from what an attack needs, not from any data set.</summary>
public sealed record PatchMiningOptions
{
    /// <summary>A patch on fewer records than this share is not looked for; in (0, 0.5]. Default 0.002.</summary>
    public double LeastShare { get; init; } = 0.002;

    /// <summary>A patch on fewer records than this is not looked for, at least 2: fewer coincide by chance. Default 5.</summary>
    public int LeastRecords { get; init; } = 5;

    /// <summary>Side of the largest window, 1 to 16 features. A larger patch is found by its parts. Default 5.</summary>
    public int LargestSide { get; init; } = 5;

    /// <summary>Chance, over everything that is examined, of accusing records whose content and label have nothing to do with each other.
    /// Default 0.001.</summary>
    public double Error { get; init; } = 1e-3;

    /// <summary>Decides which records serve as references. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Cells that may be read for pairs of columns of a table.</summary>
    internal long PairWork => 500_000_000;

    internal int LeastSupport(int records) => Math.Max(LeastRecords, (int)Math.Ceiling(LeastShare * records));

    /// <exception cref="ArgumentException">Names the option that cannot be.</exception>
    public void Validate()
    {
        if (!(LeastShare > 0 && LeastShare <= 0.5))
        {
            throw new ArgumentException($"{nameof(LeastShare)} lies above 0 and not above 0.5.");
        }
        if (LeastRecords < 2)
        {
            throw new ArgumentException($"{nameof(LeastRecords)} is at least 2.");
        }
        if (LargestSide is < 1 or > 16)
        {
            throw new ArgumentException($"{nameof(LargestSide)} lies between 1 and 16.");
        }
        if (!(Error > 0 && Error < 1))
        {
            throw new ArgumentException($"{nameof(Error)} lies between 0 and 1.");
        }
    }
}
