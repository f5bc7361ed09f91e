using Hallmark.Evidence;
using Hallmark.Features;
using Hallmark.Learning;
using Hallmark.Quality.Backdoors;
using Hallmark.Quality.Labels;

namespace Hallmark.Quality.Checks;

/// <summary>
/// Records as all checks look at them, wherever they lie: the batches of a pool, one after the other in the order of their entries
/// (<see cref="PoolReading"/>), or a file (<see cref="Checking.CheckInput"/>). A row is a record's place among all of them. What is dear to
/// make and wanted by several checks is made once, here.
/// </summary>
internal sealed class CheckedRecords
{
    private const int NamedRows = 5;

    private readonly Lazy<ModelFeatures> _forModels;

    public CheckedRecords() => _forModels = new Lazy<ModelFeatures>(() => new ModelFeatures(
        MissingNumbers.Filled(Inputs() ?? throw new InvalidOperationException("There is nothing to learn from.")), Seed));

    public required int Count { get; init; }

    /// <summary>Version of the <see cref="MeasuringCode"/> that looks at them.</summary>
    public int Code { get; init; } = MeasuringCode.Newest;

    /// <summary>Decides folds and draws.</summary>
    public required ulong Seed { get; init; }

    /// <summary><c>[rows, features]</c>, each column in its <see cref="NumberScale"/>, NaN where missing; null without any.</summary>
    public Matrix? Features { get; init; }

    /// <summary>One for each feature.</summary>
    public IReadOnlyList<string> FeatureNames { get; init; } = [];

    /// <summary><c>[rows, dates and times]</c>, as <see cref="Features"/>; null without any. Only models look at them.</summary>
    public Matrix? Moments { get; init; }

    /// <summary>Columns of text that models learn from, see <see cref="HashedText"/>.</summary>
    public IReadOnlyList<IReadOnlyList<string?>> LearnedTexts { get; init; } = [];

    /// <summary>How the features lie in a picture, where each record is one.</summary>
    public ImageShape? Shape { get; init; }

    /// <summary>Running text of each row; null where no column holds any.</summary>
    public IReadOnlyList<string?>? Texts { get; init; }

    /// <summary>Class of each row, -1 where it has none; empty without a label.</summary>
    public int[] Labels { get; init; } = [];

    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Column of numbers that is to be foretold in place of a class; null where there is none.</summary>
    public string? Target { get; init; }

    /// <summary>Of each row, not a number where it has none; empty without a target.</summary>
    public double[] Targets { get; init; } = [];

    /// <summary>What rows that are copies of each other share.</summary>
    public IReadOnlyList<Digest> Identities { get; init; } = [];

    /// <summary>What rows share that differ in nothing but the label; empty without a label, or without anything else.</summary>
    public IReadOnlyList<Digest> Contents { get; init; } = [];

    /// <summary>In the order of their entries; empty for a file.</summary>
    public IReadOnlyList<CheckedBatch> Batches { get; init; } = [];

    /// <summary>Place in <see cref="Batches"/> of each row's batch.</summary>
    public int[] BatchOf { get; init; } = [];

    /// <summary>Of a file what each row belongs to, by its group columns; empty on a ledger, or where no column says.</summary>
    public int[] GroupOf { get; init; } = [];

    /// <summary>
    /// What no fold splits, as its records know of each other: on a ledger batches, in a file groups. Null where each row stands for itself.
    /// </summary>
    public int[]? Together => BatchOf.Length > 0 ? BatchOf : GroupOf.Length > 0 ? GroupOf : null;

    /// <summary>Source of each row, from 0: on a ledger its batch. Empty where nobody knows, or where too few would be compared.</summary>
    public int[] SourceOf { get; init; } = [];

    /// <summary>Of the providers of a file, whose sources they are; empty on a ledger.</summary>
    public IReadOnlyList<string> SourceNames { get; init; } = [];

    /// <summary>Who gave each source, from 0.</summary>
    public int[] ProviderOfSource { get; init; } = [];

    /// <summary>What a file is compared with for drift; a batch is compared with those accepted before.</summary>
    public CheckedRecords? Reference { get; init; }

    /// <summary>How many nearest records vote on a label.</summary>
    public int Neighbours { get; init; }

    /// <summary>The numbers as models take them; only where there are some.</summary>
    public ModelFeatures ForModels => _forModels.Value;

    /// <summary>At least 1, as models want it.</summary>
    public int ClassCount => Math.Max(1, Classes.Count);

    public bool HasLabels => Labels.Length > 0;

    /// <summary>Whether they have all that a check needs.</summary>
    public bool Have(CheckNeeds needs) => Lack(needs) is null;

    /// <summary>Why a check with these needs cannot be measured; null where it can.</summary>
    public string? Lack(CheckNeeds needs)
    {
        return Unmet(CheckNeeds.Batches, Batches.Count > 0, "it looks at batches of a ledger")
            ?? Unmet(
                CheckNeeds.Labels, HasLabels, Target is null ? "there are no labels" : $"the target '{Target}' is a number and no class")
            ?? Unmet(CheckNeeds.Targets, Target is not null, "there are no numbers to be foretold")
            ?? Unmet(CheckNeeds.LabelsOrTargets, HasLabels || Target is not null, "there are no labels, and no numbers to be foretold")
            ?? Unmet(CheckNeeds.Numbers, Features is not null, "there is no column of numbers to learn from")
            ?? Unmet(
                CheckNeeds.NumbersOrWords, Features is not null || LearnedTexts.Count > 0,
                "there is no column of numbers, and none of text to learn from")
            ?? Unmet(
                CheckNeeds.Inputs, Features is not null || Moments is not null || LearnedTexts.Count > 0,
                "there is no column to learn from")
            ?? Unmet(CheckNeeds.NumbersOrTexts, Features is not null || Texts is not null, "there are neither numbers nor running text")
            ?? Unmet(CheckNeeds.Sources, SourceOf.Length > 0, "it is not told where records come from")
            ?? Unmet(
                CheckNeeds.Reference, Reference is not null || Batches.Any(batch => batch.Accepted),
                "there are no records that were accepted before");

        string? Unmet(CheckNeeds need, bool met, string reason) => met || !needs.HasFlag(need) ? null : reason;
    }

    /// <summary>How people find a row of a file, such as "line 3"; null on a ledger.</summary>
    public Func<int, string>? PlaceInFile { get; init; }

    /// <summary>The first of some rows of a file with their places, as the end of a sentence; nothing on a ledger.</summary>
    /// <param name="rows">Each with one that is meant beside it, or none.</param>
    /// <param name="beside">Between the two.</param>
    public string Named(IEnumerable<(int Row, int? Other)> rows, string beside = "")
    {
        if (PlaceInFile is not { } place)
        {
            return "";
        }
        string[] named = [.. rows.Take(NamedRows + 1).Select(pair =>
            $"{place(pair.Row)}{(pair.Other is { } other ? $" {beside} {place(other)}" : "")}")];
        return named.Length == 0 ? "" : $": {string.Join(", ", named.Take(NamedRows))}{(named.Length > NamedRows ? ", …" : "")}";
    }

    /// <summary>Older code learned from numbers alone, and did not tell missing ones from their mean.</summary>
    private Matrix? Inputs() =>
        Code < MeasuringCode.OfTargets ? Features : ModelInputs.Of(Features, Moments, LearnedTexts);

    /// <summary>A row as findings name it to readers of a finding about another row.</summary>
    public string PlaceOf(int row, int seenFrom)
    {
        CheckedBatch batch = Batches[BatchOf[row]];
        string where = batch == Batches[BatchOf[seenFrom]] ? "the same batch" : $"batch {batch.Root.ToShortString()}";
        return $"record {row - batch.First} of {where}";
    }
}

/// <summary>The rows of a pool that are one batch.</summary>
/// <param name="First">Row of its first record.</param>
/// <param name="Count">Of its records.</param>
internal sealed record CheckedBatch(int First, int Count)
{
    public Digest Root { get; init; }

    /// <summary>Whether incoming batches are compared with it for drift.</summary>
    public bool Accepted { get; init; }

    /// <summary>What its cells say by themselves, by check; null of a batch that is only compared with.</summary>
    public IReadOnlyDictionary<Check, CheckFindings>? Cells { get; init; }

    /// <summary>Cells without a value, the label's left out.</summary>
    public long MissingCells { get; init; }

    public int[] Rows => [.. Enumerable.Range(First, Count)];
}
