using Hallmark.Evidence;

namespace Hallmark.Contracts.State;

/// <summary>Where a batch stands.</summary>
public enum Verdict
{
    Pending,
    Accepted,

    /// <summary>Doubtful: not schedulable, may be judged again.</summary>
    Quarantined,
    Refused,
}

/// <summary>A batch on record.</summary>
/// <param name="Id">dataset/provider/number, the number counting the provider's batches of the dataset from 1.</param>
/// <param name="Entry">The entry that registered it: the manifest is there.</param>
/// <param name="ScorePpm">Integrity score in millionths, null while pending.</param>
/// <param name="Reasons">Why the verdict is not "accepted"; empty where it is.</param>
/// <param name="Policy">Digest of the policy that decided.</param>
/// <param name="JudgedEntry">The entry with the measurements.</param>
/// <param name="Validators">Who judged it, in order; each once.</param>
public sealed record BatchState(
    string Id, string Dataset, string Provider, long Records, Digest Root, long Entry,
    Verdict Verdict, long? ScorePpm, IReadOnlyList<string> Reasons, Digest? Policy, long? JudgedEntry, IReadOnlyList<string> Validators) : IStateRecord<BatchState>
{
    private const int ReasonLimit = 64;

    public CborMapWriter ToMap() => new CborMapWriter()
        .Text("id", Id)
        .Text("dataset", Dataset)
        .Text("provider", Provider)
        .Integer("records", Records)
        .Digest("root", Root)
        .Integer("entry", Entry)
        .Integer("verdict", (long)Verdict)
        .Integer("score", ScorePpm)
        .Texts("reasons", Reasons)
        .Digest("policy", Policy)
        .Integer("judged", JudgedEntry)
        .Texts("validators", Validators);

    public static BatchState Read(CborMap map) => new(
        map.Text("id"), map.Text("dataset"), map.Text("provider"), map.Integer("records"), map.Digest("root"), map.Integer("entry"),
        (Verdict)map.Integer("verdict", 0, 3), map.Has("score") ? map.Integer("score") : null, map.Texts("reasons", ReasonLimit),
        map.OptionalDigest("policy"), map.Has("judged") ? map.Integer("judged") : null, map.Texts("validators", ReasonLimit));
}
