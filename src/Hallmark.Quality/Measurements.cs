using Hallmark.Evidence;
using Hallmark.Learning;
using Hallmark.Quality.Checks;

namespace Hallmark.Quality;

/// <summary>
/// What the checks measured of one batch: counts only, so that a contract can weigh them without floating point, and
/// everything another validator needs to count again — code, parameters, and what it was compared with.
/// </summary>
public sealed record Measurements
{
    public const int SuggestionLengthLimit = 512;

    private const int Version = 1;
    private const int CheckCount = 16;
    private const long RecordLimit = 1L << 40;

    /// <summary>Name of the <see cref="MeasuringCode"/> that took them.</summary>
    public required string Code { get; init; }

    /// <summary>Root of the batch measured.</summary>
    public required Digest Batch { get; init; }

    /// <summary>RFC 9162 root over the roots of all batches in the pool, sorted bytewise, each as an entry.</summary>
    public required Digest Pool { get; init; }

    /// <summary>Size of the ledger's tree when the pool was chosen.</summary>
    public required TreeSize TreeSize { get; init; }

    /// <summary>Parameter: neighbours asked for a vote.</summary>
    public required int Neighbours { get; init; }

    /// <summary>Parameter: most findings kept of each check.</summary>
    public required int FindingsPerCheck { get; init; }

    public required long Records { get; init; }

    /// <summary>Records with a number that is not finite, or with a label that is missing or no class.</summary>
    public required long SchemaViolations { get; init; }

    /// <summary>Records with a number outside its column's bounds.</summary>
    public required long RangeViolations { get; init; }

    /// <summary>Cells without a value, the label's left out.</summary>
    public required long MissingCells { get; init; }

    /// <summary>Records equal to an earlier one of the same batch and to none of an earlier batch.</summary>
    public required long ExactDuplicatesWithin { get; init; }

    /// <summary>Records equal to one in a batch registered earlier.</summary>
    public required long ExactDuplicatesAcross { get; init; }

    /// <summary>Records whose features all occur in the pool under another label.</summary>
    public required long ConflictingLabels { get; init; }

    /// <summary>Whether the schema has a label; without one conflicts and label agreement do not apply.</summary>
    public required bool HasLabel { get; init; }

    /// <summary>Records whose label was put to the vote of neighbours in other batches.</summary>
    public required long LabelChecked { get; init; }

    /// <summary>Records of those whose label won the vote.</summary>
    public required long LabelAgreed { get; init; }

    /// <summary>Text columns that the neighbour search could not use.</summary>
    public required long IgnoredColumns { get; init; }

    /// <summary>Parameter: what folds and draws are decided by. It follows from the pool, so nobody chooses it.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The checks that look at the pool as a whole, in their fixed order.</summary>
    public required IReadOnlyList<CheckFraction> PoolChecks { get; init; }

    /// <summary>
    /// Estimated share of wrong labels, in millionths, with a 95 % interval; all three 0 where no label could be checked.
    /// </summary>
    public required NoiseShare Noise { get; init; }

    /// <summary>
    /// Share of targets that lie far from what models which never saw them foretell, in millionths, with a 95 % interval: the least that is
    /// wrong. Null without a target, and where none could be looked at.
    /// </summary>
    public NoiseShare? FarTargets { get; init; }

    /// <summary>
    /// Whether it can be told which labels of the pool are wrong: false where labels could not be looked at, or the features do not explain
    /// them, so that none is flagged whatever is wrong. Null by code before version 7, and without labels.
    /// </summary>
    public bool? LabelsMeasurable { get; init; }

    /// <summary>The first findings of each check, by check in the order of <see cref="Fractions"/>, then by record.</summary>
    public required IReadOnlyList<RecordFinding> Findings { get; init; }

    /// <summary>All checks as policies weigh them.</summary>
    public IReadOnlyList<CheckFraction> Fractions() =>
    [
        .. CheckList.All.Where(HasOwnFields).Select(Fraction),
        .. PoolChecks,
    ];

    /// <summary>Deterministic CBOR; an object of the content store, since the findings may not fit an entry.</summary>
    public CborMapWriter ToMap() => new CborMapWriter()
        .Integer("version", Version)
        .Text("code", Code)
        .Digest("batch", Batch)
        .Digest("pool", Pool)
        .Integer("tree-size", TreeSize.Value)
        .Integer("neighbours", Neighbours)
        .Integer("findings-per-check", FindingsPerCheck)
        .Integer("records", Records)
        .Integer("schema-violations", SchemaViolations)
        .Integer("range-violations", RangeViolations)
        .Integer("missing-cells", MissingCells)
        .Integer("duplicates-within", ExactDuplicatesWithin)
        .Integer("duplicates-across", ExactDuplicatesAcross)
        .Integer("conflicting-labels", ConflictingLabels)
        .Boolean("has-label", HasLabel)
        .Integer("label-checked", LabelChecked)
        .Integer("label-agreed", LabelAgreed)
        .Integer("ignored-columns", IgnoredColumns)
        .Integer("seed", Seed)
        .Maps("pool-checks", PoolChecks.Select(fraction => new CborMapWriter()
            .Text("check", fraction.Check).Integer("good", fraction.Good).Integer("of", fraction.Of)
            .Integer("fewest", fraction.Seeds?.FewestGood).Integer("most", fraction.Seeds?.MostGood)))
        .Integers("noise", [Noise.RatePpm, Noise.LowPpm, Noise.HighPpm])
        .Map("far-targets", FarTargets is { } far
            ? new CborMapWriter().Integer("rate", far.RatePpm).Integer("low", far.LowPpm).Integer("high", far.HighPpm)
            : null)
        .Integer("labels-measurable", LabelsMeasurable is { } measurable ? (measurable ? 1 : 0) : null)
        .Maps("findings", Findings.Select(finding => new CborMapWriter()
            .Integer("record", finding.Record).Text("check", finding.Check).Text("suggestion", finding.Suggestion)));

    /// <exception cref="MalformedException">A field is missing, unknown, of another type or out of range.</exception>
    public static Measurements Read(CborMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        map.Integer("version", Version, Version);
        long records = map.Integer("records", 1, RecordLimit);
        long labelChecked = map.Integer("label-checked", 0, records);
        long across = map.Integer("duplicates-across", 0, records);
        var measurements = new Measurements
        {
            Code = map.Text("code", 64),
            Batch = map.Digest("batch"),
            Pool = map.Digest("pool"),
            TreeSize = new TreeSize(map.Unsigned("tree-size")),
            Neighbours = (int)map.Integer("neighbours", 1, 1_000),
            FindingsPerCheck = (int)map.Integer("findings-per-check", 0, JudgeOptions.FindingsLimit),
            Records = records,
            SchemaViolations = map.Integer("schema-violations", 0, records),
            RangeViolations = map.Integer("range-violations", 0, records),
            MissingCells = map.Integer("missing-cells"),
            ExactDuplicatesWithin = map.Integer("duplicates-within", 0, records - across),
            ExactDuplicatesAcross = across,
            ConflictingLabels = map.Integer("conflicting-labels", 0, records),
            HasLabel = map.Boolean("has-label"),
            LabelChecked = labelChecked,
            LabelAgreed = map.Integer("label-agreed", 0, labelChecked),
            IgnoredColumns = map.Integer("ignored-columns"),
            Seed = map.Unsigned("seed"),
            PoolChecks = [.. map.Maps("pool-checks", CheckCount).Select(ReadFraction)],
            Noise = ReadNoise(map.Integers("noise", 3)),
            FarTargets = map.OptionalMap("far-targets") is { } far ? ReadShare(far) : null,
            LabelsMeasurable = map.OptionalInteger("labels-measurable", 0, 1) is { } measurable ? measurable == 1 : null,
            Findings = [.. map.Maps("findings", CheckCount * JudgeOptions.FindingsLimit).Select(finding => ReadFinding(finding, records))],
        };
        map.End();
        return measurements;
    }

    /// <summary>The oldest checks have fields of their own; all others stand in <see cref="PoolChecks"/>.</summary>
    internal static bool HasOwnFields(Check check) =>
        check is SchemaCheck or RangesCheck or DuplicatesCheck or ConflictsCheck or LabelAgreementCheck;

    private CheckFraction Fraction(Check check)
    {
        (long good, long of) = check switch
        {
            SchemaCheck => (Records - SchemaViolations, Records),
            RangesCheck => (Records - RangeViolations, Records),
            DuplicatesCheck => (Records - ExactDuplicatesWithin - ExactDuplicatesAcross, Records),
            ConflictsCheck => HasLabel ? (Records - ConflictingLabels, Records) : (0, 0),
            LabelAgreementCheck => (LabelAgreed, LabelChecked),
            _ => throw new ArgumentException($"The check {check.Name} has no fields of its own."),
        };
        return new CheckFraction(check.Name, good, of);
    }

    private static CheckFraction ReadFraction(CborMap map)
    {
        string check = map.Text("check", 64);
        long of = map.Integer("of", 0, RecordLimit);
        long good = map.Integer("good", 0, of);
        (long? fewest, long? most) = (map.OptionalInteger("fewest", 0, good), map.OptionalInteger("most", good, of));
        map.End();
        return (fewest is null) == (most is null)
            ? new CheckFraction(check, good, of) { Seeds = fewest is null ? null : new SeedSpread(fewest.Value, most!.Value) }
            : throw new MalformedException("pool-checks", "say of how many passed by seeds only one end");
    }

    private static NoiseShare ReadNoise(IReadOnlyList<long> parts) => parts.Count == 3
        && parts.All(part => part is >= 0 and <= Share.Million)
        ? new NoiseShare((int)parts[0], (int)parts[1], (int)parts[2])
        : throw new MalformedException("noise", "is not three shares in millionths");

    private static NoiseShare ReadShare(CborMap map)
    {
        var share = new NoiseShare(
            (int)map.Integer("rate", 0, Share.Million), (int)map.Integer("low", 0, Share.Million),
            (int)map.Integer("high", 0, Share.Million));
        map.End();
        return share;
    }

    private static RecordFinding ReadFinding(CborMap map, long records)
    {
        var finding =
            new RecordFinding(map.Integer("record", 0, records - 1), map.Text("check", 64), map.Text("suggestion", SuggestionLengthLimit));
        map.End();
        return finding;
    }
}
