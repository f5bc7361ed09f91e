using Hallmark.Quality.Backdoors;
using Hallmark.Quality.Checks;
using Hallmark.Quality.Labels;
using Hallmark.Quality.Provenance;
using Hallmark.Quality.Targets;

namespace Hallmark.Quality.Checking;

/// <summary>What was found in records that are on no ledger.</summary>
/// <param name="Suspicion">
/// Of each record the chance, in [0, 1], that it should not be trained on as it is: a wrong label or a trigger.
/// </param>
/// <param name="Flagged">Whether to look at the record.</param>
public sealed record DataCheckResult(double[] Suspicion, bool[] Flagged)
{
    /// <summary>Null without labels.</summary>
    public LabelMeasurement? Labels { get; init; }

    /// <summary>What the other records say of numbers to be foretold; null without a target, or without features.</summary>
    public TargetMeasurement? Targets { get; init; }

    /// <summary>Records that carry a trigger; null without labels.</summary>
    public FoundTriggers? Triggers { get; init; }

    /// <summary>What the sources' labels say of each other; null without sources or labels.</summary>
    public ProviderMeasurement? Providers { get; init; }

    /// <summary>Whether it was looked at whose targets the others' data do not bear out; what was found, the summary says.</summary>
    public bool ComparesTargetSources { get; init; }

    /// <summary>Number of each source that has labelled records, in the order of <see cref="Providers"/>.</summary>
    public IReadOnlyList<int> Sources { get; init; } = [];

    /// <summary>What the sources' data are worth to each other, in the same order; null without sources or labels.</summary>
    public WorthMeasurement? Worth { get; init; }

    /// <summary>What checks tell beyond their counts, in the order of the checks.</summary>
    public IReadOnlyList<CheckDetails> Details { get; init; } = [];

    /// <summary>Checks that the records do not allow, in the order of the checks.</summary>
    public IReadOnlyList<UnmeasuredCheck> Unmeasured { get; init; } = [];

    /// <summary>What each check has to say to people about all records, a line each, in the order of the checks.</summary>
    public IReadOnlyList<string> Summary { get; init; } = [];
}
