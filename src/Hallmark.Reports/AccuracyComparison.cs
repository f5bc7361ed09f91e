using System.Globalization;

namespace Hallmark.Reports;

/// <summary>What the accuracies of several seeds allow one to say, and no more than that.</summary>
public static class AccuracyComparison
{
    /// <summary>Accuracies are known to the millionth; what is less than half of that, in percent, comes from rounding.</summary>
    private const double Resolution = 0.00005;

    /// <summary>"5 seeds: 91.20 % ± 0.40", or without a spread where one seed shows none.</summary>
    public static string Summary(ReportAccuracies one) => one.Ppm.Count == 1
        ? $"1 seed: {MeanOf(one)} %"
        : $"{Figures.Count(one.Ppm.Count)} seeds: {MeanOf(one)} % ± {Figures.Percent((decimal)one.DeviationPercent)}";

    /// <summary>
    /// The first series, trained on the chosen batches, against each other one. The difference of the means is held against the
    /// standard deviation of the difference of two single trainings, √(a² + b²): what is smaller could be the seeds alone.
    /// </summary>
    public static string Conclude(IReadOnlyList<ReportAccuracies> series) =>
        string.Join(" ", series.Skip(1).Select(other => Conclude(series[0], other, naming: series.Count > 2)));

    private static string Conclude(ReportAccuracies chosen, ReportAccuracies other, bool naming)
    {
        double difference = chosen.MeanPercent - other.MeanPercent;
        double noise = Math.Sqrt((chosen.DeviationPercent * chosen.DeviationPercent) + (other.DeviationPercent * other.DeviationPercent));
        string points = Figures.Percent((decimal)Math.Abs(difference)) + " percentage points";
        string against = naming ? $"Against {other.Name}: " : "";
        if (Math.Abs(difference) < Resolution)
        {
            return $"{against}There is no difference between the two.";
        }
        if (chosen.Ppm.Count == 1 || other.Ppm.Count == 1)
        {
            string direction = difference > 0 ? "higher" : "lower";
            return $"{against}With one seed the noise is unknown, so a difference of {points} ({direction} on the chosen batches) shows "
                + "nothing by itself.";
        }
        if (Math.Abs(difference) < noise)
        {
            return $"{against}The difference of {points} is smaller than its standard deviation of {Figures.Percent((decimal)noise)}: "
                + "the seeds do not tell the two apart.";
        }
        string size = noise < Resolution
            ? "and the seeds of each agree"
            : Math.Round((decimal)(Math.Abs(difference) / noise), 1)
                .ToString("0.0", CultureInfo.InvariantCulture) + " times the standard deviation of the difference";
        return difference > 0
            ? $"{against}Cleaning gained {points}, {size}."
            : $"{against}Cleaning cost {points}, {size}: here the model is worse on the chosen batches than without cleaning.";
    }

    private static string MeanOf(ReportAccuracies one) => Figures.Percent((decimal)one.MeanPercent);
}
