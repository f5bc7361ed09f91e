namespace Hallmark.Experiments.LabelNoise;

/// <summary>How well flags and suspicions meet what is wrong.</summary>
/// <param name="Precision">Of what is flagged, the share that is wrong; 0 with nothing flagged.</param>
/// <param name="Recall">Of what is wrong, the share flagged; 0 with nothing wrong.</param>
/// <param name="F1">Their harmonic mean.</param>
/// <param name="Auroc">Chance that something wrong is more suspect than something right; ties count half. NaN without both.</param>
/// <param name="Flagged">Share of all records.</param>
public sealed record Detection(double Precision, double Recall, double F1, double Auroc, double Flagged)
{
    public static Detection Of(IReadOnlyList<bool> flagged, IReadOnlyList<double> suspicion, bool[] wrong)
    {
        int hits = wrong.Index().Count(item => item.Item && flagged[item.Index]);
        int flags = flagged.Count(flag => flag);
        int wrongs = wrong.Count(item => item);
        double Share(double part, int of) => of == 0 ? 0 : part / of;
        return new Detection(
            Share(hits, flags), Share(hits, wrongs), Share(2 * hits, flags + wrongs), Area(suspicion, wrong), Share(flags, wrong.Length));
    }

    // Mann and Whitney's statistic from mid-ranks.
    private static double Area(IReadOnlyList<double> suspicion, bool[] wrong)
    {
        int[] order = [.. Enumerable.Range(0, wrong.Length).OrderBy(record => suspicion[record])];
        double ranks = 0;
        for (int first = 0, end; first < order.Length; first = end)
        {
            end = first;
            while (end < order.Length && suspicion[order[end]].Equals(suspicion[order[first]]))
            {
                end++;
            }
            ranks += order[first..end].Count(record => wrong[record]) * (first + end + 1) / 2.0;
        }
        double positives = wrong.Count(item => item);
        double negatives = wrong.Length - positives;
        return positives * negatives == 0 ? double.NaN : (ranks - (positives * (positives + 1) / 2)) / (positives * negatives);
    }
}
