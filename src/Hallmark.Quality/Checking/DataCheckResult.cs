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
/// <param name="Suspicion">Of each record the chance, in [0, 1], that it should not be trained on as it is: a wrong label or a trigger.</param>
/// <param name="Flagged">Whether to look at the record.</param>
/// <param name="Labels">Null without labels.</param>
/// <param name="Triggers">Records that carry a trigger; null without labels.</param>
/// <param name="Copies">By record.</param>
/// <param name="NearCopies">Each record that nearly equals an earlier one without holding the same.</param>
/// <param name="Outliers">Records far from all others of their class, ascending.</param>
/// <param name="Providers">What the sources' labels say of each other; null without sources or labels.</param>
/// <param name="Sources">Number of each source that has labelled records, in the order of <paramref name="Providers"/>.</param>
/// <param name="Worth">What the sources' data are worth to each other, in the same order; null without sources or labels.</param>
/// <param name="Drift">Against the reference; null without one.</param>
public sealed record DataCheckResult(
    double[] Suspicion, bool[] Flagged, LabelMeasurement? Labels, PatchReport? Triggers, IReadOnlyList<Copy> Copies,
    IReadOnlyList<NearDuplicate> NearCopies, IReadOnlyList<int> Outliers,
    ProviderMeasurement? Providers, IReadOnlyList<int> Sources, WorthMeasurement? Worth, DriftMeasurement? Drift);
