namespace Hallmark.Quality.Provenance;

/// <param name="Value">What the player adds on average over all orders in which the coalition of all may form.</param>
/// <param name="StandardError">Of sampling orders; 0 where all coalitions were looked at.</param>
public sealed record ShapleyValue(double Value, double StandardError)
{
    private const double Normal95 = 1.959963984540054;

    /// <summary>Lower end of the 95 % interval.</summary>
    public double Lower => Value - (Normal95 * StandardError);

    /// <summary>Upper end of the 95 % interval.</summary>
    public double Upper => Value + (Normal95 * StandardError);
}
