namespace Hallmark.Experiments.Backdoors;

/// <summary>One run: one data set, trigger, share and seed. All figures are shares in [0, 1].</summary>
/// <param name="Data">Name of the data set.</param>
/// <param name="Trigger">Name of the trigger.</param>
/// <param name="Share">Poisoned records of all.</param>
/// <param name="Seed">Decides split, target, poison and training.</param>
/// <param name="Recall">Poisoned records that the search for triggers found.</param>
/// <param name="FalsePositives">Clean records that it accused, of all clean ones.</param>
/// <param name="Before">The attack on a model trained on everything.</param>
/// <param name="After">The attack on a model trained on what is left.</param>
/// <param name="Never">The same trigger on a model trained on the data as it was before the attack: what no removal can go below.</param>
/// <param name="Spectral">Recall and false positives of spectral signatures.</param>
/// <param name="Clustering">Recall and false positives of activation clustering.</param>
/// <param name="Seconds">Of the search for triggers.</param>
public sealed record BackdoorCell(
    string Data,
    string Trigger,
    double Share,
    ulong Seed,
    double Recall,
    double FalsePositives,
    AttackResult Before,
    AttackResult After,
    AttackResult Never,
    (double Recall, double FalsePositives) Spectral,
    (double Recall, double FalsePositives) Clustering,
    double Seconds);

/// <summary>How a model does that was trained on poisoned or cleaned data.</summary>
/// <param name="Success">Triggered test images of other classes that it takes for the target.</param>
/// <param name="Accuracy">On clean test images.</param>
public sealed record AttackResult(double Success, double Accuracy);
