namespace Hallmark.Experiments.Backdoors;

/// <summary>What the experiment on backdoors runs through.</summary>
public sealed record BackdoorSettings
{
    /// <summary>Poisoned records as shares of the training part.</summary>
    public IReadOnlyList<double> Shares { get; init; } = [0.005, 0.01, 0.02, 0.05, 0.1];

    /// <summary>The triggers; each is a row of the tables per data set and share.</summary>
    public IReadOnlyList<Trigger> Triggers { get; init; } =
    [
        Trigger.Corner,
        new("3×3 grey, centre", 3, TriggerContent.Grey, (0.5, 0.5)),
        new("4×4 checkered, upper left", 4, TriggerContent.Checkered, (0.1, 0.1)),
        new("3×3 white, corner, noise 0.1", 3, TriggerContent.White, (1, 1), 0.1),
        new("3×3 white, moving", 3, TriggerContent.White, null),
        new("3×3 checkered, moving, noise 0.1", 3, TriggerContent.Checkered, null, 0.1),
    ];

    /// <summary>Runs with different seeds on the digits; 0 leaves them out.</summary>
    public int DigitsSeeds { get; init; } = 10;

    /// <summary>Runs with different seeds on Fashion-MNIST; 0 leaves it out.</summary>
    public int FashionSeeds { get; init; } = 3;

    /// <summary>Training images taken of Fashion-MNIST, at most 60,000.</summary>
    public int FashionRecords { get; init; } = 10_000;

    /// <summary>Seeds are this one and those after it.</summary>
    public ulong FirstSeed { get; init; }
}
