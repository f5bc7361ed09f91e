namespace Hallmark.Experiments.Providers;

/// <summary>How well scores tell two kinds apart.</summary>
internal static class Ranking
{
    /// <summary>Chance that one of the wanted scores above one of the others, ties by half; NaN if there are none of a kind.</summary>
    public static double Auroc(double[] wanted, double[] others)
    {
        double above = 0;
        foreach (double score in wanted)
        {
            foreach (double other in others)
            {
                above += score > other ? 1 : score == other ? 0.5 : 0;
            }
        }
        return wanted.Length == 0 || others.Length == 0 ? double.NaN : above / ((double)wanted.Length * others.Length);
    }
}
