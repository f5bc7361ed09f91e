using Hallmark.Evidence;

namespace Hallmark.Contracts.Policies;

/// <summary>
/// How verdicts become credibility: a Beta reputation (Jøsang and Ismail, 2002) in which records are the evidence and older evidence fades.
/// </summary>
/// <param name="PriorRecords">
/// So many records for and as many against are imagined for a newcomer: the more, the slower trust is won or lost.
/// </param>
/// <param name="MemoryRecords">
/// When n records are judged, what was known before is multiplied by memory / (memory + n): nobody lives on more than about this
/// many records of good work.
/// </param>
public sealed record TrustRule(long PriorRecords, long MemoryRecords)
{
    public const long Limit = 1_000_000_000_000;

    public static TrustRule Standard { get; } = new(100, 100_000);

    public CborMapWriter ToMap() => new CborMapWriter().Integer("prior", PriorRecords).Integer("memory", MemoryRecords);

    public static TrustRule Read(CborMap map)
    {
        var rule = new TrustRule(map.Integer("prior", 1, Limit), map.Integer("memory", 1, Limit));
        map.End();
        return rule;
    }
}
