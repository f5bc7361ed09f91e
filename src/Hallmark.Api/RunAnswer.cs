using System.Text.Json.Serialization;
using Hallmark.Operations;
using Hallmark.Operations.Runs;

namespace Hallmark.Api;

/// <summary>The trainings on record, as <c>runs</c> answers.</summary>
public sealed record RunsAnswer(IReadOnlyList<RunAnswer> Runs)
{
    public static RunsAnswer Of(IEnumerable<RecordedRun> runs) => new([.. runs.Select(RunAnswer.Of)]);
}

/// <summary>A training on record, as <c>train</c> answers.</summary>
/// <param name="State">open, closed or closed incomplete.</param>
/// <param name="Steps">Steps on record.</param>
/// <param name="ModelDigest">Null while it is open.</param>
/// <param name="TestAccuracy">From 0 to 1; null where it was not measured.</param>
/// <param name="TestAccuracyAll">The same of the model trained on all batches, under the run's seed.</param>
/// <param name="Comparison">Null where nothing was compared.</param>
/// <param name="Seed">Of first weights and the order within batches.</param>
/// <param name="SeedOrigin">drawn where it follows from the schedule's drawn seed, or chosen.</param>
/// <param name="Tries">Runs on the same schedule that are measured on the same records, this one among them.</param>
public sealed record RunAnswer(
    string Id, string Schedule, string Trainer, string State, long Steps, string? ModelDigest, double? TestAccuracy,
    double? TestAccuracyAll, ComparisonAnswer? Comparison, ulong Seed, string SeedOrigin, int Tries)
{
    /// <summary>Of numbers to be foretold the share that the model explains (R²), at most 1; null where it was not measured.</summary>
    public double? TestExplained { get; init; }

    /// <summary>Root of the mean squared error in the target's own unit, as it is on record; null likewise.</summary>
    public string? TestRmse { get; init; }

    /// <summary>The file with held-out records that <c>train</c> read: name, size, SHA-256; left out where none was read.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SourceAnswer? Source { get; init; }

    public static RunAnswer Of(RecordedRun run, ReadSource? source) =>
        Of(run) with { Source = source is null ? null : SourceAnswer.Of(source) };

    public static RunAnswer Of(RecordedRun run) => new(
        run.State.Id, run.State.Schedule, run.State.Trainer, run.Standing, run.State.Step, run.Close?.Model.Digest.ToString(),
        Words.Share(run.Close?.TestAccuracyPpm), Words.Share(run.Comparison?.AllPpm[0]),
        run.Comparison is { } comparison ? ComparisonAnswer.Of(comparison) : null, run.Open.Configuration.Seed, Words.OriginOf(run),
        run.Tries)
    {
        TestExplained = Words.Share(run.Close?.TestError?.ExplainedPpm),
        TestRmse = run.Close?.TestError?.Rmse,
    };
}

/// <summary>Test accuracies in millionths, one for each seed.</summary>
public sealed record ComparisonAnswer(int Seeds, IReadOnlyList<long> ChosenPpm, IReadOnlyList<long> AllPpm)
{
    public static ComparisonAnswer Of(Comparison comparison) => new(comparison.Seeds, comparison.ChosenPpm, comparison.AllPpm);
}
