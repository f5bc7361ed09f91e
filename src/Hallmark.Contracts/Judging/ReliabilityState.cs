using Hallmark.Evidence;

namespace Hallmark.Contracts.Judging;

/// <summary>What became of the challenges to a validator's measurements.</summary>
/// <param name="Upheld">A quorum of other validators measured what it had measured.</param>
/// <param name="Overturned">They did not.</param>
public sealed record ReliabilityState(long Upheld, long Overturned) : IStateRecord<ReliabilityState>
{
    public static ReliabilityState None { get; } = new(0, 0);

    /// <summary>Mean of a Beta(1, 1) reputation over challenges, in millionths: a half for whom nobody has challenged.</summary>
    public long ReliabilityPpm => Ppm.Of(Upheld + 1, Upheld + Overturned + 2);

    public CborMapWriter ToMap() => new CborMapWriter().Integer("upheld", Upheld).Integer("overturned", Overturned);

    public static ReliabilityState Read(CborMap map) => new(map.Integer("upheld"), map.Integer("overturned"));
}
