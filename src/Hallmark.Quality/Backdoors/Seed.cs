namespace Hallmark.Quality.Backdoors;

/// <summary>A content of a few features that occurs often, and mostly under one label: to be looked at.</summary>
/// <param name="Features">Which features.</param>
/// <param name="Exemplar">A record that has the content.</param>
/// <param name="Target">The label.</param>
/// <param name="Support">Records of that label with the content.</param>
/// <param name="Others">Records of other labels with the content.</param>
internal sealed record Seed(int[] Features, int Exemplar, int Target, int Support, int Others)
{
    /// <summary>Share of the label among the carriers, as low as it may plausibly be (two standard errors, after Agresti and
    /// Coull).</summary>
    public double Purity
    {
        get
        {
            double trials = Support + Others + 4.0;
            double share = (Support + 2) / trials;
            return share - (2 * Math.Sqrt(share * (1 - share) / trials));
        }
    }
}
