namespace Hallmark.Cel;

/// <summary>A point in time from 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z.</summary>
/// <param name="Seconds">Since 1970-01-01T00:00:00Z, negative before.</param>
/// <param name="Nanos">0 to 999,999,999, always counted forwards.</param>
public readonly record struct CelTimestamp(long Seconds, int Nanos) : IComparable<CelTimestamp>
{
    public const long MinSeconds = -62_135_596_800;
    public const long MaxSeconds = 253_402_300_799;

    internal bool IsInRange => Seconds is >= MinSeconds and <= MaxSeconds;

    public int CompareTo(CelTimestamp other)
    {
        int bySeconds = Seconds.CompareTo(other.Seconds);
        return bySeconds != 0 ? bySeconds : Nanos.CompareTo(other.Nanos);
    }
}
