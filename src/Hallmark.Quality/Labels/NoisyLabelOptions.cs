namespace Hallmark.Quality.Labels;

/// <summary>How labels are checked. The defaults are meant for everything.</summary>
public sealed record NoisyLabelOptions
{
    public const int FoldsMax = 20;

    /// <summary>Parts of the data; each is looked at by models that never saw it. 2 to <see cref="FoldsMax"/>.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>
    /// Group of each record, such as its batch or provider, or null: a group is then never split between folds, so that nobody
    /// vouches for himself. With a single group records are dealt out one by one.
    /// </summary>
    public int[]? Groups { get; init; }

    /// <summary>Decides folds, drawn records and the networks' starts.</summary>
    public ulong Seed { get; init; }

    /// <summary>Told how far the work is, from 0 to 1; called from the measuring thread.</summary>
    public Action<double>? Progress { get; init; }

    /// <exception cref="ArgumentException">Names the option that cannot be.</exception>
    public void Validate()
    {
        if (Folds is < 2 or > FoldsMax)
        {
            throw new ArgumentException($"{nameof(Folds)} lies between 2 and {FoldsMax}.");
        }
    }
}
