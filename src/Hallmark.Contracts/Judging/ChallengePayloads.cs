using Hallmark.Evidence;

namespace Hallmark.Contracts.Judging;

/// <summary>
/// A member doubts a validator's measurements: <c>batch.challenge</c> {batch, root, entry, deposit, reason}. Other validators measure
/// again and vote.
/// </summary>
/// <param name="Entry">The <c>batch.judge</c> statement that is doubted.</param>
/// <param name="Deposit">Credits that are lost if the measurements hold; at least 1.</param>
public sealed record BatchChallenge(string Batch, Digest Root, EntryIndex Entry, long Deposit, string Reason) : IPayload<BatchChallenge>
{
    public static string Kind => "batch.challenge";

    public string Subject => Batch;

    public CborMapWriter ToMap() => new CborMapWriter()
        .Text("batch", Batch).Digest("root", Root).Entry("entry", Entry).Integer("deposit", Deposit).Text("reason", Reason);

    public static BatchChallenge Read(CborMap map) => new(
        map.Text("batch"), map.Digest("root"), map.Entry("entry"), map.Integer("deposit", long.MinValue), map.Text("reason"));
}

/// <summary>
/// A validator says what it measured itself: <c>challenge.vote</c> {challenge, holds, measured}; sub is <c>challenge/N</c>.
/// </summary>
/// <param name="Holds">Whether the doubted measurements came out again.</param>
/// <param name="Measured">Digest of the <c>batch.judge</c> payload that measuring gave; voters who measured alike name the same.</param>
public sealed record ChallengeVote(long Challenge, bool Holds, Digest Measured) : IPayload<ChallengeVote>
{
    public static string Kind => "challenge.vote";

    public string Subject => $"challenge/{Challenge}";

    public CborMapWriter ToMap() =>
        new CborMapWriter().Integer("challenge", Challenge).Boolean("holds", Holds).Digest("measured", Measured);

    public static ChallengeVote Read(CborMap map) => new(map.Integer("challenge", 1), map.Boolean("holds"), map.Digest("measured"));
}

/// <summary>
/// A member asks that a challenge be closed that no vote closes any more: <c>challenge.close</c> {challenge}; sub is <c>challenge/N</c>.
/// </summary>
public sealed record ChallengeClose(long Challenge) : IPayload<ChallengeClose>
{
    public static string Kind => "challenge.close";

    public string Subject => $"challenge/{Challenge}";

    public CborMapWriter ToMap() => new CborMapWriter().Integer("challenge", Challenge);

    public static ChallengeClose Read(CborMap map) => new(map.Integer("challenge", 1));
}
