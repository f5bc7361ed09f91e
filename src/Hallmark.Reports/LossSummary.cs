namespace Hallmark.Reports;

/// <summary>A curve of losses in words.</summary>
public static class LossSummary
{
    /// <summary>Stands for a loss that is no number.</summary>
    public const long NoNumber = long.MaxValue;

    /// <summary>First, last and least loss, and how often there was none.</summary>
    public static string Describe(IReadOnlyList<long> lossesPpm)
    {
        int lost = lossesPpm.Count(ppm => ppm == NoNumber);
        string diverged = lost == 0
            ? ""
            : $" In {Figures.Count(lost, "epoch", "epochs")} the loss was no number (crosses at the top): the training diverged.";
        if (lost == lossesPpm.Count)
        {
            return $"{Figures.Count(lost, "epoch", "epochs")}.{diverged}";
        }
        (int first, int least, int last) = (-1, -1, -1);
        for (int i = 0; i < lossesPpm.Count; i++)
        {
            if (lossesPpm[i] != NoNumber)
            {
                first = first < 0 ? i : first;
                least = least < 0 || lossesPpm[i] < lossesPpm[least] ? i : least;
                last = i;
            }
        }
        string Loss(int i) => $"{Figures.Loss(Figures.OfPpm(lossesPpm[i]))} in epoch {Figures.Count(i + 1)}";
        return first == last
            ? $"The loss was {Loss(first)}.{diverged}"
            : $"The loss went from {Loss(first)} to {Loss(last)}; the least was {Loss(least)}.{diverged}";
    }
}
