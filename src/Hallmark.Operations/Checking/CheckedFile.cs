using System.Globalization;
using Hallmark.Data.Sources;
using Hallmark.Features;
using Hallmark.Quality.Checking;
using Hallmark.Quality.Provenance;

namespace Hallmark.Operations.Checking;

/// <summary>A file with all that was found in it.</summary>
/// <param name="Input">What was read.</param>
/// <param name="Result">What was found.</param>
public sealed record CheckedFile(string Path, CheckInput Input, DataCheckResult Result)
{
    private const double LargestWrittenOut = 1e15;

    /// <summary>How it was read.</summary>
    public ReadSource Source => new(Path, Input.Dialect, Input.Notes, Input.PositionUnit)
    {
        Files = Files,
        LikelyTarget = Input.HasManyNumbers
            ? LikelyTarget.Sentence(Input.Classes.Count, Input.Labels.Count(label => label >= 0))
            : null,
    };

    /// <summary>The files as they were given; null where there are none, as of a database.</summary>
    public SourceFiles? Files { get; init; }

    /// <summary>How the file was read that it was compared with; null where there is none.</summary>
    public ReadSource? Reference { get; init; }

    /// <summary>How many records to look at.</summary>
    public int Flagged => Result.Flagged.Count(flag => flag);

    /// <summary>Whether values of sources are exact, not from drawn orders; null where there are none.</summary>
    public bool? ExactWorth => Result.Worth?.Providers is null ? null : Result.Sources.Count <= ShapleyGame.ExactPlayers;

    /// <summary>The record's label, or target; null where it has none.</summary>
    public string? LabelOf(int record) => Input.Target is not null ? Number(Input.Targets[record])
        : Input.HasLabels && Input.Labels[record] >= 0 ? Input.Classes[Input.Labels[record]] : null;

    /// <summary>The most likely class, or number, of a record whose label is doubted; any other record's is its own.</summary>
    public string? SuggestionFor(int record) =>
        Result.Targets is { } targets && Result.Flagged[record] ? Number(targets.Foretold[record])
        : Result.Labels is { } labels && Result.Flagged[record] && labels.Suggested[record] >= 0
        ? Input.Classes[labels.Suggested[record]]
        : LabelOf(record);

    /// <summary>Why nothing was measured of a source.</summary>
    public string Unmeasured => Result.Providers is not null ? "it has no labelled records"
        : Input.Target is not null ? "fewer than three have so many targets that they can be compared"
        : Result.Labels is null ? "no labels were named"
        : Input.SourceNames.Count > SourcedRecords.ProvidersLimit
            ? $"{Input.SourceNames.Count} are more than {SourcedRecords.ProvidersLimit}"
        : "there are no labels of two classes";

    /// <summary>Where its records come from, in the order of their names in the file.</summary>
    public IReadOnlyList<CheckedSource> Sources()
    {
        Dictionary<int, int> records = Input.Sources.CountBy(source => source).ToDictionary();
        Dictionary<int, int> places = Result.Sources.Index().ToDictionary(item => item.Item, item => item.Index);
        return [.. Input.SourceNames.Select((name, source) => places.TryGetValue(source, out int place)
            ? Measured(name, records[source], place)
            : new CheckedSource(name, records.GetValueOrDefault(source), null, Unmeasured, null, null))];
    }

    /// <summary>Six digits, written out where people would write them out.</summary>
    private static string? Number(double value)
    {
        if (double.IsNaN(value))
        {
            return null;
        }
        string six = value.ToString("G6", CultureInfo.InvariantCulture);
        return Math.Abs(value) < LargestWrittenOut && six.Contains('E', StringComparison.Ordinal)
            ? decimal.Parse(six, NumberStyles.Float, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)
            : six;
    }

    private CheckedSource Measured(string name, int records, int place)
    {
        ProviderFinding finding = Result.Providers!.Providers[place];
        return new CheckedSource(name, records, finding, finding.Reason, Result.Worth?.Rows?[place], Result.Worth?.Providers?[place]);
    }
}

/// <summary>What was found of where records come from.</summary>
/// <param name="Finding">What others' data say of its labels; null where nothing was measured.</param>
/// <param name="Reason">Why nothing can be told, or what speaks against it besides its labels; null where neither is so.</param>
/// <param name="RowValue">What one of its rows is worth to the others; null where that was not measured.</param>
/// <param name="Value">What it is worth to them as a whole; null as above.</param>
public sealed record CheckedSource(
    string Name, int Records, ProviderFinding? Finding, string? Reason, double? RowValue, ShapleyValue? Value)
{
    /// <summary>Higher is more suspect, from 0 to 1; null where nothing was measured.</summary>
    public double? Score => Finding is null ? null : Math.Clamp(Finding.Noise.Rate, 0, 1);

    /// <summary>What to do.</summary>
    public ProviderAdvice Advice => Finding?.Advice ?? ProviderAdvice.CannotTell;
}
