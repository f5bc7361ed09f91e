namespace Hallmark.Quality.Checks;

/// <summary>All checks there are, in the order of measurements and reports.</summary>
public static class CheckList
{
    public static IReadOnlyList<Check> All { get; } =
    [
        new SchemaCheck(),
        new RangesCheck(),
        new DuplicatesCheck(),
        new ConflictsCheck(),
        new LabelAgreementCheck(),
        new NearDuplicatesCheck(),
        new OutliersCheck(),
        new NoiseCheck(),
        new TriggersCheck(),
        new DriftCheck(),
        new ProvenanceCheck(),
        new TargetsCheck(),
    ];

    /// <summary>Those that a version of the <see cref="MeasuringCode"/> has, in the same order.</summary>
    internal static IEnumerable<Check> Of(int code) => All.Where(check => check.Since <= code);

    /// <summary>Those of them that there are for such records, though they may not allow them.</summary>
    internal static IEnumerable<Check> For(CheckedRecords records) =>
        Of(records.Code).Where(check => records.Target is not null || !check.Needs.HasFlag(CheckNeeds.Targets));

    /// <summary>The check of this name; null for a name that this program does not know.</summary>
    public static Check? Find(string name) => All.FirstOrDefault(check => check.Name == name);
}
