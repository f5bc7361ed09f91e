using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Data.Sources.Csv;
using Hallmark.Evidence;
using Hallmark.Features;
using Hallmark.Learning;
using Hallmark.Quality.Backdoors;
using Hallmark.Quality.Checks;

namespace Hallmark.Quality.Checking;

/// <summary>Records to look at that are on no ledger.</summary>
/// <param name="Features">
/// <c>[records, features]</c> on any scale; NaN where missing, and numbers that are not finite as they are. Null without any.
/// </param>
/// <param name="FeatureNames">One for each feature.</param>
/// <param name="Labels">Class of each record, -1 where it has none; empty where there is no label at all.</param>
/// <param name="Classes">Names of the classes.</param>
/// <param name="Sources">Source of each record; empty where sources are not told.</param>
/// <param name="SourceNames">Names of the sources.</param>
/// <param name="Contents">Digest of each record's contents; label, source and row number left out.</param>
public sealed record CheckInput(
    Matrix? Features, IReadOnlyList<string> FeatureNames, int[] Labels, IReadOnlyList<string> Classes, int[] Sources,
    IReadOnlyList<string> SourceNames, IReadOnlyList<Digest> Contents)
{
    public int Count => Contents.Count;

    public bool HasLabels => Labels.Length > 0;

    public bool HasSources => Sources.Length > 0;

    /// <summary>
    /// Running text of each record, null where it has none; null where no column holds any. See <see cref="Features.RunningText"/>.
    /// </summary>
    public IReadOnlyList<string?>? Texts { get; init; }

    /// <summary>
    /// <c>[records, dates and times]</c>, days since 1970, NaN where missing; null without any. Only models look at them.
    /// </summary>
    public Matrix? Moments { get; init; }

    /// <summary>One for each of them.</summary>
    public IReadOnlyList<string> MomentNames { get; init; } = [];

    /// <summary>Columns of text that models learn from.</summary>
    public IReadOnlyList<IReadOnlyList<string?>> LearnedTexts { get; init; } = [];

    /// <summary>One for each of them.</summary>
    public IReadOnlyList<string> LearnedTextNames { get; init; } = [];

    /// <summary>Of each feature; null where it has no number but 0.</summary>
    public IReadOnlyList<NumberScale?> Scales { get; init; } = [];

    /// <summary>Of the feature of this name; null where there is none.</summary>
    public NumberScale? ScaleOf(string feature) =>
        Scales.Zip(FeatureNames).Where(pair => pair.Second == feature).Select(pair => pair.First).FirstOrDefault();

    /// <summary>Columns that only number the records, and so are no features.</summary>
    public IReadOnlyList<string> RowNumbers { get; init; } = [];

    /// <summary>Columns of names and keys, dates and times, which no check looks at but that for copies.</summary>
    public IReadOnlyList<string> Unused { get; init; } = [];

    /// <summary>Columns that are declared to be no features, with what they are.</summary>
    public IReadOnlyList<(string Column, ColumnRole Role)> Declared { get; init; } = [];

    /// <summary>Column of numbers that is to be foretold, so that records have no classes; null where there is none.</summary>
    public string? Target { get; init; }

    /// <summary>
    /// Number of what each record belongs to, by the columns with the role group: records of one are in one fold. Empty without any.
    /// </summary>
    public int[] Groups { get; init; } = [];

    /// <summary>Whether the label was found to be of numbers, most of which name one record or two (<see cref="LikelyTarget"/>).</summary>
    public bool HasManyNumbers { get; init; }

    /// <summary>Of each record, not a number where it has none; empty without a target.</summary>
    public double[] Targets { get; init; } = [];

    /// <summary>How the table is written; null for what is no text.</summary>
    public CsvDialect? Dialect { get; init; }

    /// <summary>What a schema of these records would make of columns that its user may not expect.</summary>
    public IReadOnlyList<SchemaNote> Notes { get; init; } = [];

    /// <summary>What places in the file are counted in.</summary>
    public string PositionUnit { get; init; } = SourceException.Line;

    /// <summary>Where each record begins in the source, from 1; none for records that come from no file.</summary>
    public IReadOnlyList<long> Positions { get; init; } = [];

    /// <summary>The file that a position lies in where there are several, and the place there; null where there is one.</summary>
    public Func<long, (string? File, long Place)> Locate { get; init; } = position => (null, position);

    /// <summary>Where people find a record: the file where there are several, and the place there.</summary>
    public (string? File, long Place) PlaceOf(int record) => Positions.Count == 0 ? (null, record) : Locate(Positions[record]);

    /// <summary>The same in words, such as "line 3".</summary>
    public string PlaceNameOf(int record)
    {
        (string? file, long place) = PlaceOf(record);
        return $"{(file is null ? "" : $"{file} ")}{(Positions.Count == 0 ? "record" : PositionUnit)} {place}";
    }

    /// <summary>How the features lie in a picture, where each record is one.</summary>
    public ImageShape? Shape { get; init; }

    /// <summary>The records as all checks look at them.</summary>
    internal CheckedRecords ToRecords(ulong seed, CheckInput? reference) => new()
    {
        Code = MeasuringCode.Files,
        Count = Count,
        Seed = seed,
        Features = Features,
        FeatureNames = FeatureNames,
        Shape = Shape,
        Moments = Moments,
        LearnedTexts = LearnedTexts,
        Texts = Texts,
        Labels = Labels,
        Classes = Classes,
        Target = Target,
        Targets = Targets,
        Identities = Contents,
        Contents = Target is null ? [] : Contents,
        GroupOf = Groups,
        SourceOf = Sources,
        SourceNames = SourceNames,
        ProviderOfSource = [.. Enumerable.Range(0, SourceNames.Count)],
        PlaceInFile = PlaceNameOf,
        Reference = reference?.Features is null ? null : reference.ToRecords(seed, null),
    };
}
