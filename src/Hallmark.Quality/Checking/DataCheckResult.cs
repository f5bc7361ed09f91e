using Hallmark.Quality.Backdoors;
using Hallmark.Quality.Drift;
using Hallmark.Quality.Duplicates;
using Hallmark.Quality.Labels;
using Hallmark.Quality.Provenance;

namespace Hallmark.Quality.Checking;

/// <summary>Records that hold what an earlier one holds.</summary>
/// <param name="Record">The later record.</param>
/// <param name="Of">The first one with the same contents.</param>
/// <param name="Conflicts">Whether the labels differ.</param>
public sealed record Copy(int Record, int Of, bool Conflicts);

/// <summary>What was found in records that are on no ledger.</summary>
/// <param name="Suspicion">
/// Of each record the chance, in [0, 1], that it should not be trained on as it is: a wrong label or a trigger.
/// </param>
/// <param name="Flagged">Whether to look at the record.</param>
public sealed record DataCheckResult(double[] Suspicion, bool[] Flagged)
{
    /// <summary>Null without labels.</summary>
    public LabelMeasurement? Labels { get; init; }

    /// <summary>Records that carry a trigger; null without labels.</summary>
    public PatchReport? Triggers { get; init; }

    /// <summary>By record.</summary>
    public IReadOnlyList<Copy> Copies { get; init; } = [];

    /// <summary>Each record that nearly equals an earlier one without holding the same.</summary>
    public IReadOnlyList<NearDuplicate> NearCopies { get; init; } = [];

    /// <summary>Records far from all others of their class, ascending.</summary>
    public IReadOnlyList<int> Outliers { get; init; } = [];

    /// <summary>What the sources' labels say of each other; null without sources or labels.</summary>
    public ProviderMeasurement? Providers { get; init; }

    /// <summary>Number of each source that has labelled records, in the order of <see cref="Providers"/>.</summary>
    public IReadOnlyList<int> Sources { get; init; } = [];

    /// <summary>What the sources' data are worth to each other, in the same order; null without sources or labels.</summary>
    public WorthMeasurement? Worth { get; init; }

    /// <summary>Against the reference; null without one.</summary>
    public DriftMeasurement? Drift { get; init; }

    /// <summary>What each check has to say to people about all records, a line each, in the order of the checks.</summary>
    public IReadOnlyList<string> Summary { get; init; } = [];
}
