namespace Hallmark.Quality.Provenance;

/// <summary>
/// An estimated share of wrong labels among some records: unbiased where the opinions are calibrated, so it may come out below
/// 0. Opinions that err add the same to everyone; what counts is the difference between providers.
/// </summary>
/// <param name="Rate">The estimate.</param>
/// <param name="StandardError">Of sampling records; infinite where they tell nothing.</param>
/// <param name="Records">How many it rests on.</param>
public sealed record NoiseRate(double Rate, double StandardError, int Records)
{
    private const double Normal95 = 1.959963984540054;

    /// <summary>Lower end of the 95 % interval, in [0, 1].</summary>
    public double Lower => double.IsInfinity(StandardError) ? 0 : Math.Clamp(Rate - (Normal95 * StandardError), 0, 1);

    /// <summary>Upper end of the 95 % interval, in [0, 1].</summary>
    public double Upper => double.IsInfinity(StandardError) ? 1 : Math.Clamp(Rate + (Normal95 * StandardError), 0, 1);

    /// <summary>Σ(found - if right) / Σ(if wrong - if right), with the error of such a ratio; records in order.</summary>
    internal static NoiseRate Of(IReadOnlyList<Suspicion> records)
    {
        double excess = 0;
        double span = 0;
        foreach (Suspicion record in records)
        {
            excess += record.Found - record.IfRight;
            span += record.IfWrong - record.IfRight;
        }
        if (!(span > 1e-9))
        {
            return new NoiseRate(0, double.PositiveInfinity, records.Count);
        }
        double rate = excess / span;
        // As if one record more had come out between right and wrong: one record alone has an error, too.
        double mean = span / records.Count;
        double squares = mean * mean / 4;
        foreach (Suspicion record in records)
        {
            double rest = record.Found - record.IfRight - (rate * (record.IfWrong - record.IfRight));
            squares += rest * rest;
        }
        return new NoiseRate(rate, Math.Sqrt(squares) / span, records.Count);
    }
}
