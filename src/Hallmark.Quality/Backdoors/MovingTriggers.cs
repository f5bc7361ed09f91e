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
        int[] looks = Looks(features, labels, classes, options.Seed);
        var ranges = new ColumnRanges(features, common: true);
        CodedColumns[] codings =
        [
            CodedColumns.Exact(features, 1),
            CodedColumns.Levels(features, ranges.Low(Levels, 0), ranges.Step(Levels)),
            CodedColumns.Levels(features, ranges.Low(Levels, 0.5f), ranges.Step(Levels)),
        ];
        var found = new List<Patch>();
        int examined = 0;
        foreach (CodedColumns codes in codings)
        {
            for (int side = 2; side <= Math.Min(4, Math.Min(shape.Height, shape.Width)); side++)
            {
                var search = new MovingContents(codes, labels, looks, classes, shape, side, options);
                found.AddRange(search.Find());
                examined += search.Examined;
            }
        }
        return PatchReport.Of([.. found.OrderByDescending(patch => patch.Records.Length)], examined);
    }

    private static int[] Looks(Matrix features, int[] labels, int classes, ulong seed)
    {
        Matrix comparable = BackdoorInput.Comparable(features, picture: true);
        int[] references = BackdoorInput.Draw(labels, References, seed, "moving.references");
        return new ContextVote(comparable, labels, classes, references, Columns).Classes([.. Enumerable.Range(0, labels.Length)], []);
    }
}
