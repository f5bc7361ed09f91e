namespace Hallmark.Quality.Labels;

/// <summary>
/// Where suspicion becomes a flag: at the threshold of the highest expected F1, which is half of that F1 (Lipton, Elkan and
/// Naryanaswamy, 2014), but never below <see cref="Least"/>: where hardly anything is wrong, the highest F1 to be had is low,
/// and to flag for it would drown the few in many. Where the data allow that nothing is wrong, never below <see cref="LeastInDoubt"/>.
/// </summary>
internal static class FlagRule
{
    public const double Least = 0.3;

    /// <summary>A label must at least be more likely wrong than right.</summary>
    public const double LeastInDoubt = 0.5;

    /// <summary>
    /// In place of <see cref="Least"/> from <see cref="MeasuringCode.Unseen"/> on: suspicions are those at the highest rate allowed, so
    /// they are rather too high than too low.
    /// </summary>
    public const double LeastUnseen = 0.4;

    /// <param name="suspicion">Of all records.</param>
    /// <param name="records">Those that were looked at; no other is flagged.</param>
    /// <param name="inDoubt">Whether the data allow that nothing is wrong.</param>
    /// <param name="least">Below it nothing is flagged.</param>
    public static bool[] Apply(double[] suspicion, IReadOnlyList<int> records, bool inDoubt, double least = Least)
    {
        double[] ordered = [.. records.Select(record => suspicion[record]).OrderDescending()];
        double all = 0;
        foreach (double value in ordered)
        {
            all += value;
        }
        double best = 0;
        double sum = 0;
        for (int i = 0; i < ordered.Length; i++)
        {
            sum += ordered[i];
            best = Math.Max(best, 2 * sum / (i + 1 + all));
        }
        double threshold = Math.Max(inDoubt ? LeastInDoubt : least, best / 2);
        bool[] flagged = new bool[suspicion.Length];
        foreach (int record in records)
        {
            flagged[record] = suspicion[record] > threshold;
        }
        return flagged;
    }
}
