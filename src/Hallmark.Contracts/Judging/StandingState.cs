using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Policies;
using Hallmark.Evidence;

namespace Hallmark.Contracts.Judging;

/// <summary>What became of a provider's batches so far, and what that says of it.</summary>
/// <param name="Accepted">Batches that stand accepted; the next two likewise.</param>
/// <param name="ForMilli">Evidence for the provider, in thousandths of a record; it fades, see <see cref="TrustRule"/>.</param>
/// <param name="AgainstMilli">Evidence against it.</param>
public sealed record StandingState(
    long Accepted, long Quarantined, long Refused, long ForMilli, long AgainstMilli) : IStateRecord<StandingState>
{

    public static StandingState None { get; } = new(0, 0, 0, 0, 0);

    /// <summary>Mean of the Beta distribution, in millionths. Without verdicts it is a half: unknown, not trusted.</summary>
    public long CredibilityPpm(TrustRule trust)
    {
        Int128 prior = (Int128)trust.PriorRecords * 1_000;
        return (long)((ForMilli + prior) * Ppm.Whole / (ForMilli + AgainstMilli + (2 * prior)));
    }

    /// <summary>
    /// Counts a first verdict on a batch, or one after quarantine; accepted speaks for the provider, all else against it.
    /// </summary>
    /// <param name="records">So many make older evidence fade.</param>
    /// <param name="evidenceMilli">What the verdict is worth: its records, by the weight of who gave it, in thousandths.</param>
    public StandingState With(Verdict verdict, long records, long evidenceMilli, TrustRule trust)
    {
        StandingState faded = this with { ForMilli = Fade(ForMilli), AgainstMilli = Fade(AgainstMilli) };
        return faded.Count(verdict, 1) with
        {
            ForMilli = faded.ForMilli + (verdict == Verdict.Accepted ? evidenceMilli : 0),
            AgainstMilli = faded.AgainstMilli + (verdict == Verdict.Accepted ? 0 : evidenceMilli),
        };

        long Fade(long milli) => (long)((Int128)milli * trust.MemoryRecords / (trust.MemoryRecords + (Int128)records));
    }

    /// <summary>Takes a verdict back, its evidence as far as it has not faded to less.</summary>
    public StandingState Without(Verdict verdict, long evidenceMilli) => Count(verdict, -1) with
    {
        ForMilli = ForMilli - (verdict == Verdict.Accepted ? Math.Min(ForMilli, evidenceMilli) : 0),
        AgainstMilli = AgainstMilli - (verdict == Verdict.Accepted ? 0 : Math.Min(AgainstMilli, evidenceMilli)),
    };

    public CborMapWriter ToMap() => new CborMapWriter()
        .Integer("accepted", Accepted).Integer("quarantined", Quarantined).Integer("refused", Refused)
        .Integer("for", ForMilli).Integer("against", AgainstMilli);

    public static StandingState Read(CborMap map) => new(
        map.Integer("accepted"), map.Integer("quarantined"), map.Integer("refused"), map.Integer("for"), map.Integer("against"));

    private StandingState Count(Verdict verdict, int by) => verdict switch
    {
        Verdict.Accepted => this with { Accepted = Accepted + by },
        Verdict.Quarantined => this with { Quarantined = Quarantined + by },
        Verdict.Refused => this with { Refused = Refused + by },
        _ => throw new ArgumentException($"{verdict} is no verdict to count.", nameof(verdict)),
    };
}
