using Hallmark.Learning;

namespace Hallmark.Experiments.TargetNoise;

/// <summary>How targets are made wrong.</summary>
public enum DamageKind
{
    /// <summary>Ten times as much: a decimal point that slipped.</summary>
    Tenfold,

    /// <summary>Those of other damaged records: rows that slipped.</summary>
    Exchanged,

    /// <summary>Two to four standard deviations more, or less: a sensor that jumps.</summary>
    Shifted,
}

/// <summary>Targets of which some were made wrong.</summary>
/// <param name="Given">One for each record.</param>
/// <param name="Wrong">Which of them are not what they were.</param>
public sealed record TargetDamage(double[] Given, bool[] Wrong)
{
    /// <param name="targets">The true ones.</param>
    /// <param name="kind">Of damage.</param>
    /// <param name="percent">Of records that are damaged.</param>
    /// <param name="seed">Decides which, and how.</param>
    public static TargetDamage Of(double[] targets, DamageKind kind, int percent, int seed)
    {
        var random = new SeededRandom((ulong)seed, "experiment.target-noise");
        int[] order = [.. Enumerable.Range(0, targets.Length)];
        random.Shuffle<int>(order);
        int[] damaged = order[..(targets.Length * percent / 100)];
        double mean = targets.Average();
        double deviation = Math.Sqrt(targets.Average(target => (target - mean) * (target - mean)));
        double[] given = [.. targets];
        for (int i = 0; i < damaged.Length; i++)
        {
            double shift = (2 + (2 * random.NextDouble())) * deviation;
            given[damaged[i]] = kind switch
            {
                DamageKind.Tenfold => 10 * targets[damaged[i]],
                DamageKind.Exchanged => targets[damaged[(i + 1) % damaged.Length]],
                _ => targets[damaged[i]] + (random.NextDouble() < 0.5 ? -shift : shift),
            };
        }
        return new TargetDamage(given, [.. given.Zip(targets, (now, before) => now != before)]);
    }
}
