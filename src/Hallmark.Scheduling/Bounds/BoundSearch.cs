namespace Hallmark.Scheduling;

/// <summary>Steps towards the least bound, and what it found; the steps shorten when they no longer help.</summary>
internal sealed class BoundSearch(LagrangianBound bound, double shortening, int patience)
{
    private const double Shortest = 1e-4;

    private double _length = 1;
    private int _since;

    /// <summary>The least bound so far, in units; null if nothing can be chosen.</summary>
    public long? Least { get; private set; } = long.MaxValue;

    /// <summary>Further steps would hardly change anything.</summary>
    public bool Settled => _length < Shortest || Least is null;

    /// <summary>Prices of the least bound.</summary>
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
