namespace Hallmark.Scheduling;

/// <summary>
/// Steps towards the least bound, and the least found so far. The steps shorten when for a while none of them helped (Held, Wolfe and
/// Crowder, 1974): with steps of full length prices circle around the best ones.
/// </summary>
/// <param name="bound">Whose prices are moved.</param>
/// <param name="shortening">Factor of the length of steps, below 1.</param>
/// <param name="patience">How many steps may not help before they shorten.</param>
internal sealed class BoundSearch(LagrangianBound bound, double shortening, int patience)
{
    private const double Shortest = 1e-4;

    private double _length = 1;
    private int _since;

    /// <summary>The least bound so far, in units; null if nothing can be chosen.</summary>
    public long? Least { get; private set; } = long.MaxValue;

    /// <summary>Further steps would hardly change anything.</summary>
    public bool Settled => _length < Shortest || Least is null;

    /// <summary>The prices that gave the least bound so far.</summary>
    public long[] Prices { get; } = [.. bound.Prices];

    /// <summary>Evaluates the prices and remembers them if they are the best.</summary>
    /// <returns>The bound under the prices evaluated; null if nothing can be chosen.</returns>
    public long? Evaluate()
    {
        if (bound.Evaluate() is not { } now)
        {
            Least = null;
            return null;
        }
        if (now < Least)
        {
            Least = now;
            bound.Prices.CopyTo(Prices, 0);
            _since = 0;
        }
        else if (++_since > patience)
        {
            _length *= shortening;
            _since = 0;
        }
        return now;
    }

    /// <summary>Moves on; between evaluating and moving, slacks and takings belong to the prices evaluated.</summary>
    /// <param name="now">The bound evaluated.</param>
    /// <param name="reached">Value of a choice: the bound cannot fall below.</param>
    public void Move(long now, long reached) => bound.Step(_length * Math.Max(1, (double)now - reached));
}
