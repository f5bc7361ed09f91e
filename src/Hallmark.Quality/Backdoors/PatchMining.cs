using Hallmark.Learning;

namespace Hallmark.Quality.Backdoors;

/// <summary>
/// Finds static triggers in poisoned data (Gu et al., 2017: BadNets) without training a model: a few features with the same content in
/// many records, nearly all of one label, though the rest of these records looks like other classes. Contents that a class has by
/// itself, such as an empty background, fail that last question and accuse nobody.
/// </summary>
public static class PatchMining
{
    private const int QuickReferences = 1_000;
    private const int QuickColumns = 128;
    private const int FullColumns = 256;
    private const int FullReferences = 3_000;
    private const int MostExamined = 1_000;
    private const int MostExaminedNoisy = 300; // of each grid; purest first
    private const int Levels = 4;

    /// <summary>Looks for patches whose values are the same in all carriers.</summary>
    /// <param name="features"><c>[records, features]</c>, as they are: not scaled, since equal values are what a patch is made of.</param>
    /// <param name="labels">Class of each record, or -1 for none.</param>
    /// <param name="classes">Number of classes, at least 1.</param>
    /// <param name="shape">How features lie in a picture, or null for the columns of a table.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <returns>Empty when there are too few records to tell, or only one class.</returns>
    /// <exception cref="ArgumentException">Parts that do not fit each other, or an option that cannot be.</exception>
    public static PatchReport Mine(Matrix features, int[] labels, int classes, ImageShape? shape = null, PatchMiningOptions? options = null)
    {
        options = Check(features, labels, classes, shape, options);
        return TooFew(labels, options)
            ? PatchReport.Of([], 0)
            : Select(features, labels, classes, shape, options, CodedColumns.Exact(features, options.LeastSupport(features.Rows)), null);
    }

    /// <summary>
    /// Looks for patches in a fixed place whose values vary from carrier to carrier: values are compared by steps of a quarter of the
    /// range, on two grids half a step apart, and whoever is near the middle of the carriers found that way counts as one, too.
    /// </summary>
    /// <inheritdoc cref="Mine"/>
    public static PatchReport MineNoisy(
        Matrix features, int[] labels, int classes, ImageShape? shape = null, PatchMiningOptions? options = null)
    {
        options = Check(features, labels, classes, shape, options);
        if (TooFew(labels, options))
        {
            return PatchReport.Of([], 0);
        }
        var ranges = new ColumnRanges(features, common: shape is not null);
        PatchReport[] reports = [.. new[] { 0, 0.5f }.Select(shift =>
        {
            var codes = CodedColumns.Levels(features, ranges.Low(Levels, shift), ranges.Step(Levels));
            return Select(features, labels, classes, shape, options, codes, ranges);
        })];
        return PatchReport.Of([.. reports.SelectMany(report => report.Patches)], reports.Sum(report => report.Examined));
    }

    private static PatchMiningOptions Check(Matrix features, int[] labels, int classes, ImageShape? shape, PatchMiningOptions? options)
    {
        BackdoorInput.Require(features, labels, classes);
        shape?.Require(features.Columns);
        options ??= new PatchMiningOptions();
        options.Validate();
        return options;
    }

    private static bool TooFew(int[] labels, PatchMiningOptions options) => labels.Count(label => label >= 0) < 2 * options.LeastRecords;

    private static PatchReport Select(
        Matrix features, int[] labels, int classes, ImageShape? shape, PatchMiningOptions options, CodedColumns codes, ColumnRanges? ranges)
    {
        var significance = new Significance(features.Rows);
        var search = new SeedSearch(codes, labels, classes, options, significance);
        List<Seed> seeds = shape is { } picture ? search.InWindows(picture) : search.InColumns();
        Matrix comparable = BackdoorInput.Comparable(features, shape is not null);
        int[] references = BackdoorInput.Draw(labels, FullReferences, options.Seed, "patch.references");
        var examination = new PatchExamination(
            new ContextVote(comparable, labels, classes, BackdoorInput.Spread(references, QuickReferences), QuickColumns),
            new ContextVote(comparable, labels, classes, references, FullColumns),
            labels,
            significance);
        int most = ranges is null ? MostExamined : MostExaminedNoisy;
        return new PatchSelection(codes, features, labels, examination, options, ranges).Select(seeds, most);
    }
}
