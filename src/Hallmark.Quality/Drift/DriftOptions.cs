namespace Hallmark.Quality.Drift;

/// <summary>With what parameters drift is measured.</summary>
public sealed record DriftOptions
{
    /// <summary>How often an alarm may be raised on data that did not drift, over all tests together; above 0, below 1.</summary>
    public double Level { get; init; } = 0.05;

    /// <summary>Bins of as many reference values each, 2 to 1,000; values out of its range and odd values come on top.</summary>
    public int Bins { get; init; } = 10;

    /// <exception cref="ArgumentException">Names the option that cannot be.</exception>
    public void Validate()
    {
        if (!(Level > 0 && Level < 1))
        {
            throw new ArgumentException($"{nameof(Level)} lies between 0 and 1.");
        }
        if (Bins is < 2 or > 1_000)
        {
            throw new ArgumentException($"{nameof(Bins)} lies between 2 and 1,000.");
        }
    }
}
