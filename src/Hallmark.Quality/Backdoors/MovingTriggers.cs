using Hallmark.Learning;

namespace Hallmark.Quality.Backdoors;

/// <summary>
/// An attempt at triggers that move, which nothing in one place gives away. Records that look like another class than their label
/// (suspects: poison, wrong labels, hard cases) are compared with the records of the classes they look like, and with the unsuspicious
/// ones of their label: a window content that is many times more frequent among the suspects of a label than in both, wherever in the
/// picture it lies, is a trigger, and the suspects that have it are accused. Poison that happens to look like its label is missed.
/// </summary>
public static class MovingTriggers
{
    private const int References = 5_000;
    private const int Columns = 256;
    private const int Levels = 4;
    private const int LargestSide = 4;

    /// <summary>What one round accuses no longer vouches for others in the next.</summary>
    private const int Rounds = 3;

    /// <summary>Looks for contents of windows in any place.</summary>
    /// <param name="features"><c>[records, features]</c>, as they are.</param>
    /// <param name="labels">Class of each record, or -1 for none.</param>
    /// <param name="classes">Number of classes, at least 1.</param>
    /// <param name="shape">How features lie in a picture.</param>
    /// <param name="options">Null for the defaults; windows have sides 2 to 4.</param>
    /// <exception cref="ArgumentException">Parts that do not fit each other, or an option that cannot be.</exception>
    public static PatchReport Find(Matrix features, int[] labels, int classes, ImageShape shape, PatchMiningOptions? options = null)
    {
        BackdoorInput.Require(features, labels, classes);
        shape.Require(features.Columns);
        options ??= new PatchMiningOptions();
        options.Validate();
        if (labels.Count(label => label >= 0) < 2 * options.LeastRecords)
        {
            return PatchReport.Of([], 0);
        }
        var ranges = new ColumnRanges(features, common: true);
        CodedColumns[] codings =
        [
            CodedColumns.Exact(features, 1),
            CodedColumns.Levels(features, ranges.Low(Levels, 0), ranges.Step(Levels)),
            CodedColumns.Levels(features, ranges.Low(Levels, 0.5f), ranges.Step(Levels)),
        ];
        PatchReport report = PatchReport.Of([], 0);
        for (int round = 0; round < Rounds; round++)
        {
            int before = report.Records.Length;
            int[] looks = Looks(features, TriggerSearch.Without(labels, report.Records), classes, options.Seed);
            report = Search(codings, labels, looks, classes, shape, options, report);
            if (report.Records.Length == before)
            {
                break;
            }
        }
        return report;
    }

    private static PatchReport Search(
        CodedColumns[] codings, int[] labels, int[] looks, int classes, ImageShape shape, PatchMiningOptions options, PatchReport before)
    {
        int sides = Math.Min(LargestSide, Math.Min(shape.Height, shape.Width)) - 1;
        if (sides < 1)
        {
            return before;
        }
        var searches = new MovingContents[codings.Length * sides];
        var found = new List<Patch>[searches.Length];
        Parallel.For(0, searches.Length, i =>
        {
            searches[i] = new MovingContents(codings[i / sides], labels, looks, classes, shape, 2 + (i % sides), options);
            found[i] = searches[i].Find();
        });
        int examined = before.Examined + searches.Sum(search => search.Examined);
        // Of one label, what several sizes and codings find is one trigger, or looks like it.
        IEnumerable<Patch> all = before.Patches.Concat(found.SelectMany(patches => patches));
        IEnumerable<Patch> merged = all.GroupBy(patch => patch.Target).Select(patches =>
            patches.MinBy(patch => patch.PValue)! with { Records = [.. patches.SelectMany(patch => patch.Records).Distinct().Order()] });
        return PatchReport.Of([.. merged.OrderByDescending(patch => patch.Records.Length)], examined);
    }

    private static int[] Looks(Matrix features, int[] labels, int classes, ulong seed)
    {
        Matrix comparable = BackdoorInput.Comparable(features, picture: true);
        int[] references = BackdoorInput.Draw(labels, References, seed, "moving.references");
        return new ContextVote(comparable, labels, classes, references, Columns).Classes([.. Enumerable.Range(0, labels.Length)], []);
    }
}
