namespace Hallmark.Experiments.Providers;

/// <summary>How bad providers damage their labels.</summary>
public enum Damage
{
    /// <summary>Each label, with the case's rate, becomes one of the other classes, all alike.</summary>
    RandomFlips,

    /// <summary>Each label of the provider's most frequent class becomes the next class: it calls a thing by a wrong name.</summary>
    RenamedClass,

    /// <summary>All bad providers call the same class by the same wrong name, which is drawn.</summary>
    SameWrongName,

    /// <summary>Labels are right, but every feature has noise of the case's rate, in standard deviations of the feature.</summary>
    FeatureNoise,
}

/// <summary>A setting in which providers are to be told apart.</summary>
/// <param name="Name">As the tables call it.</param>
/// <param name="Bad">How many providers are bad; which ones is drawn.</param>
/// <param name="Rate">Share of flipped labels of a bad provider, or deviations of noise; not looked at for a renamed class.</param>
public sealed record ProviderCase(string Name, int Bad, double Rate)
{
    public int Providers { get; init; } = 5;

    public int BatchesPerProvider { get; init; } = 4;

    /// <summary>
    /// Concentration of the Dirichlet distribution that each provider's mix of classes is drawn from: at 1 any mix is as likely
    /// as any other, smaller is more skewed.
    /// </summary>
    public double Skew { get; init; } = 1;

    public Damage Damage { get; init; } = Damage.RandomFlips;

    /// <summary>Most records of a batch; 0 for as many as the data set gives.</summary>
    public int BatchRecords { get; init; }

    /// <summary>What the issue calls the hard cases: few flips, and mixes of classes that differ.</summary>
    public bool Hard => Bad > 0 && Rate <= 0.1 && Damage == Damage.RandomFlips;

    /// <summary>The cases of the reference measurements, and those that they leave open.</summary>
    public static IReadOnlyList<ProviderCase> All { get; } =
    [
        new("clean", 0, 0),
        new("hard, 1 of 5", 1, 0.1),
        new("hard, 2 of 5", 2, 0.1),
        new("hard, 2 of 5, batches of 25", 2, 0.1) { BatchRecords = 25 },
        new("hard, 3 of 8", 3, 0.1) { Providers = 8 },
        new("30 %, 2 of 5", 2, 0.3),
        new("60 %, 2 of 5", 2, 0.6),
        new("renamed class, 1 of 5", 1, 0) { Damage = Damage.RenamedClass },
        new("same wrong name, 2 of 5", 2, 0) { Damage = Damage.SameWrongName },
        new("noise in features, 1 of 5", 1, 1) { Damage = Damage.FeatureNoise },
        new("noise in features, 2 of 5", 2, 1) { Damage = Damage.FeatureNoise },
    ];
}
