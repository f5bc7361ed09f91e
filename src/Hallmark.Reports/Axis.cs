using System.Globalization;

namespace Hallmark.Reports;

/// <summary>
/// An axis that starts, steps and ends at round numbers: 1, 2 or 5 times a power of ten. In decimal arithmetic, so that ticks are
/// exactly what their labels say.
/// </summary>
public sealed class Axis
{
    private const decimal LargestPlain = 100_000m;

    private readonly int _decimals;
    private readonly string _format;

    private Axis(decimal low, decimal high, decimal step, int decimals)
    {
        Low = low;
        High = high;
        Step = step;
        _decimals = decimals;
        List<decimal> ticks = [];
        for (decimal tick = low; tick <= high; tick += step)
        {
            ticks.Add(tick);
        }
        Ticks = ticks;
        _format = Math.Max(Math.Abs(low), Math.Abs(high)) < LargestPlain
            ? "F" + decimals.ToString(CultureInfo.InvariantCulture)
            : "0.##e+0";
    }

    public decimal Low { get; }

    public decimal High { get; }

    public decimal Step { get; }

    public IReadOnlyList<decimal> Ticks { get; }

    /// <summary>An axis over the values from <paramref name="low"/> to <paramref name="high"/>.</summary>
    /// <param name="smallestStep">1 for counts; 0 leaves the step to the values.</param>
    /// <param name="intervals">At most so many steps, give or take the rounding of the ends.</param>
    public static Axis Over(decimal low, decimal high, decimal smallestStep = 0, int intervals = 5)
    {
        if (low > high)
        {
            throw new ArgumentException($"An axis does not go from {low} down to {high}.", nameof(low));
        }
        if (low == high)
        {
            decimal room = low == 0 ? 1 : Math.Abs(low) / 10;
            low -= room;
            high += room;
        }
        (decimal step, int decimals) = RoundStep(Math.Max((high - low) / intervals, smallestStep));
        return new Axis(Math.Floor(low / step) * step, Math.Ceiling(high / step) * step, step, decimals);
    }

    /// <summary>
    /// As <see cref="Over"/>, of values that cannot leave [<paramref name="least"/>, <paramref name="most"/>]; nor does the axis.
    /// </summary>
    public static Axis Within(decimal least, decimal most, decimal low, decimal high)
    {
        Axis axis = Over(Math.Clamp(low, least, most), Math.Clamp(high, least, most));
        return new Axis(Math.Max(axis.Low, least), Math.Min(axis.High, most), axis.Step, axis._decimals);
    }

    public string Label(decimal tick) => tick.ToString(_format, CultureInfo.InvariantCulture);

    /// <summary>Where the value lies on the way <paramref name="from"/> … <paramref name="to"/>; beyond the ends, at the end.</summary>
    public double Place(decimal value, double from, double to) =>
        from + ((to - from) * (double)((Math.Clamp(value, Low, High) - Low) / (High - Low)));

    /// <summary>The smallest round number that is at least <paramref name="raw"/>, and the decimals to write it with.</summary>
    private static (decimal Step, int Decimals) RoundStep(decimal raw)
    {
        decimal power = 1;
        int decimals = 0;
        while (power * 10 <= raw)
        {
            power *= 10;
        }
        while (power > raw)
        {
            power /= 10;
            decimals++;
        }
        decimal step = power * (raw <= power ? 1 : raw <= power * 2 ? 2 : raw <= power * 5 ? 5 : 10);
        return (step, step >= power * 10 ? Math.Max(0, decimals - 1) : decimals);
    }
}
