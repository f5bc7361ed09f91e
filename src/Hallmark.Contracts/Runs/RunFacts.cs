using Hallmark.Cel;
using Hallmark.Contracts.Policies;

namespace Hallmark.Contracts.Runs;

/// <summary>What policies can ask about runs.</summary>
internal static class RunFacts
{
    internal static Fact<RunOpen> Opening { get; } = new Fact<RunOpen>(
        "opening",
        ("schedule", CelType.String, open => CelValue.Of(open.Schedule)),
        ("purpose", CelType.String, open => CelValue.Of(open.Purpose)),
        ("model", CelType.String, open => CelValue.Of(open.Configuration.Model)),
        ("epochs", CelType.Int, open => CelValue.Of((long)open.Configuration.Epochs)),
        ("evaluated", CelType.Bool, open => CelValue.Of(open.Evaluation is not null)))
        .With(RuleVersions.BoundRuns, ("engine", CelType.String, open => Fact.Text(open.Engine)));

    /// <summary>What a run will cost whoever trains it again, and how much was tried before it.</summary>
    internal static Fact<RunEffort> Effort { get; } = new(
        "effort",
        ("parameters", CelType.Int, effort => effort.Parameters is { } parameters ? CelValue.Of(parameters) : null),
        ("records", CelType.Int, effort => CelValue.Of(effort.Records)),
        ("work", CelType.Int, effort => effort.Work is { } work ? CelValue.Of(work) : null),
        ("earlierRuns", CelType.Int, effort => CelValue.Of(effort.EarlierRuns)))
    {
        Since = RuleVersions.BoundRuns,
    };

    /// <summary>The evaluation set of a run, and who committed to it when.</summary>
    internal static Fact<EvaluationState> Evaluation { get; } = new(
        "evaluation",
        ("by", CelType.String, evaluation => CelValue.Of(evaluation.By)),
        ("entry", CelType.Int, evaluation => CelValue.Of((long)evaluation.Entry.Value)),
        ("records", CelType.Int, evaluation => CelValue.Of(evaluation.Records)))
    {
        Since = RuleVersions.BoundRuns,
    };

    internal static Fact<RunState> Run { get; } = new(
        "run",
        ("id", CelType.String, run => CelValue.Of(run.Id)),
        ("trainer", CelType.String, run => CelValue.Of(run.Trainer)),
        ("purpose", CelType.String, run => CelValue.Of(run.Purpose)),
        ("epochs", CelType.Int, run => CelValue.Of((long)run.Epochs)),
        ("step", CelType.Int, run => CelValue.Of(run.Step)),
        ("complete", CelType.Bool, run => CelValue.Of(run.IsComplete)));

    internal static Fact<RunStep> Step { get; } = new(
        "step",
        ("number", CelType.Int, step => CelValue.Of((long)step.Step)),
        ("epoch", CelType.Int, step => CelValue.Of((long)step.Epoch)),
        ("loss", CelType.Int, step => CelValue.Of(step.LossPpm)),
        ("batches", CelType.List(CelType.String), step => Fact.Texts(step.Batches)));

    /// <summary>How a run ended; accuracy, or what is explained of numbers to be foretold, in millionths.</summary>
    internal static Fact<RunClose> Closing { get; } = new Fact<RunClose>(
        "closing",
        ("accuracy", CelType.Int, close => close.TestAccuracyPpm is { } accuracy ? CelValue.Of(accuracy) : null))
        .With(
            RuleVersions.Targets,
            ("explained", CelType.Int, close => close.TestError is { } error ? CelValue.Of(error.ExplainedPpm) : null));

    /// <summary>A model that is to be made known.</summary>
    internal static Fact<ReleasedModel> Release { get; } = new(
        "release",
        ("records", CelType.Int, release => CelValue.Of(release.Records)),
        ("batches", CelType.Int, release => CelValue.Of((long)release.Batches.Count)),
        ("providers", CelType.Int, release => CelValue.Of((long)release.Batches.Select(batch => batch.Provider).Distinct().Count())),
        ("tier", CelType.String, release => CelValue.Of(release.Tier.ToString().ToLowerInvariant())),
        ("reveals", CelType.String, release => Fact.Text(release.Said.Reveals)))
    {
        Since = RuleVersions.SealedRuns,
    };
}
