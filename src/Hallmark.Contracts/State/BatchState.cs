using Hallmark.Data.Batches;
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
/// <param name="Tier">Who can read it.</param>
/// <param name="EvidenceMilli">What the verdict counted for or against its provider, in thousandths of a record.</param>
/// <param name="Challenge">The open challenge of the verdict, or null.</param>
/// <param name="Withdrawn">The entry by which its provider took it back, or null.</param>
public sealed record BatchState(
    string Id, string Dataset, string Provider, long Records, Digest Root, long Entry,
    Verdict Verdict, long? ScorePpm, IReadOnlyList<string> Reasons, Digest? Policy, long? JudgedEntry, IReadOnlyList<string> Validators,
    BatchTier Tier = BatchTier.Open, long? Withdrawn = null, long EvidenceMilli = 0, long? Challenge = null) : IStateRecord<BatchState>
{
    private const int ReasonLimit = 64;

    /// <summary>Verdicts that were overturned, three numbers each: the verdict, its entry, and the entry that overturned it.</summary>
    public IReadOnlyList<long> Overturned { get; init; } = [];

    /// <summary>Whether it may be scheduled and trained on.</summary>
    public bool IsUsable => Verdict == Verdict.Accepted && Withdrawn is null && Challenge is null;

    /// <summary>Whether validators may still judge it.</summary>
    public bool IsUndecided => Verdict is Verdict.Pending or Verdict.Quarantined && Withdrawn is null && Challenge is null;

    /// <summary>Where it stands, in one word.</summary>
    public string Standing => Withdrawn is not null ? "withdrawn" : Challenge is not null ? "challenged" : Verdict.ToString().ToLowerInvariant();

    /// <summary>Whether others of its dataset were compared with it at this size of the tree: registered, and neither refused nor withdrawn.</summary>
    public bool IsComparedAt(long size) =>
        Entry < size && !WasAt(Verdict.Refused, size) && !(Withdrawn < size);

    /// <summary>Whether it stood so at this size of the tree; what a later verdict replaced is not known any more.</summary>
    public bool WasAt(Verdict verdict, long size) =>
        (Verdict == verdict && JudgedEntry < size)
        || Overturned.Chunk(3).Any(past => past[0] == (long)verdict && past[1] < size && size <= past[2]);

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
        .Texts("validators", Validators)
        .Integer("tier", (long)Tier)
        .Integer("withdrawn", Withdrawn)
        .Integer("evidence", EvidenceMilli)
        .Integer("challenge", Challenge)
        .Integers("overturned", Overturned);

    public static BatchState Read(CborMap map) => new(
        map.Text("id"), map.Text("dataset"), map.Text("provider"), map.Integer("records"), map.Digest("root"), map.Integer("entry"),
        (Verdict)map.Integer("verdict", 0, 3), map.OptionalInteger("score"), map.Texts("reasons", ReasonLimit, 1024),
        map.OptionalDigest("policy"), map.OptionalInteger("judged"), map.Texts("validators", ReasonLimit), (BatchTier)map.Integer("tier", 0, 2),
        map.OptionalInteger("withdrawn"), map.Integer("evidence"), map.OptionalInteger("challenge"))
    {
        Overturned = map.Integers("overturned", 3 * ReasonLimit),
    };
}
