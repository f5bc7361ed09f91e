using Hallmark.Learning;

namespace Hallmark.Quality.Backdoors;

/// <summary>All searches that train no model, one after the other: static patches, noisy ones, and in pictures those that move.</summary>
public static class TriggerSearch
{
    /// <inheritdoc cref="PatchMining.Mine"/>
    public static PatchReport Run(Matrix features, int[] labels, int classes, ImageShape? shape = null, PatchMiningOptions? options = null)
    {
        var reports = new List<PatchReport>
        {
            PatchMining.Mine(features, labels, classes, shape, options),
        };
        // What is accused already no longer counts: it would be found again, or lend its label to others.
        int[] rest = Without(labels, reports[0].Records);
        reports.Add(PatchMining.MineNoisy(features, rest, classes, shape, options));
        if (shape is { } picture)
        {
            reports.Add(MovingTriggers.Find(features, Without(rest, reports[1].Records), classes, picture, options));
        }
        return PatchReport.Of([.. reports.SelectMany(report => report.Patches)], reports.Sum(report => report.Examined));
    }

    /// <summary>The labels, with some records' taken away.</summary>
    internal static int[] Without(int[] labels, int[] records)
    {
        int[] rest = [.. labels];
        foreach (int record in records)
        {
            rest[record] = -1;
        }
        return rest;
    }
}
