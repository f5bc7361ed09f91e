namespace Hallmark.Experiments.Providers;

/// <summary>
/// What one drawn pool gave. Ranking figures are NaN where no provider, or every one, is bad. "Blind" is the same detector
/// without provenance: opinions from outside of folds that ignore providers, batches that speak for themselves only, one share of
/// wrong labels for all.
/// </summary>
/// <param name="Seed">Of the pool.</param>
/// <param name="BatchAuroc">Chance that a bad provider's batch scores above a good one's.</param>
/// <param name="BlindBatchAuroc">The same, blind.</param>
/// <param name="UnpooledBatchAuroc">With outside opinions, but each batch from its own records: pooling adds the difference.</param>
/// <param name="ShapleyBatchAuroc">By the mean k-NN Shapley value of the batch's records, lowest worst.</param>
/// <param name="Ranked">1 if all bad providers come before all good ones, else 0.</param>
/// <param name="BlindRanked">The same by the blind detector's rates, summed up by provider.</param>
/// <param name="ShapleyRanked">The same by the providers' own Shapley values.</param>
/// <param name="GoodAccused">Share of good providers accused.</param>
/// <param name="BadAccused">Share of bad providers accused.</param>
/// <param name="RowF1">Of the rows to drop, against the labels that are wrong; NaN where none is.</param>
/// <param name="BlindRowF1">The same, blind.</param>
/// <param name="Labels">The label check on the same pool, which is another detector; null if not run.</param>
/// <param name="Keep">Test accuracy of a model trained on everything.</param>
/// <param name="DropRows">After dropping the suspect rows of accused providers.</param>
/// <param name="DropProviders">After dropping accused providers.</param>
/// <param name="Advised">After doing as advised for each provider.</param>
/// <param name="BlindDropRows">After dropping what the blind detector suspects.</param>
/// <param name="Oracle">After dropping exactly the wrong labels.</param>
public sealed record ProviderOutcome(
    ulong Seed,
    double BatchAuroc,
    double BlindBatchAuroc,
    double UnpooledBatchAuroc,
    double ShapleyBatchAuroc,
    double Ranked,
    double BlindRanked,
    double ShapleyRanked,
    double GoodAccused,
    double BadAccused,
    double RowF1,
    double BlindRowF1,
    LabelCheckOutcome? Labels,
    double Keep,
    double DropRows,
    double DropProviders,
    double Advised,
    double BlindDropRows,
    double Oracle)
{
    /// <summary>Share of bad providers of which the advice is to keep them.</summary>
    public double BadKept { get; init; }

    /// <summary>Share of good providers of which nothing could be told.</summary>
    public double GoodUntold { get; init; }
}

/// <summary>
/// The label check (<see cref="Quality.Labels.NoisyLabels"/>) blind, with folds that ignore providers, and grouped, with folds
/// that never split one. Batches score by their mean suspicion.
/// </summary>
public sealed record LabelCheckOutcome(double BlindBatchAuroc, double GroupedBatchAuroc, double BlindRowF1, double GroupedRowF1);

/// <summary>All pools of one data set and case.</summary>
public sealed record ProviderCell(string Data, ProviderCase Case, IReadOnlyList<ProviderOutcome> Outcomes);
