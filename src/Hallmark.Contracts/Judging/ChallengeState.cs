using Hallmark.Evidence;

namespace Hallmark.Contracts.Judging;

/// <summary>Where a challenge stands.</summary>
public enum ChallengeStatus
{
    Open,

    /// <summary>The measurements came out again, or no quorum could be found against them.</summary>
    Upheld,

    /// <summary>A quorum measured otherwise: the verdict is void.</summary>
    Overturned,

    /// <summary>The batch was withdrawn: nobody can measure any more.</summary>
    Abandoned,

    /// <summary>Too few measured again in time: the measurements stand, and nobody loses anything.</summary>
    Lapsed,
}

/// <summary>A doubt about a validator's measurements.</summary>
/// <param name="Entry">The doubted <c>batch.judge</c> entry.</param>
/// <param name="Validator">Who signed it.</param>
/// <param name="For">Validators that measured the same; each once.</param>
/// <param name="Against">Validators that did not.</param>
/// <param name="Opened">The entry of the challenge itself.</param>
public sealed record ChallengeState(
    long Number, string Batch, EntryIndex Entry, string Validator, string Challenger, long Deposit, IReadOnlyList<string> For,
    IReadOnlyList<string> Against,
    ChallengeStatus Status, EntryIndex Opened) : IStateRecord<ChallengeState>
{
    private const int VoterLimit = 1000;

    public CborMapWriter ToMap() => new CborMapWriter()
        .Integer("number", Number)
        .Text("batch", Batch)
        .Entry("entry", Entry)
        .Text("validator", Validator)
        .Text("challenger", Challenger)
        .Integer("deposit", Deposit)
        .Texts("for", For)
        .Texts("against", Against)
        .Integer("status", (long)Status)
        .Entry("opened", Opened);

    public static ChallengeState Read(CborMap map) => new(
        map.Integer("number"), map.Text("batch"), map.Entry("entry"), map.Text("validator"), map.Text("challenger"), map.Integer("deposit"),
        map.Texts("for", VoterLimit), map.Texts("against", VoterLimit), (ChallengeStatus)map.Integer("status", 0, 4), map.Entry("opened"));
}
