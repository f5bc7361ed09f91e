namespace Hallmark.Experiments.LabelNoise;

/// <summary>How labels are made wrong.</summary>
public enum NoiseKind
{
    /// <summary>A label becomes any other class, all alike.</summary>
    Symmetric,

    /// <summary>A label becomes the next class, the last one the first.</summary>
    ClassConditional,
}

/// <summary>What <see cref="LabelNoiseExperiment"/> does.</summary>
public sealed record LabelNoiseSettings
{
    public const string Fashion = "fashion-mnist";

    /// <summary>Data sets by name.</summary>
    public IReadOnlyList<string> Sets { get; init; } = ["iris", "wine", "breast_cancer", "digits", Fashion];

    public IReadOnlyList<NoiseKind> Kinds { get; init; } = [NoiseKind.Symmetric, NoiseKind.ClassConditional];

    /// <summary>Share of wrong labels, in percent.</summary>
    public IReadOnlyList<int> Percents { get; init; } = [5, 10, 20, 40];

    /// <summary>
    /// Splits of each data set; null: as many as the baselines have, 30 for the small ones, 10 for digits, 3 for Fashion-MNIST; 5 for sets
    /// without a baseline, which are looked at whole.
    /// </summary>
    public int? Seeds { get; init; }

    public int FirstSeed { get; init; }

    /// <summary>Images that Fashion-MNIST trains on, drawn by the seed.</summary>
    public int FashionRecords { get; init; } = 10_000;

    /// <summary>
    /// Seeds that the label check is run under on the first split of each cell, to see how far its answer hangs on them; 1: it is not seen.
    /// </summary>
    public int MeasuringSeeds { get; init; } = 5;

    /// <summary>Folder for what was drawn, see <see cref="NoiseDraws"/>; null: it is not kept.</summary>
    public string? Draws { get; init; }

    public int SeedsOf(string set) => Seeds ?? set switch
    {
        "digits" => 10,
        Fashion => 3,
        _ when HasBaseline(set) => 30,
        _ => 5,
    };

    /// <summary>Whether others were measured on the set, on 70 % of it; all other sets are looked at whole.</summary>
    public static bool HasBaseline(string set) => Baseline.Of(set, NoiseKind.Symmetric, 20) is not null;
}
