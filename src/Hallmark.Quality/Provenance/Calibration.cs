using Hallmark.Learning;

namespace Hallmark.Quality.Provenance;

/// <summary>
/// Makes opinions as sure as they deserve: all log-probabilities are multiplied by the one factor under which the labels of
/// trusted records are most likely (temperature scaling, Guo et al., 2017), but never by more than 1. A model with many features
/// and few records is far too sure of itself, and every label it errs about would look wrong. One that is not sure enough only
/// misses some; making it surer would turn the chance differences between small honest providers into findings.
/// </summary>
internal static class Calibration
{
    private const double LeastFactor = 0.02;
    private const double MostFactor = 1;
    private const int Halvings = 30;
    private const float LeastOpinion = 1e-12f;

    /// <summary>Rewrites all opinions with the factor fitted on the trusted records; does nothing if there are none.</summary>
    public static void Apply(Matrix opinions, int[] labels, int[] trusted)
    {
        if (trusted.Length == 0)
        {
            return;
        }
        double factor = Fit(opinions, labels, trusted);
        double[] scaled = new double[opinions.Columns];
        for (int record = 0; record < opinions.Rows; record++)
        {
            Span<float> row = opinions.Row(record);
            double sum = Scale(row, factor, scaled);
            for (int c = 0; c < row.Length; c++)
            {
                row[c] = (float)(scaled[c] / sum);
            }
        }
    }

    // The likelihood is concave in the factor: the place where its slope changes sign, or the end it has not changed before.
    private static double Fit(Matrix opinions, int[] labels, int[] trusted)
    {
        double low = LeastFactor;
        double high = MostFactor;
        for (int i = 0; i < Halvings; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = Slope(opinions, labels, trusted, middle) > 0 ? (middle, high) : (low, middle);
        }
        return (low + high) / 2;
    }

    private static double Slope(Matrix opinions, int[] labels, int[] trusted, double factor)
    {
        double[] scaled = new double[opinions.Columns];
        double slope = 0;
        foreach (int record in trusted)
        {
            ReadOnlySpan<float> row = opinions.Row(record);
            double sum = Scale(row, factor, scaled);
            double expected = 0;
            for (int c = 0; c < row.Length; c++)
            {
                expected += scaled[c] / sum * LogOf(row[c]);
            }
            slope += LogOf(row[labels[record]]) - expected;
        }
        return slope;
    }

    private static double Scale(ReadOnlySpan<float> row, double factor, Span<double> scaled)
    {
        double highest = double.NegativeInfinity;
        for (int c = 0; c < row.Length; c++)
        {
            scaled[c] = factor * LogOf(row[c]);
            highest = Math.Max(highest, scaled[c]);
        }
        double sum = 0;
        for (int c = 0; c < row.Length; c++)
        {
            scaled[c] = PortableMath.Exp(scaled[c] - highest);
            sum += scaled[c];
        }
        return sum;
    }

    private static double LogOf(float opinion) => PortableMath.Log(Math.Max(opinion, LeastOpinion));
}
