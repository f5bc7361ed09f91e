using Hallmark.Audit;
using Hallmark.Operations.Runs;

namespace Hallmark.Reports;

/// <summary>One batch as the report shows it.</summary>
/// <param name="Verdict">
/// Where it stands: "pending", "accepted", "quarantined" or "refused", or, whatever the verdict on it was, "challenged" or "withdrawn".
/// </param>
/// <param name="ScorePpm">Integrity score in millionths, null where it was never judged.</param>
/// <param name="Scheduled">Whether the run trained on it.</param>
public sealed record ReportBatch(
    string Id, string Provider, long Records, string Verdict, long? ScorePpm, IReadOnlyList<string> Reasons, bool Scheduled)
{
    /// <summary>The worst records of each check in words; empty where the findings are sealed or not at hand.</summary>
    public IReadOnlyList<string> WorstRecords { get; init; } = [];
}

/// <summary>What a check measured on one batch: so many good <paramref name="Of"/> so many looked at, at least one.</summary>
public sealed record ReportMeasure(ReportBatch Batch, long Good, long Of)
{
    public decimal Share => (decimal)Good / Of;
}

/// <summary>A check with what it counts under the policy in force, and what it measured.</summary>
/// <param name="Name">As in the policy.</param>
/// <param name="WeightPpm">Of the score, in millionths; null where the policy does not ask for it.</param>
/// <param name="QuarantineBelowPpm">Share of good records, in millionths; null for no limit.</param>
/// <param name="RefuseBelowPpm">The same.</param>
/// <param name="Measures">One for each batch that it could measure.</param>
public sealed record ReportCheck(
    string Name, long? WeightPpm, long? QuarantineBelowPpm, long? RefuseBelowPpm, IReadOnlyList<ReportMeasure> Measures)
{
    /// <summary>What it counts as good, for people; empty where that is not known.</summary>
    public string Counts { get; init; } = "";
}

/// <summary>Test accuracies in millionths of the same training repeated with several seeds.</summary>
public sealed record ReportAccuracies(string Name, IReadOnlyList<long> Ppm)
{
    /// <summary>One of each kind of training that was compared.</summary>
    public static IReadOnlyList<ReportAccuracies> Of(Comparison comparison) =>
        [new("chosen batches", comparison.ChosenPpm), new("all batches", comparison.AllPpm)];

    public double MeanPercent => Ppm.Count == 0 ? 0 : Ppm.Average(value => value / 1e4);

    /// <summary>Sample standard deviation, 0 for one seed.</summary>
    public double DeviationPercent =>
        Ppm.Count < 2 ? 0 : Math.Sqrt(Ppm.Sum(value => Math.Pow((value / 1e4) - MeanPercent, 2)) / (Ppm.Count - 1));
}

/// <summary>A run as the report shows it.</summary>
/// <param name="Budget">Most that the chosen batches may cost together, in <see cref="Unit"/>.</param>
/// <param name="SeedOrigin">"chosen", "operator-grindable" or "revealed": see the schedule.</param>
/// <param name="LossesPpm">Mean training loss of each epoch in millionths.</param>
/// <param name="Schedule">Batch ids in training order.</param>
/// <param name="Comparison">The same model on the chosen batches and on all batches; empty where nothing was compared.</param>
public sealed record ReportRun(
    string Id, string Trainer, string Model, string ModelDigest, string Method, long Budget, ulong Seed, string SeedOrigin,
    IReadOnlyList<long> LossesPpm, IReadOnlyList<string> Schedule, long? TestAccuracyPpm, long? TestAccuracyAllPpm,
        IReadOnlyList<ReportAccuracies> Comparison)
{
    /// <summary>What the budget counts: "records", "credits" or "seconds".</summary>
    public string Unit { get; init; } = "records";

    /// <summary>How the chosen batches are ordered; null where it is not known.</summary>
    public string? Order { get; init; }

    /// <summary>The request that the schedule answers, or null.</summary>
    public string? Request { get; init; }

    /// <summary>Seed of the run itself, with where it comes from; <see cref="Seed"/> is the schedule's.</summary>
    public string OwnSeed { get; init; } = "";

    /// <summary>Runs on the same schedule that are measured on the same records, this one among them.</summary>
    public int Tries { get; init; } = 1;
}

/// <summary>Everything the HTML report shows; plain values, so that the page can be drawn without the ledger.</summary>
public sealed record ReportModel
{
    public required string Title { get; init; }

    public required string LedgerName { get; init; }

    public required string LedgerId { get; init; }

    public required ulong Height { get; init; }

    public required ulong Entries { get; init; }

    public required string HeaderHash { get; init; }

    public required DateTimeOffset Made { get; init; }

    public required IReadOnlyList<ReportBatch> Batches { get; init; }

    /// <summary>What was measured on the batches; empty where nothing was.</summary>
    public IReadOnlyList<ReportCheck> Checks { get; init; } = [];

    public required IReadOnlyList<ReportRun> Runs { get; init; }

    public required AuditReport Audit { get; init; }
}
