using Hallmark.Evidence;

namespace Hallmark.Contracts.State;

/// <summary>What became of a provider's batches so far.</summary>
public sealed record StandingState(long Accepted, long Quarantined, long Refused) : IStateRecord<StandingState>
{
    public static StandingState None { get; } = new(0, 0, 0);

    /// <summary>
    /// Credibility in millionths: the mean of a Beta(1, 1) reputation in which accepted batches speak for the provider, all others
    /// against it. Without verdicts it is a half: unknown, not trusted.
    /// </summary>
    public long CredibilityPpm => (Accepted + 1) * 1_000_000 / (Accepted + Quarantined + Refused + 2);

    /// <summary>Counts a verdict; a batch that was in quarantine before is not counted there any more.</summary>
    public StandingState With(Verdict before, Verdict now) => Count(before, -1).Count(now, 1);

    public CborMapWriter ToMap() => new CborMapWriter().Integer("accepted", Accepted).Integer("quarantined", Quarantined).Integer("refused", Refused);

    public static StandingState Read(CborMap map) => new(map.Integer("accepted"), map.Integer("quarantined"), map.Integer("refused"));

    private StandingState Count(Verdict verdict, int by) => verdict switch
    {
        Verdict.Accepted => this with { Accepted = Accepted + by },
        Verdict.Quarantined => this with { Quarantined = Quarantined + by },
        Verdict.Refused => this with { Refused = Refused + by },
        _ => this,
    };
}
